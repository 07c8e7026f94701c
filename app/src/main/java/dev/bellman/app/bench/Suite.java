package dev.bellman.app.bench;

import dev.bellman.rl.env.Envs;
import java.util.List;

/// What can be measured.
public enum Suite {
  /// Matrix products and functions beside the FMA peak.
  KERNELS,
  /// PPO's update beside the FMA peak.
  UPDATE,
  /// The training step of networks of many sizes beside the FMA peak.
  MLP,
  /// Training from end to end.
  TRAIN,
  /// Environments without learning.
  ENVS,
  /// Tabular learning: updates a second, and what the methods are known for.
  TABULAR;

  /// Measures.
  ///
  /// @param threads how many threads where several work
  /// @param envs the environments of [#ENVS]
  /// @param only how the ids begin that [#ENVS] measures; the empty text for all
  /// @return the numbers
  public List<Measurement> run(int threads, Envs envs, String only) {
    return switch (this) {
      case KERNELS -> KernelBench.run(threads);
      case UPDATE -> UpdateBench.run(threads);
      case MLP -> MlpBench.run(threads);
      case TRAIN -> TrainBench.run(threads);
      case ENVS -> EnvBench.run(envs, only, threads);
      case TABULAR -> TabularBench.run();
    };
  }

  /// Numbers for people.
  ///
  /// @param results what [#run] measured
  /// @return a table
  public String table(List<Measurement> results) {
    return switch (this) {
      case MLP -> MlpBench.table(results);
      case ENVS -> EnvBench.table(results);
      case KERNELS, UPDATE, TRAIN, TABULAR -> Measurement.table(results);
    };
  }
}
