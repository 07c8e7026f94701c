package dev.bellman.tensor.optim;

/// Checks of hyper-parameters; messages begin with the name, so that a configuration path can be
/// put before it.
final class Ranges {
  private Ranges() {}

  static void unit(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + ": must be in [0, 1), got " + value);
    }
  }

  static void positive(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(name + ": must be above 0, got " + value);
    }
  }

  static void notNegative(String name, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(name + ": must be at least 0, got " + value);
    }
  }
}
