package dev.bellman.app.train;

import dev.bellman.app.terminal.Progress;
import dev.bellman.app.terminal.Screen;
import dev.bellman.rl.train.Event;
import dev.bellman.rl.train.RunListener;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Shows the progress of one run or of several side by side: their steps together and the mean of
/// their returns. Runs may tell it of events from different threads.
public final class Board implements AutoCloseable {
  private final PrintWriter err;
  private final boolean quiet;
  private final Screen screen;
  private final LongSupplier nanoTime;
  private final long totalEnvSteps;
  private final long[] envSteps;
  private final double[] returns;
  private @Nullable Progress progress;

  /// A board without progress yet.
  ///
  /// @param err where it is shown
  /// @param quiet whether only messages are
  /// @param screen what `err` is
  /// @param nanoTime the clock
  /// @param runs how many runs
  /// @param steps the budget of each
  public Board(
      PrintWriter err, boolean quiet, Screen screen, LongSupplier nanoTime, int runs, long steps) {
    this.err = err;
    this.quiet = quiet;
    this.screen = screen;
    this.nanoTime = nanoTime;
    this.totalEnvSteps = Math.multiplyExact(runs, steps);
    this.envSteps = new long[runs];
    this.returns = new double[runs];
    Arrays.fill(returns, Double.NaN);
  }

  /// What a run tells its events.
  ///
  /// @param run the run's number, from 0
  /// @return the listener
  public RunListener listener(int run) {
    return event -> on(run, event);
  }

  private synchronized void on(int run, Event event) {
    switch (event) {
      case Event.Started started -> {
        envSteps[run] = started.progress().envSteps();
        if (!quiet && progress == null) {
          progress = new Progress(err, screen, nanoTime, envSteps[run], totalEnvSteps);
        }
      }
      case Event.Iterated iterated -> {
        envSteps[run] = iterated.progress().envSteps();
        returns[run] = iterated.episodes().meanReturn();
        if (progress != null) {
          double mean =
              Arrays.stream(returns).filter(Double::isFinite).average().orElse(Double.NaN);
          progress.update(Arrays.stream(envSteps).sum(), mean);
        }
      }
      case Event.Saved _, Event.Finished _ -> {}
    }
  }

  /// Writes a line, such as a warning, without tearing the progress line.
  ///
  /// @param line the line without an end
  public synchronized void message(String line) {
    if (progress != null) {
      progress.message(line);
    } else {
      err.println(line);
      err.flush();
    }
  }

  /// Ends the progress line, so that what follows starts on a line of its own.
  public synchronized void end() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }

  @Override
  public void close() {
    end();
  }
}
