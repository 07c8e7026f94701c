package dev.bellman.app;

import dev.bellman.app.bench.Measurement;
import dev.bellman.app.bench.Suite;
import dev.bellman.app.config.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures this machine's speed.
@Command(name = "bench", description = "Measure this machine's speed.")
final class Bench implements Runnable {
  private static final int MOST_THREADS = 1024;

  private final Context context;

  @Parameters(paramLabel = "<suite>", description = "kernels, update, mlp, train, envs or tabular.")
  private String suite = "";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads where several work (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--only",
      paramLabel = "PREFIX",
      description = "Of the environments, those whose ids begin so.")
  private String only = "";

  @Option(names = "--json", description = "Print one JSON array.")
  private boolean json;

  Bench(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new UserError("--threads: must be in [1, 1024], got " + threads);
    }
    Suite known = find();
    if (!only.isEmpty()) {
      refuseOnly(known);
    }
    List<Measurement> results = known.run(threads, context.envs(), only);
    context.print(
        json, results.stream().map(Measurement::json).toList(), () -> known.table(results));
  }

  private void refuseOnly(Suite known) {
    if (known != Suite.ENVS) {
      throw new UserError("--only: must come with bench envs, got bench " + suite);
    }
    if (context.envs().specs().stream().noneMatch(spec -> spec.id().startsWith(only))) {
      throw new UserError(
          "--only: must begin an environment's id, got '%s' (list with: bellman envs)"
              .formatted(only));
    }
  }

  private Suite find() {
    return Arrays.stream(Suite.values())
        .filter(known -> name(known).equals(suite))
        .findFirst()
        .orElseThrow(this::unknown);
  }

  private UserError unknown() {
    List<String> names = Arrays.stream(Suite.values()).map(Bench::name).toList();
    return new UserError(
        "suite '%s': unknown, %s".formatted(suite, Suggestion.among(suite, names)));
  }

  private static String name(Suite suite) {
    return suite.name().toLowerCase(Locale.ROOT);
  }
}
