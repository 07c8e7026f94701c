package dev.bellman.llm.sft;

import dev.bellman.llm.train.Optimization;

/// Hyper-parameters of supervised fine-tuning.
///
/// @param batchSize demonstrations of a gradient step
/// @param optimization how gradients become steps
public record SftConfig(int batchSize, Optimization optimization) {
  /// 64 demonstrations a step.
  public static final SftConfig DEFAULTS = new SftConfig(64, Optimization.DEFAULTS);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public SftConfig {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize: must be at least 1, got " + batchSize);
    }
  }
}
