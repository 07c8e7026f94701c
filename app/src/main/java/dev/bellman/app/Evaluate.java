package dev.bellman.app;

import dev.bellman.app.train.Evaluated;
import dev.bellman.app.train.Evaluations;
import dev.bellman.app.train.Learner;
import dev.bellman.app.train.SavedRun;
import dev.bellman.rl.env.Envs;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
    SavedRun saved = SavedRun.open(path == null ? Path.of("") : path, envs());
    long chosen = seed == null ? saved.config().seed() : seed;
    Evaluated result;
    try (Learner learner = Learner.of(saved.config(), envs(), 1)) {
      learner.load(saved);
      result =
          Evaluations.of(episodes, chosen, !stochastic)
              .run(saved.config(), envs(), learner.algorithm().policy());
    }
    print(saved, result);
  }

  private void print(SavedRun saved, Evaluated result) {
    String algorithm = saved.config().algorithm().name();
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("algorithm", algorithm);
    object.put("environment", saved.config().environment());
    object.put("checkpoint", saved.file().toString());
    object.putAll(result.json());
    context.print(
        json,
        object,
        () ->
            "%s on %s: %s%ncheckpoint  %s%n"
                .formatted(algorithm, saved.config().environment(), result.text(), saved.file()));
  }
}
