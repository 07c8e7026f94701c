package dev.bellman.rl.math;

/// Checks of hyper-parameters. What is refused is named with its range and what came.
public final class Ranges {
  private Ranges() {}

  /// Refuses a count below 1.
  ///
  /// @param name what is checked
  /// @param value its value
  /// @throws IllegalArgumentException if it is below 1
  public static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": must be at least 1, got " + value);
    }
  }

  /// Refuses a number that is not above 0; infinity is above 0, NaN is not.
  ///
  /// @param name what is checked
  /// @param value its value
  /// @throws IllegalArgumentException if it is not above 0
  public static void aboveZero(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(name + ": must be above 0, got " + value);
    }
  }

  /// Refuses a count below 0.
  ///
  /// @param name what is checked
  /// @param value its value
  /// @throws IllegalArgumentException if it is below 0
  public static void notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + ": must be at least 0, got " + value);
    }
  }

  /// Refuses a number below 0; infinity is not below 0, NaN is refused.
  ///
  /// @param name what is checked
  /// @param value its value
  /// @throws IllegalArgumentException if it is not at least 0
  public static void notNegative(String name, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(name + ": must be at least 0, got " + value);
    }
  }

  /// Refuses NaN and infinity.
  ///
  /// @param name what is checked
  /// @param value its value
  /// @throws IllegalArgumentException if it is not a number on the line
  public static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + ": must be finite, got " + value);
    }
  }

  /// Refuses a number that is not in [0, 1].
  ///
  /// @param name what is checked
  /// @param value its value
  /// @throws IllegalArgumentException if it is not in [0, 1]
  public static void unit(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + ": must be in [0, 1], got " + value);
    }
  }
}
