package dev.bellman.app.train;

import dev.bellman.app.terminal.Quantity;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.policy.Policy;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.tensor.Rng;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the command line evaluates policies.
///
/// @param evaluation the episodes and their seed
public record Evaluations(Evaluation evaluation) {
  private static final int MOST_ENVS = 16;
  private static final String LIMIT = "max_episode_steps";

  /// Where an environment has no time limit: a policy that never ends an episode must not keep the
  /// evaluation from ending.
  private static final long MOST_STEPS = 100_000;

  /// The evaluation that belongs to a run's seed: its environments have a stream of their own.
  ///
  /// @param episodes how many episodes
  /// @param seed the run's seed
  /// @param deterministic whether the most probable action is taken
  /// @return the evaluation
  public static Evaluations of(int episodes, long seed, boolean deterministic) {
    return new Evaluations(
        new Evaluation(episodes, Rng.deriveSeed(seed, "evaluation", 0), deterministic));
  }

  /// Evaluates a policy.
  ///
  /// @param config the run's configuration, for its environment
  /// @param envs the environments that can be named
  /// @param policy what acts
  /// @return what was measured
  public Evaluation.Result run(RunConfig<?> config, Envs envs, Policy policy) {
    boolean endless =
        envs.spec(config.environment()).maxEpisodeSteps().isEmpty()
            && !config.options().containsKey(LIMIT);
    RunConfig<?> limited = endless ? config.withOption(LIMIT, MOST_STEPS) : config;
    try (VecEnv vector = limited.vector(envs, Math.min(MOST_ENVS, evaluation.episodes()))) {
      return evaluation.run(policy, vector);
    }
  }

  /// A result as JSON.
  ///
  /// @param result what was measured
  /// @return the object; a number that is not finite is null
  public static Map<String, @Nullable Object> json(Evaluation.Result result) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("episodes", result.episodes());
    object.put("mean_return", finite(result.meanReturn()));
    object.put("std_return", finite(result.stdReturn()));
    object.put("min_return", finite(result.minReturn()));
    object.put("max_return", finite(result.maxReturn()));
    return object;
  }

  /// A number as JSON has it.
  ///
  /// @param value the number
  /// @return the number, or null if it is not finite
  public static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /// A result for people.
  ///
  /// @param result what was measured
  /// @return for example `mean return 500.0 ± 0.0 over 100 episodes (500.0 to 500.0)`
  public static String text(Evaluation.Result result) {
    return "mean return %s ± %s over %d episodes (%s to %s)"
        .formatted(
            Quantity.score(result.meanReturn()),
            Quantity.score(result.stdReturn()),
            result.episodes(),
            Quantity.score(result.minReturn()),
            Quantity.score(result.maxReturn()));
  }
}
