package dev.bellman.llm.rewardmodel;

import dev.bellman.llm.train.Optimization;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;

/// Hyper-parameters of a reward model.
///
/// @param batchSize pairs of a gradient step
/// @param margin by how much the chosen completion's score must be greater, in scores
/// @param centring λ, the weight of `(R_chosen + R_rejected)²`
/// @param optimization how gradients become steps
public record RewardModelConfig(
    int batchSize, double margin, double centring, Optimization optimization) {
  /// 64 pairs a step, no margin, scores held near 0.
  public static final RewardModelConfig DEFAULTS =
      new RewardModelConfig(
          64,
          0,
          0.01,
          new Optimization(new Schedule.Constant(3e-4), new Adam.Config(0.9, 0.99, 1e-8, 0), 1));

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public RewardModelConfig {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize: must be at least 1, got " + batchSize);
    }
    if (!(margin >= 0)) {
      throw new IllegalArgumentException("margin: must be at least 0, got " + margin);
    }
    if (!(centring >= 0)) {
      throw new IllegalArgumentException("centring: must be at least 0, got " + centring);
    }
  }
}
