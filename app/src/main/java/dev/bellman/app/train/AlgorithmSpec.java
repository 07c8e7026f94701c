package dev.bellman.app.train;

import dev.bellman.rl.Algorithm;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.tensor.Workers;
import java.util.function.ToIntFunction;

/// An algorithm that the command line can train.
///
/// @param name the name on the command line, in presets and in checkpoints
/// @param doc one line that says what it is
/// @param defaults the configuration where no preset and no option says otherwise
/// @param envs the number of environments side by side in a configuration
/// @param factory makes the learner
/// @param <C> the configuration
public record AlgorithmSpec<C extends Record>(
    String name, String doc, C defaults, ToIntFunction<C> envs, Factory<C> factory) {
  /// Makes a learner.
  ///
  /// @param <C> the configuration
  @FunctionalInterface
  public interface Factory<C> {
    /// Makes a learner.
    ///
    /// @param config the hyper-parameters
    /// @param envs the environments; owned by the caller
    /// @param seed the run's seed
    /// @param workers the threads; owned by the caller
    /// @return the learner
    Algorithm make(C config, VecEnv envs, long seed, Workers workers);
  }
}
