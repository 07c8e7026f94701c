package dev.bellman.app.terminal;

/// How far a run is, and the texts that tell it.
///
/// @param envSteps environment steps done
/// @param totalEnvSteps environment steps of the whole run
/// @param stepsPerSecond environment steps a second, NaN if not known yet
/// @param meanReturn mean return of the last episodes, NaN if no episode has ended
public record Snapshot(
    long envSteps, long totalEnvSteps, double stepsPerSecond, double meanReturn) {
  private static final int WIDEST_BAR = 30;
  private static final int NARROWEST_BAR = 6;

  /// The share of the run that is done.
  ///
  /// @return in [0, 1]
  public double share() {
    return totalEnvSteps <= 0 ? 1 : Math.min(1, (double) envSteps / totalEnvSteps);
  }

  /// The time that the rest of the run takes at this speed.
  ///
  /// @return seconds, infinite or NaN if the speed is zero or not known
  public double secondsLeft() {
    return Math.max(0, totalEnvSteps - envSteps) / stepsPerSecond;
  }

  /// One line of plain text, for logs.
  ///
  /// @return the line without an end
  public String plain() {
    return "%s of %s steps (%d %%), %s steps/s, mean return %s, %s left"
        .formatted(
            Quantity.count((double) envSteps),
            Quantity.count((double) totalEnvSteps),
            (int) (100 * share()),
            Quantity.count(stepsPerSecond),
            Quantity.score(meanReturn),
            Quantity.time(secondsLeft()));
  }

  /// One line with a bar, for a terminal.
  ///
  /// @param columns the terminal's width; the line is shorter, if need be without bar and end
  /// @param unicode whether the terminal shows block characters
  /// @return the line without an end
  public String bar(int columns, boolean unicode) {
    String steps = Quantity.count((double) envSteps) + "/" + Quantity.count((double) totalEnvSteps);
    String tail =
        "%3d %%  %s  %s steps/s  return %s  %s left"
            .formatted(
                (int) (100 * share()),
                steps,
                Quantity.count(stepsPerSecond),
                Quantity.score(meanReturn),
                Quantity.time(secondsLeft()));
    int width = Math.min(WIDEST_BAR, columns - 2 - tail.length());
    String line = width < NARROWEST_BAR ? tail.strip() : block(width, unicode) + " " + tail;
    return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
  }

  private String block(int width, boolean unicode) {
    if (unicode) {
      int full = (int) (width * share());
      return "█".repeat(full) + "░".repeat(width - full);
    }
    int full = (int) ((width - 2) * share());
    return "[" + "#".repeat(full) + "-".repeat(width - 2 - full) + "]";
  }
}
