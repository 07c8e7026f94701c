package dev.bellman.app;

import dev.bellman.app.bench.Findings;
import dev.bellman.app.bench.Request;
import dev.bellman.app.bench.Suite;
import dev.bellman.app.config.Suggestion;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures this machine's speed.
@Command(name = "bench", description = "Measure this machine's speed.")
final class Bench implements Runnable {
  private static final int MOST_THREADS = 1024;
  private static final int MOST_SEEDS = 10_000;
  private static final int DEFAULT_SEEDS = 10;
  private static final String ONLY = "--only";
  private static final String SEEDS = "--seeds";
  private static final String OUT = "--out";

  private final Context context;

  @Parameters(
      paramLabel = "<suite>",
      description =
          "kernels, update, mlp, train, onpolicy, offpolicy, envs, replay, solve, tabular,"
              + " lm, learning, line, claims or lm-learning.")
  private String suite = "";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads where several work (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = ONLY,
      paramLabel = "PREFIX",
      description =
          "Of the environments (envs), the presets (learning, as ppo-CartPole) or the claims"
              + " (gradient, importance, update, replay), those whose names begin so; tasks or"
              + " <trainer>-<task>, with commas (lm-learning).")
  private @Nullable String only;

  @Option(
      names = SEEDS,
      paramLabel = "K",
      description = "Seeds 1 to K of each preset (learning, line, claims; default: 10).")
  private @Nullable Integer seeds;

  @Option(
      names = OUT,
      paramLabel = "DIR",
      description =
          "The folder of results (learning, line; default: runs/bench-<suite>), where a second call"
              + " goes on; of pictures (tabular, claims).")
  private @Nullable Path out;

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
    if (seeds != null && (seeds < 1 || seeds > MOST_SEEDS)) {
      throw new UserError("--seeds: must be in [1, 10000], got " + seeds);
    }
    Suite known = find();
    refuse(known, ONLY, only);
    refuse(known, SEEDS, seeds);
    refuse(known, OUT, out);
    if (known == Suite.ENVS && only != null) {
      refuseUnknown(only);
    }
    Findings findings =
        known.run(
            new Request(
                threads,
                context.envs(),
                only == null ? "" : only,
                seeds == null ? DEFAULT_SEEDS : seeds,
                out,
                context.err()));
    context.print(json, findings.json(), findings::text);
  }

  private static void refuse(Suite suite, String option, @Nullable Object given) {
    if (given != null && !suite.takes(option)) {
      String takers =
          Arrays.stream(Suite.values())
              .filter(other -> other.takes(option))
              .map(Suite::word)
              .collect(Collectors.joining(" or "));
      throw new UserError(
          "%s: must come with bench %s, got bench %s".formatted(option, takers, suite.word()));
    }
  }

  private void refuseUnknown(String prefix) {
    if (context.envs().specs().stream().noneMatch(spec -> spec.id().startsWith(prefix))) {
      throw new UserError(
          "--only: must begin an environment's id, got '%s' (list with: bellman envs)"
              .formatted(prefix));
    }
  }

  private Suite find() {
    return Arrays.stream(Suite.values())
        .filter(known -> known.word().equals(suite))
        .findFirst()
        .orElseThrow(this::unknown);
  }

  private UserError unknown() {
    List<String> names = Arrays.stream(Suite.values()).map(Suite::word).toList();
    return new UserError(
        "suite '%s': unknown, %s".formatted(suite, Suggestion.among(suite, names)));
  }
}
