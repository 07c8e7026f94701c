package dev.bellman.app.bench;

import java.util.List;

/// What can be measured.
public enum Suite {
  /// Matrix products and functions beside the FMA peak.
  KERNELS,
  /// PPO's update beside the FMA peak.
  UPDATE,
  /// Training from end to end.
  TRAIN,
  /// Environments without learning.
  ENVS;

  /// Measures.
  ///
  /// @param threads how many threads where several work
  /// @return the numbers
  public List<Measurement> run(int threads) {
    return switch (this) {
      case KERNELS -> KernelBench.run(threads);
      case UPDATE -> UpdateBench.run(threads);
      case TRAIN -> TrainBench.run(threads);
      case ENVS -> EnvBench.run();
    };
  }
}
