package dev.bellman.app.train;

import dev.bellman.app.UserError;
import dev.bellman.rl.Algorithm;
import dev.bellman.rl.env.EnvironmentFailure;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.InfoStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Workers;
import java.util.List;
import java.util.Optional;

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
    List<String> watched = config.metrics().info();
    VecEnv environments =
        watched.isEmpty()
            ? config.training(envs)
            : new InfoStatistics(config.training(envs), watched);
    var workers = new Workers(threads);
    try {
      return new Learner(
          config, envs, environments, workers, config.learner(environments, workers));
    } catch (EnvironmentFailure e) {
      workers.close();
      environments.close();
      throw new UserError(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      workers.close();
      environments.close();
      throw e;
    }
  }

  /// Takes over what a checkpoint says of the learner, after a look at all of it.
  ///
  /// @param saved the checkpoint
  /// @throws UserError if it does not fit
  public void load(SavedRun saved) {
    try {
      new Training(algorithm, config.steps()).load(saved.checkpoint().state());
    } catch (RuntimeException e) {
      String what = e instanceof IllegalArgumentException ? e.getMessage() : e.toString();
      throw new UserError(
          "checkpoint %s: %s (it does not fit its own configuration; use an earlier one)"
              .formatted(saved.file(), what),
          e);
    }
  }

  /// Sums of what the environments' infos tell.
  ///
  /// @return the sums, or nothing if the configuration names no entries
  Optional<InfoStatistics> info() {
    return environments instanceof InfoStatistics info ? Optional.of(info) : Optional.empty();
  }

  @Override
  public void close() {
    workers.close();
    environments.close();
  }
}
