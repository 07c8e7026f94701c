package dev.bellman.app.solve;

import java.util.Locale;

/// Writes values of about the same size with as many digits as tell them apart.
///
/// @param format what [String#format] takes
record Digits(String format) {
  private static final double FEW = 10;
  private static final double SOME = 100;
  private static final double MANY = 10_000;

  /// The digits for some values.
  static Digits of(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return new Digits(
        largest < FEW ? "%.3f" : largest < SOME ? "%.2f" : largest < MANY ? "%.1f" : "%.0f");
  }

  String text(double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
