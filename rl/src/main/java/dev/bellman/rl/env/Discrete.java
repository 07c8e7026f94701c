package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The integers `start, start + 1, ..., start + n - 1`.
///
/// @param n the number of values, at least 1
/// @param start the smallest value
public record Discrete(int n, int start) implements Space<Integer> {
  /// Checks the components.
  ///
  /// @throws IllegalArgumentException if `n` is less than 1 or the largest value is not an `int`
  public Discrete {
    if (n < 1) {
      throw new IllegalArgumentException("Discrete.n: must be at least 1, got " + n);
    }
    if ((long) start + n - 1 > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Discrete.start: start + n - 1 must be an int, got %d + %d - 1".formatted(start, n));
    }
  }

  /// The integers `0, 1, ..., n - 1`.
  ///
  /// @param n the number of values, at least 1
  /// @return the space
  public static Discrete of(int n) {
    return new Discrete(n, 0);
  }

  @Override
  public Integer sample(Rng rng) {
    return start + rng.nextInt(n);
  }

  @Override
  public Integer sample(Rng rng, byte[] mask) {
    int allowed = allowed(mask);
    if (allowed == 0) {
      throw new IllegalArgumentException("mask: must allow at least one value, got only zeros");
    }
    int skip = rng.nextInt(allowed);
    int index = 0;
    while (mask[index] == 0 || skip-- > 0) {
      index++;
    }
    return start + index;
  }

  private int allowed(byte[] mask) {
    if (mask.length != n) {
      throw new IllegalArgumentException(
          "mask: must have %d values, got %d".formatted(n, mask.length));
    }
    int allowed = 0;
    for (byte m : mask) {
      allowed += m == 0 ? 0 : 1;
    }
    return allowed;
  }

  @Override
  public boolean allows(byte[] masks, int offset) {
    for (int index = 0; index < n; index++) {
      if (masks[offset + index] != 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean contains(@Nullable Integer value) {
    return value != null && value >= start && (long) value - start < n;
  }

  @Override
  public int flatSize() {
    return n;
  }

  @Override
  public void flatten(Integer value, float[] out, int offset) {
    Arrays.fill(out, offset, offset + n, 0f);
    out[offset + value - start] = 1f;
  }

  @Override
  public Integer unflatten(float[] values, int offset) {
    int index = 0;
    while (index < n - 1 && values[offset + index] == 0f) {
      index++;
    }
    return start + index;
  }

  @Override
  public Box flattened() {
    return Box.of(0, 1, n);
  }

  @Override
  public String toString() {
    return start == 0 ? "Discrete(" + n + ")" : "Discrete(" + n + ", start=" + start + ")";
  }
}
