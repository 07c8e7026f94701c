package dev.bellman.rl.train;

import dev.bellman.rl.data.Interaction;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.math.Ranges;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Workers;

/// Measures a policy over whole episodes.
///
/// @param episodes how many
/// @param seed the seed of the environments' stream and, for a stochastic policy, of its actions
/// @param deterministic whether the most probable action is taken
public record Evaluation(int episodes, long seed, boolean deterministic) {
  /// Checks the number of episodes.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public Evaluation {
    Ranges.atLeastOne("episodes", episodes);
  }

  /// What was measured.
  ///
  /// @param episodes how many
  /// @param meanReturn the mean of the episodes' undiscounted sums of rewards
  /// @param stdReturn their standard deviation (population)
  /// @param minReturn the least
  /// @param maxReturn the greatest
  /// @param meanLength the mean number of steps
  public record Result(
      int episodes,
      double meanReturn,
      double stdReturn,
      double minReturn,
      double maxReturn,
      double meanLength) {}

  /// Runs the episodes. Environment i runs its share of them, fixed beforehand, so that short
  /// episodes do not count more often.
  ///
  /// @param policy what acts
  /// @param envs fresh environments; reset here
  /// @return what was measured
  public Result run(Policy policy, VecEnv envs) {
    return run(policy, envs, (_, _) -> {});
  }

  /// Runs the episodes and tells of each one that counts.
  ///
  /// @param policy what acts
  /// @param envs fresh environments; reset here
  /// @param listener is told of the episodes, in the order in which they end
  /// @return what was measured
  public Result run(Policy policy, VecEnv envs, Listener listener) {
    try (Workers workers = new Workers(1)) {
      return run(policy, new Interaction(envs, seed, "evaluation", workers), listener);
    }
  }

  /// Hears of the episodes that count.
  @FunctionalInterface
  public interface Listener {
    /// Hears of an episode right after its last step.
    ///
    /// @param env the index of its environment
    /// @param totalReward the sum of its rewards
    void ended(int env, double totalReward);
  }

  private Result run(Policy policy, Interaction interaction, Listener listener) {
    VecStep step = interaction.current();
    Actions actions = interaction.actions();
    Rng rng = Rng.stream(seed, "evaluation-actions", 0);
    int n = step.count();
    double[] running = new double[n];
    int[] finished = new int[n];
    double[] returns = new double[episodes];
    long steps = 0;
    for (int done = 0; done < episodes; ) {
      policy.act(step, deterministic ? null : rng, actions);
      interaction.step();
      for (int i = 0; i < n; i++) {
        if (finished[i] >= share(i, n)) {
          continue;
        }
        running[i] += step.rewards()[i];
        steps++;
        if (step.done(i)) {
          returns[done++] = running[i];
          listener.ended(i, running[i]);
          running[i] = 0;
          finished[i]++;
        }
      }
    }
    return result(returns, steps);
  }

  private int share(int env, int n) {
    return (episodes + n - 1 - env) / n;
  }

  private static Result result(double[] returns, long steps) {
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : returns) {
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    double mean = sum / returns.length;
    double squares = 0;
    for (double value : returns) {
      squares += (value - mean) * (value - mean);
    }
    double std = Math.sqrt(squares / returns.length);
    return new Result(returns.length, mean, std, min, max, (double) steps / returns.length);
  }
}
