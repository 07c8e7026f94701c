package dev.bellman.llm.train;

import dev.bellman.rl.Metrics;

/// The numbers of an update from those of its gradient steps: means over the steps, but the least
/// `ratio_min` and the greatest `ratio_max` of all.
public final class StepMetrics {
  private static final String LEAST = "ratio_min";
  private static final String GREATEST = "ratio_max";

  private final Metrics sum = new Metrics();
  private int steps;
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;

  /// An update without a step.
  public StepMetrics() {}

  /// Takes a step in.
  ///
  /// @param step its numbers, the same names each time; not modified
  public void add(Metrics step) {
    sum.plus(step);
    steps++;
    var values = step.asMap();
    least = Math.min(least, values.getOrDefault(LEAST, least));
    greatest = Math.max(greatest, values.getOrDefault(GREATEST, greatest));
  }

  /// How many steps there were.
  ///
  /// @return the count
  public int steps() {
    return steps;
  }

  /// Puts down what the steps come to; nothing if there was none.
  ///
  /// @param metrics modified
  public void putInto(Metrics metrics) {
    sum.over(Math.max(1, steps)).asMap().forEach(metrics::put);
    if (least <= greatest) {
      metrics.put(LEAST, least).put(GREATEST, greatest);
    }
  }
}
