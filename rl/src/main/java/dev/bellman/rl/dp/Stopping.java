package dev.bellman.rl.dp;

import dev.bellman.rl.math.Ranges;

/// When sweeps may stop. Each sweep is a γ-contraction in the maximum norm, so after one that
/// changed no value by more than δ all values are within `γ / (1 - γ) · δ` of the fixed point
/// (Puterman 1994, theorem 6.3.1). For γ = 1 the change itself must be within the tolerance.
///
/// Where doubles can't tell values that near, the change need only be within eight of the largest
/// value's last bits.
final class Stopping {
  private static final int LAST_BITS = 8;

  private final double enough;

  /// No value is larger than this.
  private double scale;

  Stopping(double gamma, double tolerance, double[] values) {
    enough = change(gamma, tolerance);
    scale = largest(values);
  }

  /// Never before the last bits.
  static Stopping atLastBits(double gamma, double[] values) {
    return new Stopping(gamma, Double.MIN_VALUE, values);
  }

  /// Refuses hyper-parameters out of range.
  static void check(double gamma, double tolerance) {
    Ranges.unit("gamma", gamma);
    Ranges.aboveZero("tolerance", tolerance);
  }

  /// The change that brings values within a tolerance.
  private static double change(double gamma, double tolerance) {
    return gamma < 1 && gamma > 0 ? tolerance * (1 - gamma) / gamma : tolerance;
  }

  /// Whether a sweep was the last.
  ///
  /// @param change the largest change of a value by the sweep
  /// @param steps how many changes of this size a value may have made
  /// @param values the values after it
  /// @throws IllegalArgumentException if values have grown beyond what a double can hold
  boolean reached(double change, int steps, double[] values) {
    if (change <= enough) {
      return true;
    }
    requireFinite(change);
    scale += steps * change;
    if (change > LAST_BITS * Math.ulp(scale)) {
      return false;
    }
    scale = largest(values);
    return change <= LAST_BITS * Math.ulp(scale);
  }

  /// Refuses values that have grown beyond what a double can hold.
  ///
  /// @param difference the largest difference of two of them
  static void requireFinite(double difference) {
    if (!Double.isFinite(difference)) {
      throw new IllegalArgumentException(
          "model: rewards must be small enough for finite values, got a difference of "
              + difference);
    }
  }

  /// The Bellman error of a value that need not be mended.
  ///
  /// @param value the value
  static double error(double gamma, double tolerance, double value) {
    double enough = gamma < 1 ? tolerance * (1 - gamma) : tolerance;
    return Math.max(enough, LAST_BITS * Math.ulp(value));
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
