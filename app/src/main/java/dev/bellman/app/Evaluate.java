package dev.bellman.app;

import dev.bellman.app.terminal.Quantity;
import dev.bellman.app.train.DecisionTime;
import dev.bellman.app.train.Evaluated;
import dev.bellman.app.train.Evaluations;
import dev.bellman.app.train.Learner;
import dev.bellman.app.train.Robustness;
import dev.bellman.app.train.SavedRun;
import dev.bellman.rl.env.Envs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Evaluates a saved policy.
@Command(name = "evaluate", description = "Evaluate a saved policy.")
final class Evaluate implements Runnable {
  private final Context context;

  @Parameters(
      paramLabel = "<run or checkpoint>",
      description = "A checkpoint, or a run folder, which means its newest.")
  private @Nullable Path path;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "How many episodes (default: ${DEFAULT-VALUE}).")
  private int episodes = 100;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The seed of the episodes (default: the run's, as at the end of training).")
  private @Nullable Long seed;

  @Option(
      names = "--stochastic",
      description = "Draw actions from the policy instead of taking the most probable.")
  private boolean stochastic;

  @Option(
      names = "--robustness",
      description =
          "Evaluate under other seeds, physics, noise and variants too, and take the time of a"
              + " decision.")
  private boolean robustness;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final ClassPath classPath = new ClassPath();

  Evaluate(Context context) {
    this.context = context;
  }

  private Envs envs() {
    return classPath.envs(context);
  }

  @Override
  public void run() {
    if (episodes < 1) {
      throw new UserError("--episodes: must be at least 1, got " + episodes);
    }
    if (seed != null && seed < 0) {
      throw new UserError("--seed: must be at least 0, got " + seed);
    }
    if (robustness && stochastic) {
      throw new UserError("--robustness: can't be given with --stochastic");
    }
    SavedRun saved = SavedRun.open(path == null ? Path.of("") : path, envs());
    long chosen = seed == null ? saved.config().seed() : seed;
    Evaluated result;
    try (Learner learner = Learner.of(saved.config(), envs(), 1)) {
      learner.load(saved);
      if (robustness) {
        List<Robustness.Reached> reached =
            new Robustness(saved.config(), envs(), episodes, chosen)
                .run(learner.algorithm().policy());
        print(saved, reached, DecisionTime.of(learner));
        return;
      }
      result =
          Evaluations.of(episodes, chosen, !stochastic)
              .run(saved.config(), envs(), learner.algorithm().policy());
    }
    print(saved, result);
  }

  private static Map<String, @Nullable Object> head(SavedRun saved) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("algorithm", saved.config().algorithm().name());
    object.put("environment", saved.config().environment());
    object.put("checkpoint", saved.file().toString());
    return object;
  }

  private void print(SavedRun saved, List<Robustness.Reached> reached, DecisionTime time) {
    Map<String, @Nullable Object> object = head(saved);
    var rows = new ArrayList<Map<String, @Nullable Object>>();
    for (Robustness.Reached row : reached) {
      var entry = new LinkedHashMap<String, @Nullable Object>();
      entry.put("kind", row.kind());
      entry.put("name", row.name());
      entry.put("mean_return", Evaluations.finite(row.mean()));
      entry.put("std_over_seeds", Evaluations.finite(row.spread()));
      entry.put("worst_seed", Evaluations.finite(row.worst()));
      entry.put("success_rate", Evaluations.finite(row.successRate()));
      rows.add(entry);
    }
    object.put("perturbations", rows);
    object.put(
        "decision_us", Map.of("p50", time.medianMicroseconds(), "p99", time.p99Microseconds()));
    context.print(json, object, () -> text(saved, reached, time));
  }

  private static String text(SavedRun saved, List<Robustness.Reached> reached, DecisionTime time) {
    var text = new StringBuilder();
    text.append(
        "%s on %s, %d seeds each%n"
            .formatted(
                saved.config().algorithm().name(), saved.config().environment(), Robustness.SEEDS));
    for (Robustness.Reached row : reached) {
      text.append(
          "%-13s %-42s %9s ± %-8s worst seed %9s  success %s%n"
              .formatted(
                  row.kind(),
                  row.name(),
                  Quantity.score(row.mean()),
                  Quantity.score(row.spread()),
                  Quantity.score(row.worst()),
                  Double.isNaN(row.successRate())
                      ? "-"
                      : Math.round(100 * row.successRate()) + " %"));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "a decision takes %.1f us (p50), %.1f us (p99)%n",
                time.medianMicroseconds(),
                time.p99Microseconds()))
        .toString();
  }

  private void print(SavedRun saved, Evaluated result) {
    String algorithm = saved.config().algorithm().name();
    Map<String, @Nullable Object> object = head(saved);
    object.putAll(result.json());
    context.print(
        json,
        object,
        () ->
            "%s on %s: %s%ncheckpoint  %s%n"
                .formatted(algorithm, saved.config().environment(), result.text(), saved.file()));
  }
}
