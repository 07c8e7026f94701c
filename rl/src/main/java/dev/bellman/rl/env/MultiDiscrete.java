package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Vectors of K integers, component k one of `start[k], ..., start[k] + n[k] - 1`. Immutable.
public final class MultiDiscrete implements Space<int[]> {
  private final int[] n;
  private final int[] start;
  private final int flatSize;

  private MultiDiscrete(int[] n, int[] start) {
    if (n.length == 0) {
      throw new IllegalArgumentException("MultiDiscrete.n: must have a component, got none");
    }
    if (start.length != n.length) {
      throw new IllegalArgumentException(
          "MultiDiscrete.start: must have %d values as n has, got %d"
              .formatted(n.length, start.length));
    }
    long sum = 0;
    for (int k = 0; k < n.length; k++) {
      if (n[k] < 1) {
        throw new IllegalArgumentException(
            "MultiDiscrete.n[%d]: must be at least 1, got %d".formatted(k, n[k]));
      }
      if ((long) start[k] + n[k] - 1 > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "MultiDiscrete.start[%d]: start + n - 1 must be an int, got %d + %d - 1"
                .formatted(k, start[k], n[k]));
      }
      sum += n[k];
    }
    this.n = n;
    this.start = start;
    this.flatSize = Math.toIntExact(sum);
  }

  /// Components that count from 0.
  ///
  /// @param n the number of values of each component, each at least 1; copied
  /// @return the space
  /// @throws IllegalArgumentException if there is no component or one has no value
  public static MultiDiscrete of(int... n) {
    return new MultiDiscrete(n.clone(), new int[n.length]);
  }

  /// Components that count from anywhere.
  ///
  /// @param n the number of values of each component, each at least 1; copied
  /// @param start the smallest value of each component; copied
  /// @return the space
  /// @throws IllegalArgumentException if there is no component, one has no value, the lengths
  ///     differ or a largest value is not an `int`
  public static MultiDiscrete of(int[] n, int[] start) {
    return new MultiDiscrete(n.clone(), start.clone());
  }

  /// The number of components.
  ///
  /// @return K, at least 1
  public int size() {
    return n.length;
  }

  /// The number of values of one component.
  ///
  /// @param component which one
  /// @return the number, at least 1
  public int n(int component) {
    return n[component];
  }

  /// The smallest value of one component.
  ///
  /// @param component which one
  /// @return the value of index 0
  public int start(int component) {
    return start[component];
  }

  /// Draws a member, component by component, as NumPy's `floor(random() * n)` does.
  @Override
  public int[] sample(Rng rng) {
    var value = new int[n.length];
    for (int k = 0; k < value.length; k++) {
      value[k] = start[k] + (int) (rng.nextDouble() * n[k]);
    }
    return value;
  }

  @Override
  public int[] sample(Rng rng, byte[] mask) {
    if (mask.length != flatSize) {
      throw new IllegalArgumentException(
          "mask: must have %d values, one for each value of each component, got %d"
              .formatted(flatSize, mask.length));
    }
    var value = new int[n.length];
    int offset = 0;
    for (int k = 0; k < value.length; k++) {
      byte[] own = Arrays.copyOfRange(mask, offset, offset + n[k]);
      value[k] = new Discrete(n[k], start[k]).sample(rng, own);
      offset += n[k];
    }
    return value;
  }

  @Override
  public boolean allows(byte[] masks, int offset) {
    int at = offset;
    for (int values : n) {
      if (!Discrete.of(values).allows(masks, at)) {
        return false;
      }
      at += values;
    }
    return true;
  }

  @Override
  public boolean contains(int @Nullable [] value) {
    if (value == null || value.length != n.length) {
      return false;
    }
    for (int k = 0; k < n.length; k++) {
      if (value[k] < start[k] || (long) value[k] - start[k] >= n[k]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int flatSize() {
    return flatSize;
  }

  @Override
  public void flatten(int[] value, float[] out, int offset) {
    Arrays.fill(out, offset, offset + flatSize, 0f);
    int at = offset;
    for (int k = 0; k < n.length; k++) {
      out[at + value[k] - start[k]] = 1f;
      at += n[k];
    }
  }

  @Override
  public int[] unflatten(float[] values, int offset) {
    var value = new int[n.length];
    int at = offset;
    for (int k = 0; k < n.length; k++) {
      value[k] = new Discrete(n[k], start[k]).unflatten(values, at);
      at += n[k];
    }
    return value;
  }

  @Override
  public Box flattened() {
    return Box.of(0, 1, flatSize);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MultiDiscrete space
        && Arrays.equals(n, space.n)
        && Arrays.equals(start, space.start);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(n) + Arrays.hashCode(start);
  }

  @Override
  public String toString() {
    boolean fromZero = Arrays.stream(start).allMatch(value -> value == 0);
    String tail = fromZero ? "" : ", start=" + Arrays.toString(start);
    return "MultiDiscrete(" + Arrays.toString(n) + tail + ")";
  }
}
