package dev.bellman.rl.env.classic;

import dev.bellman.rl.env.EnvOption;

/// Physical constants as options of an environment.
final class Constants {
  private Constants() {}

  static EnvOption option(String name, double defaultValue, String doc) {
    return new EnvOption(name, EnvOption.Type.NUMBER, defaultValue, doc);
  }

  /// Refuses what is not more than 0, or infinite.
  static void checkPositive(String option, double value) {
    if (!(value > 0 && value <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "environment.%s: must be positive and finite, got %s".formatted(option, value));
    }
  }

  /// Refuses what is less than 0, or infinite.
  static void checkNotNegative(String option, double value) {
    if (!(value >= 0 && value <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "environment.%s: must be at least 0 and finite, got %s".formatted(option, value));
    }
  }
}
