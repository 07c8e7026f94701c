package dev.bellman.app.terminal;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/// Shows how far a run is: one line that is drawn again on a terminal, a line now and then
/// elsewhere.
///
/// On a terminal the line is drawn at most ten times a second. Elsewhere a line is written every
/// ten per cent, but not within a second of the one before, and at least every thirty seconds; it
/// holds no control characters. Confined to one thread.
public final class Progress implements AutoCloseable {
  private static final double REDRAW_SECONDS = 0.1;
  private static final double PLAIN_SECONDS = 1;
  private static final double LONGEST_SILENCE = 30;
  private static final double PLAIN_PARTS = 10;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final Screen screen;
  private final LongSupplier nanoTime;
  private final long totalEnvSteps;
  private final long firstEnvSteps;
  private final long start;
  private double lastSeconds = Double.NEGATIVE_INFINITY;
  private double lastShare;
  private boolean lineOpen;

  /// Starts to show a run.
  ///
  /// @param out where to write, commonly standard error
  /// @param screen what `out` is
  /// @param nanoTime the clock, commonly `System::nanoTime`
  /// @param firstEnvSteps environment steps done before, by the run that this one goes on with
  /// @param totalEnvSteps environment steps of the whole run
  public Progress(
      PrintWriter out,
      Screen screen,
      LongSupplier nanoTime,
      long firstEnvSteps,
      long totalEnvSteps) {
    this.out = out;
    this.screen = screen;
    this.nanoTime = nanoTime;
    this.firstEnvSteps = firstEnvSteps;
    this.totalEnvSteps = totalEnvSteps;
    start = nanoTime.getAsLong();
    Snapshot first = new Snapshot(firstEnvSteps, totalEnvSteps, Double.NaN, Double.NaN);
    lastShare = first.share();
    if (!screen.terminal()) {
      lastSeconds = 0;
    }
  }

  /// Shows the run's state, if it is time to.
  ///
  /// @param envSteps environment steps done
  /// @param meanReturn mean return of the last episodes, NaN if no episode has ended
  public void update(long envSteps, double meanReturn) {
    double seconds = (nanoTime.getAsLong() - start) * 1e-9;
    double speed = seconds > 0 ? (envSteps - firstEnvSteps) / seconds : Double.NaN;
    var snapshot = new Snapshot(envSteps, totalEnvSteps, speed, meanReturn);
    if (!isDue(seconds, snapshot.share())) {
      return;
    }
    lastSeconds = seconds;
    lastShare = snapshot.share();
    if (screen.terminal()) {
      out.print(CLEAR_LINE + snapshot.bar(screen.columns(), screen.unicode()));
      lineOpen = true;
    } else {
      out.println(snapshot.plain());
    }
    out.flush();
  }

  private boolean isDue(double seconds, double share) {
    double silence = seconds - lastSeconds;
    boolean finished = share >= 1 && lastShare < 1;
    if (screen.terminal()) {
      return finished || silence >= REDRAW_SECONDS;
    }
    boolean further = Math.floor(share * PLAIN_PARTS) > Math.floor(lastShare * PLAIN_PARTS);
    return finished || (further && silence >= PLAIN_SECONDS) || silence >= LONGEST_SILENCE;
  }

  /// Writes a line of its own, such as a warning, without tearing the progress line.
  ///
  /// @param line the line without an end
  public void message(String line) {
    out.println((lineOpen ? CLEAR_LINE : "") + line);
    out.flush();
    lineOpen = false;
  }

  /// Ends the progress line, so that what follows starts on a line of its own.
  @Override
  public void close() {
    if (lineOpen) {
      out.println();
      out.flush();
      lineOpen = false;
    }
  }
}
