package dev.bellman.app.train;

import dev.bellman.app.ExitStatus;
import dev.bellman.app.UserError;
import dev.bellman.app.chart.Curve;
import dev.bellman.app.chart.LearningCurve;
import dev.bellman.app.run.Metrics;
import dev.bellman.app.run.Reason;
import dev.bellman.app.run.RunFolder;
import dev.bellman.rl.a3c.A3c;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.train.RunListener;
import dev.bellman.tensor.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Trains one run or several side by side, each in its folder.
///
/// @param envs the environments that can be named
/// @param threads how many threads work at once
/// @param evalEpisodes how many episodes the final policy is evaluated for
/// @param checkpointSeconds a checkpoint is written when so many seconds have passed
/// @param stallSeconds a warning is written when a run has been silent for so long
/// @param nanoTime the clock
public record Trainer(
    Envs envs,
    int threads,
    int evalEpisodes,
    double checkpointSeconds,
    double stallSeconds,
    LongSupplier nanoTime) {
  /// Trains a run that has not begun.
  ///
  /// @param learner what is learned; closed at the end
  /// @param folder an empty run folder
  /// @param board shows the progress
  /// @return the outcome, or nothing if a signal stopped it
  public Optional<Outcome> start(Learner learner, RunFolder folder, Board board) {
    try (Signals signals = Signals.listen(board::message)) {
      return start(learner, folder, board, board.listener(0), signals);
    }
  }

  /// Trains a run that has not begun beside others, with one thread.
  ///
  /// @param config the run
  /// @param folder an empty run folder
  /// @param board shows the progress and the warnings
  /// @param signals what stops all of them
  /// @return the outcome, or nothing if a signal stopped it
  public Optional<Outcome> startBeside(
      RunConfig<?> config, RunFolder folder, Board board, Signals signals) {
    return start(Learner.of(config, envs, 1), folder, board, board.listener(0), signals);
  }

  private Optional<Outcome> start(
      Learner learner, RunFolder folder, Board board, RunListener listener, Signals signals) {
    try (Watchdog watchdog = Watchdog.start(stallSeconds, nanoTime, board::message);
        Run run = begin(learner, folder, watchdog.before(listener))) {
      return train(run, folder, learner.config(), board, signals);
    }
  }

  /// Opens the run's files; nothing has been computed yet.
  private Run begin(Learner learner, RunFolder folder, RunListener listener) {
    try {
      return new Run(learner, folder, checkpointSeconds, nanoTime, listener);
    } catch (IOException e) {
      throw new UserError(
          "run folder %s: must be writable, got %s".formatted(folder.path(), Reason.of(e)), e);
    }
  }

  /// Goes on with a run where a checkpoint was made, in the same folder.
  ///
  /// @param learner what is learned, which has loaded the checkpoint; closed at the end
  /// @param saved the checkpoint
  /// @param board shows the progress and the warnings
  /// @return the outcome, or nothing if a signal stopped it
  public Optional<Outcome> resume(Learner learner, SavedRun saved, Board board) {
    RunFolder folder = saved.folder();
    folder.cutBack(saved.envSteps());
    warn(learner, saved, board);
    try (Signals signals = Signals.listen(board::message);
        Watchdog watchdog = Watchdog.start(stallSeconds, nanoTime, board::message);
        Run run = begin(learner, folder, watchdog.before(board.listener(0)))) {
      run.load(saved);
      return train(run, folder, learner.config(), board, signals);
    }
  }

  private static void warn(Learner learner, SavedRun saved, Board board) {
    for (String broken : saved.passedOver()) {
      board.message("warning: passed over checkpoint " + broken);
    }
    if (!saved.kernels().equals(Engine.kernels())) {
      board.message(
          "warning: the checkpoint was computed with kernels %s, this process uses %s"
              .formatted(saved.kernels(), Engine.kernels()));
    }
    if (!learner.algorithm().resumesExactly()) {
      board.message(
          "warning: %s; the run is not bit-exact"
              .formatted(whyNotExactly(learner, saved.config())));
    }
  }

  private static String whyNotExactly(Learner learner, RunConfig<?> config) {
    if (!learner.environments().savesState()) {
      return "environment %s cannot save its state and was reset".formatted(config.environment());
    }
    return learner.algorithm() instanceof A3c
        ? "actors at their own pace race (actors.pace)"
        : "the replay buffer was not saved (replay.saved) and begins empty";
  }

  private Optional<Outcome> train(
      Run run, RunFolder folder, RunConfig<?> config, Board board, Signals signals) {
    signals.add(run);
    if (!run.train()) {
      board.message(run.whereStopped());
      return Optional.empty();
    }
    Outcome outcome = run.finish(evalEpisodes);
    draw(folder.learningCurve(), config, List.of(folder), board);
    return Optional.of(outcome);
  }

  /// Trains the same configuration with several seeds, each with one thread, as many at a time as
  /// there are threads.
  ///
  /// @param configs the runs
  /// @param parent the folder of their folders
  /// @param board shows the progress of all
  /// @return the outcomes, or nothing if a signal stopped them
  public Optional<List<Outcome>> startAll(
      List<? extends RunConfig<?>> configs, RunFolder parent, Board board) {
    try (Signals signals = Signals.listen(board::message);
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, configs.size()))) {
      var futures = new ArrayList<Future<Optional<Outcome>>>();
      var folders = new ArrayList<RunFolder>();
      for (RunConfig<?> config : configs) {
        RunFolder folder = RunFolder.create(parent.path().resolve("seed-" + config.seed()));
        RunListener listener = board.listener(folders.size());
        Callable<Optional<Outcome>> task =
            () ->
                signals.stopped()
                    ? Optional.empty()
                    : oneOfSeveral(config, folder, board, listener, signals);
        futures.add(pool.submit(task));
        folders.add(folder);
      }
      var outcomes = new ArrayList<Outcome>();
      for (Future<Optional<Outcome>> future : futures) {
        outcome(future).ifPresent(outcomes::add);
      }
      if (outcomes.size() < configs.size()) {
        return Optional.empty();
      }
      draw(parent.learningCurve(), configs.getFirst(), folders, board);
      return Optional.of(outcomes);
    }
  }

  /// A run beside others; if it fails, that is told at once, since the others take their time.
  private Optional<Outcome> oneOfSeveral(
      RunConfig<?> config, RunFolder folder, Board board, RunListener listener, Signals signals) {
    try {
      return start(Learner.of(config, envs, 1), folder, board, listener, signals);
    } catch (RuntimeException e) {
      board.message(
          "seed %d failed, the others go on: %s".formatted(config.seed(), ExitStatus.describe(e)));
      throw e;
    }
  }

  private static Optional<Outcome> outcome(Future<Optional<Outcome>> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a run failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while runs were under way", e);
    }
  }

  /// Draws the learning curve. Where that fails the run is still whole, so it is a warning.
  private static void draw(Path file, RunConfig<?> config, List<RunFolder> folders, Board board) {
    try {
      var curves = new ArrayList<Curve>();
      for (RunFolder folder : folders) {
        curves.add(curve(folder));
      }
      if (curves.stream().anyMatch(curve -> !curve.isEmpty())) {
        String title = "%s on %s".formatted(config.algorithm().name(), config.environment());
        LearningCurve.write(file, title, curves);
      }
    } catch (IOException e) {
      board.message(
          "warning: learning curve %s: must be writable, got %s; the run itself is whole"
              .formatted(file, Reason.of(e)));
    }
  }

  /// The learning curve of a run.
  ///
  /// @param folder the run's folder
  /// @return mean returns of the last episodes over environment steps
  /// @throws IOException if its metrics can't be read
  public static Curve curve(RunFolder folder) throws IOException {
    List<Map<String, @Nullable Object>> lines = Metrics.read(folder.metrics());
    var envSteps = new double[lines.size()];
    var returns = new double[lines.size()];
    for (int i = 0; i < envSteps.length; i++) {
      envSteps[i] = number(lines.get(i).get(Metrics.ENV_STEPS));
      returns[i] = number(lines.get(i).get("mean_return"));
    }
    return new Curve(envSteps, returns);
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
