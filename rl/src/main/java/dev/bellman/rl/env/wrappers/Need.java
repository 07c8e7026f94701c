package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Space;

/// What wrappers ask of spaces and numbers.
final class Need {
  private Need() {}

  static Box box(String wrapper, String what, Space<?> space) {
    if (space instanceof Box box) {
      return box;
    }
    String remedy = what.equals("observation space") ? " (FlattenObservation makes one)" : "";
    throw new IllegalArgumentException(
        "%s: %s must be a Box, got %s%s".formatted(wrapper, what, space, remedy));
  }

  static Box boundedBox(String wrapper, String what, Space<?> space) {
    Box box = box(wrapper, what, space);
    if (!box.isBounded()) {
      throw new IllegalArgumentException(
          "%s: %s must have finite bounds, got %s (give it bounds, or clip it to some first)"
              .formatted(wrapper, what, space));
    }
    return box;
  }

  static void coordinate(String wrapper, int coordinate, int size) {
    if (coordinate < 0 || coordinate >= size) {
      throw new IllegalArgumentException(
          "%s: coordinate must be in 0..%d, got %d".formatted(wrapper, size - 1, coordinate));
    }
  }

  static void atLeast(String name, double least, double value) {
    if (!(value >= least)) {
      throw new IllegalArgumentException(
          "%s: must be at least %s, got %s".formatted(name, text(least), text(value)));
    }
  }

  static void above(String name, double limit, double value) {
    if (!(value > limit)) {
      throw new IllegalArgumentException(
          "%s: must be above %s, got %s".formatted(name, text(limit), text(value)));
    }
  }

  static void gamma(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("%s: must be in [0, 1], got %s".formatted(name, value));
    }
  }

  static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("%s: must be finite, got %s".formatted(name, value));
    }
  }

  static void ordered(String wrapper, double low, double high) {
    if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(
          "%s: must have finite min < max, got %s and %s".formatted(wrapper, low, high));
    }
  }

  private static String text(double value) {
    return value == StrictMath.rint(value) && Double.isFinite(value)
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
