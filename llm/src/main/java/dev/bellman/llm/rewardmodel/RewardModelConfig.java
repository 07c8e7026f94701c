package dev.bellman.llm.rewardmodel;

import dev.bellman.llm.loss.RewardModelLoss;
import dev.bellman.llm.train.Optimization;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;

/// Hyper-parameters of a reward model.
///
/// @param batchSize pairs of a gradient step
/// @param loss what is minimised
/// @param optimization how gradients become steps
public record RewardModelConfig(int batchSize, RewardModelLoss loss, Optimization optimization) {
  /// 64 pairs a step, no margin, scores held near 0.
  public static final RewardModelConfig DEFAULTS =
      new RewardModelConfig(
          64,
          new RewardModelLoss(0, 0.01),
          new Optimization(new Schedule.Constant(3e-4), new Adam.Config(0.9, 0.99, 1e-8, 0), 1));

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public RewardModelConfig {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize: must be at least 1, got " + batchSize);
    }
  }
}
