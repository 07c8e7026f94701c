package dev.bellman.app.chart;

import java.util.Arrays;
import java.util.List;

/// The points of one run's learning curve.
///
/// @param envSteps environment steps, not decreasing
/// @param returns mean episode returns, as many; points that are not finite are left out
public record Curve(double[] envSteps, double[] returns) {
  /// A curve of its finite points.
  ///
  /// @param envSteps environment steps
  /// @param returns mean episode returns
  /// @throws IllegalArgumentException if the lengths differ or the steps decrease
  public Curve {
    if (envSteps.length != returns.length) {
      throw new IllegalArgumentException(
          "returns: must be %d values, got %d".formatted(envSteps.length, returns.length));
    }
    int kept = 0;
    var x = new double[envSteps.length];
    var y = new double[envSteps.length];
    for (int i = 0; i < envSteps.length; i++) {
      if (kept > 0 && envSteps[i] < x[kept - 1]) {
        throw new IllegalArgumentException("envSteps: must not decrease, got " + envSteps[i]);
      }
      if (Double.isFinite(returns[i])) {
        x[kept] = envSteps[i];
        y[kept++] = returns[i];
      }
    }
    envSteps = Arrays.copyOf(x, kept);
    returns = Arrays.copyOf(y, kept);
  }

  /// Whether there is nothing to draw.
  ///
  /// @return true if no point is finite
  public boolean isEmpty() {
    return envSteps.length == 0;
  }

  double first() {
    return envSteps[0];
  }

  double last() {
    return envSteps[envSteps.length - 1];
  }

  /// The curve with at most so many points: means of neighbours, as many in each.
  Curve thinned(int points) {
    int length = envSteps.length;
    if (length <= points) {
      return this;
    }
    var x = new double[points];
    var y = new double[points];
    for (int i = 0; i < points; i++) {
      int from = (int) ((long) i * length / points);
      int to = (int) ((long) (i + 1) * length / points);
      x[i] = mean(envSteps, from, to);
      y[i] = mean(returns, from, to);
    }
    return new Curve(x, y);
  }

  /// The curve with each point replaced by the mean of itself and so many neighbours on each side,
  /// fewer near the ends.
  Curve smoothed(int neighbours) {
    var y = new double[returns.length];
    for (int i = 0; i < y.length; i++) {
      int reach = Math.min(neighbours, Math.min(i, y.length - 1 - i));
      y[i] = mean(returns, i - reach, i + reach + 1);
    }
    return new Curve(envSteps, y);
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  /// The return at a number of steps, on the straight line between the points around it.
  double at(double steps) {
    int found = Arrays.binarySearch(envSteps, steps);
    if (found >= 0) {
      return returns[found];
    }
    int above = Math.clamp(-found - 1, 1, envSteps.length - 1);
    if (envSteps.length == 1) {
      return returns[0];
    }
    double share = (steps - envSteps[above - 1]) / (envSteps[above] - envSteps[above - 1]);
    return returns[above - 1] + share * (returns[above] - returns[above - 1]);
  }

  /// As many steps, evenly spaced, as lie on all curves; empty if the curves have none in common.
  static double[] commonSteps(List<Curve> curves, int points) {
    double from = curves.stream().mapToDouble(Curve::first).max().orElse(0);
    double to = curves.stream().mapToDouble(Curve::last).min().orElse(0);
    var steps = new double[from < to ? points : from == to ? 1 : 0];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = steps.length == 1 ? from : from + (to - from) * i / (points - 1);
    }
    return steps;
  }
}
