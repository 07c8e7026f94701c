package dev.bellman.rl.train;

import dev.bellman.rl.Metrics;
import java.nio.file.Path;

/// Something that happened in a run.
public sealed interface Event {
  /// Training begins.
  ///
  /// @param progress where it begins; not at 0 after a resume
  record Started(Progress progress) implements Event {}

  /// An iteration is done.
  ///
  /// @param progress how far the run is
  /// @param metrics what the algorithm says about the iteration
  /// @param episodes what the environments say
  record Iterated(Progress progress, Metrics metrics, Episodes episodes) implements Event {}

  /// A checkpoint is on disk.
  ///
  /// @param progress what it holds
  /// @param file where it is
  record Saved(Progress progress, Path file) implements Event {}

  /// Training has ended, by its budget or because it was told to stop.
  ///
  /// @param progress how far the run is
  record Finished(Progress progress) implements Event {}

  /// Finished episodes.
  ///
  /// @param count how many finished since the run began
  /// @param meanReturn the mean return of the last 100; NaN before the first
  /// @param meanLength the mean number of steps of the last 100; NaN before the first
  record Episodes(long count, double meanReturn, double meanLength) {}

  /// How far a run is.
  ///
  /// @param envSteps environment steps taken
  /// @param totalEnvSteps the budget
  /// @param iterations iterations done
  /// @param gradientSteps gradient steps taken
  /// @param seconds time spent in training, over all resumes
  record Progress(
      long envSteps, long totalEnvSteps, long iterations, long gradientSteps, double seconds) {
    /// Environment steps a second over the whole run.
    ///
    /// @return the speed; NaN before any time has passed
    public double stepsPerSecond() {
      return envSteps / seconds;
    }
  }
}
