package dev.bellman.app.train;

import dev.bellman.app.UserError;
import dev.bellman.rl.Algorithm;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.tensor.Workers;

/// What is learned and on what. Made before the run folder, since making it can be refused.
///
/// @param config the run's configuration
/// @param envs the environments that can be named
/// @param environments the environments that are learned from
/// @param workers the threads
/// @param algorithm the learner
public record Learner(
    RunConfig<?> config, Envs envs, VecEnv environments, Workers workers, Algorithm algorithm)
    implements AutoCloseable {
  /// A learner that has not begun.
  ///
  /// @param config the run's configuration
  /// @param envs the environments that can be named
  /// @param threads how many threads work for it
  /// @return the learner
  /// @throws UserError if the configuration does not fit the environment
  public static Learner of(RunConfig<?> config, Envs envs, int threads) {
    VecEnv environments = config.training(envs);
    var workers = new Workers(threads);
    try {
      return new Learner(
          config, envs, environments, workers, config.learner(environments, workers));
    } catch (UserError e) {
      workers.close();
      environments.close();
      throw e;
    }
  }

  /// Takes over what a checkpoint says of the learner.
  ///
  /// @param saved the checkpoint
  /// @throws UserError if it does not fit
  public void load(SavedRun saved) {
    try {
      algorithm.load(saved.checkpoint().state().at("algorithm"));
    } catch (IllegalArgumentException e) {
      throw new UserError("checkpoint %s: %s".formatted(saved.file(), e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    workers.close();
    environments.close();
  }
}
