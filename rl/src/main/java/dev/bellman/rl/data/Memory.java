package dev.bellman.rl.data;

import java.util.Locale;

/// Whether what will be remembered fits into memory.
final class Memory {
  private static final double STEP = 1000;
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Memory() {}

  /// Refuses more transitions than this virtual machine can hold beside what it holds now.
  ///
  /// @param transitions how many
  /// @param bytesEach the bytes of one
  /// @throws IllegalArgumentException if they are too many
  static void refuseTooLarge(long transitions, double bytesEach) {
    Runtime runtime = Runtime.getRuntime();
    if (transitions * bytesEach > (double) free(runtime)) {
      runtime.gc();
      refuseTooLarge(transitions, bytesEach, free(runtime));
    }
  }

  /// What is neither used nor, since the last collection, garbage.
  private static long free(Runtime runtime) {
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  static void refuseTooLarge(long transitions, double bytesEach, long free) {
    double needed = transitions * bytesEach;
    if (needed > (double) free) {
      throw new IllegalArgumentException(
          "replay.capacity: %d transitions of %s need %s, got %s of free memory (lower"
                  .formatted(transitions, text(bytesEach), text(needed), text((double) free))
              + " replay.capacity or raise -Xmx)");
    }
  }

  private static String text(double bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= STEP && unit < UNITS.length - 1) {
      amount /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
  }
}
