package dev.bellman.app.train;

import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.InfoStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.policy.Policy;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.tensor.Rng;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// How the command line evaluates policies.
///
/// @param evaluation the episodes and their seed
public record Evaluations(Evaluation evaluation) {
  private static final int MOST_ENVS = 16;

  /// The entries of an info by which environments say that an episode succeeded.
  private static final List<String> SUCCESS = List.of("is_success", "success");

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
  public Evaluated run(RunConfig<?> config, Envs envs, Policy policy) {
    int n = Math.min(MOST_ENVS, evaluation.episodes());
    return run(config, envs, policy, bounded(config, envs).vector(envs, n));
  }

  /// A configuration in which every episode ends.
  RunConfig<?> bounded(RunConfig<?> config, Envs envs) {
    boolean endless =
        envs.spec(config.environment()).maxEpisodeSteps().isEmpty()
            && !config.options().containsKey(LIMIT);
    return endless ? config.withOption(LIMIT, MOST_STEPS) : config;
  }

  /// Evaluates a policy in environments that were made for it.
  ///
  /// @param config the run's configuration, for what it notes
  /// @param envs the environments that can be named
  /// @param policy what acts
  /// @param vector fresh environments; closed here
  /// @return what was measured
  Evaluated run(RunConfig<?> config, Envs envs, Policy policy, VecEnv vector) {
    var names = new ArrayList<>(config.metrics().info());
    names.addAll(SUCCESS);
    try (var watched = new InfoStatistics(vector, names)) {
      var figures = new Figures(watched, envs.spec(config.environment()).rewardThreshold());
      Evaluation.Result result = evaluation.run(policy, watched, figures::note);
      return figures.of(result, config.metrics().info());
    }
  }

  /// What is noted of episodes beside their returns.
  private static final class Figures {
    private final InfoStatistics watched;
    private final OptionalDouble threshold;
    private final double[] sums;
    private final int[] told;
    private int successes;
    private int judged;

    Figures(InfoStatistics watched, OptionalDouble threshold) {
      this.watched = watched;
      this.threshold = threshold;
      sums = new double[watched.names().size()];
      told = new int[sums.length];
    }

    void note(int env, double totalReward) {
      double success = Double.NaN;
      for (int k = 0; k < sums.length; k++) {
        double sum = watched.sum(k, env);
        if (!Double.isNaN(sum)) {
          sums[k] += sum;
          told[k]++;
        }
        boolean judges = k >= sums.length - SUCCESS.size();
        success = judges && Double.isNaN(success) ? watched.atEnd(k, env) : success;
      }
      if (!Double.isNaN(success)) {
        judged++;
        successes += success > 0 ? 1 : 0;
      } else if (threshold.isPresent()) {
        judged++;
        successes += totalReward >= threshold.getAsDouble() ? 1 : 0;
      }
    }

    Evaluated of(Evaluation.Result result, List<String> names) {
      var info = new LinkedHashMap<String, Evaluated.InfoSum>();
      double steps = result.meanLength() * result.episodes();
      for (int k = 0; k < names.size(); k++) {
        info.put(
            names.get(k),
            told[k] == 0
                ? new Evaluated.InfoSum(null, null)
                : new Evaluated.InfoSum(sums[k] / told[k], 1000 * sums[k] / steps));
      }
      return new Evaluated(result, judged == 0 ? null : (double) successes / judged, info);
    }
  }

  /// A number as JSON has it.
  ///
  /// @param value the number
  /// @return the number, or null if it is not finite
  public static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
