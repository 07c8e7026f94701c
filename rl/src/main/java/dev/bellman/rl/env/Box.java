package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Vectors (or row-major arrays) of floats, each coordinate in its own closed interval, which may
/// be unbounded on either side. Immutable.
public final class Box implements Space<float[]> {
  private final float[] low;
  private final float[] high;
  private final int[] shape;

  private Box(float[] low, float[] high, int[] shape) {
    this.low = low;
    this.high = high;
    this.shape = shape;
    int size = size(shape);
    checkLength("low", low.length, size);
    checkLength("high", high.length, size);
    for (int i = 0; i < size; i++) {
      if (!(low[i] < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Box.low[%d]: must be a number or -infinity, got %s".formatted(i, low[i]));
      }
      if (!(high[i] > Float.NEGATIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Box.high[%d]: must be a number or +infinity, got %s".formatted(i, high[i]));
      }
      if (low[i] > high[i]) {
        throw new IllegalArgumentException(
            "Box.low[%d]: must be at most high[%d] = %s, got %s".formatted(i, i, high[i], low[i]));
      }
    }
  }

  /// The same interval for every coordinate.
  ///
  /// @param low the lower bound, -infinity for none
  /// @param high the upper bound, +infinity for none
  /// @param shape the extents, each at least 1; none means a single number
  /// @return the space
  /// @throws IllegalArgumentException if a bound is NaN, `low > high` or an extent is less than 1
  public static Box of(float low, float high, int... shape) {
    int size = size(shape);
    float[] lows = new float[size];
    float[] highs = new float[size];
    Arrays.fill(lows, low);
    Arrays.fill(highs, high);
    return new Box(lows, highs, shape.clone());
  }

  /// An interval for each coordinate.
  ///
  /// @param low the lower bounds, -infinity for none; copied
  /// @param high the upper bounds, +infinity for none; copied
  /// @param shape the extents, each at least 1; none means one dimension, the bounds' length
  /// @return the space
  /// @throws IllegalArgumentException if a bound is NaN, a `low > high`, an extent is less than 1
  ///   or the lengths do not fit
  public static Box of(float[] low, float[] high, int... shape) {
    int[] extents = shape.length == 0 ? new int[] {low.length} : shape.clone();
    return new Box(low.clone(), high.clone(), extents);
  }

  /// Every vector of a length.
  ///
  /// @param shape the extents, each at least 1; none means a single number
  /// @return the space without bounds
  public static Box unbounded(int... shape) {
    return of(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, shape);
  }

  private static int size(int[] shape) {
    long size = 1;
    for (int extent : shape) {
      if (extent < 1) {
        throw new IllegalArgumentException(
            "Box.shape: extents must be at least 1, got " + Arrays.toString(shape));
      }
      size *= extent;
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "Box.shape: must hold at most 2^31 - 1 numbers, got " + Arrays.toString(shape));
      }
    }
    return (int) size;
  }

  private void checkLength(String name, int length, int size) {
    if (length != size) {
      throw new IllegalArgumentException(
          "Box.%s: must have %d values for shape %s, got %d"
              .formatted(name, size, Arrays.toString(shape), length));
    }
  }

  /// The lower bounds.
  ///
  /// @return a copy, row-major
  public float[] low() {
    return low.clone();
  }

  /// The upper bounds.
  ///
  /// @return a copy, row-major
  public float[] high() {
    return high.clone();
  }

  /// The lower bound of one coordinate.
  ///
  /// @param coordinate the row-major index
  /// @return the bound, -infinity for none
  public float low(int coordinate) {
    return low[coordinate];
  }

  /// The upper bound of one coordinate.
  ///
  /// @param coordinate the row-major index
  /// @return the bound, +infinity for none
  public float high(int coordinate) {
    return high[coordinate];
  }

  /// The extents.
  ///
  /// @return a copy; empty for a single number
  public int[] shape() {
    return shape.clone();
  }

  /// Whether every coordinate is bounded on both sides.
  ///
  /// @return true if so
  public boolean isBounded() {
    for (int i = 0; i < low.length; i++) {
      if (Float.isInfinite(low[i]) || Float.isInfinite(high[i])) {
        return false;
      }
    }
    return true;
  }

  /// Brings values into the intervals.
  ///
  /// @param values whole vectors one after the other; not modified unless it is `out`
  /// @param out the limited values; modified
  public void clip(float[] values, float[] out) {
    for (int i = 0; i < values.length; i++) {
      int coordinate = i % low.length;
      out[i] = Math.min(Math.max(values[i], low[coordinate]), high[coordinate]);
    }
  }

  /// Draws a member, coordinate by coordinate: uniform on `[low, high]`; `low + Exp(1)` or `high -
  /// Exp(1)` where one side is open; standard normal where both are.
  @Override
  public float[] sample(Rng rng) {
    float[] values = new float[low.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) sampleCoordinate(rng, i);
    }
    return values;
  }

  private double sampleCoordinate(Rng rng, int i) {
    boolean openBelow = low[i] == Float.NEGATIVE_INFINITY;
    boolean openAbove = high[i] == Float.POSITIVE_INFINITY;
    if (openBelow && openAbove) {
      return rng.nextGaussian();
    }
    if (openAbove) {
      return low[i] + exponential(rng);
    }
    if (openBelow) {
      return high[i] - exponential(rng);
    }
    return rng.uniform(low[i], high[i]);
  }

  private static double exponential(Rng rng) {
    return -StrictMath.log1p(-rng.nextDouble());
  }

  @Override
  public boolean contains(float @Nullable [] value) {
    if (value == null || value.length != low.length) {
      return false;
    }
    for (int i = 0; i < low.length; i++) {
      if (!(value[i] >= low[i] && value[i] <= high[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int flatSize() {
    return low.length;
  }

  @Override
  public void flatten(float[] value, float[] out, int offset) {
    System.arraycopy(value, 0, out, offset, low.length);
  }

  @Override
  public float[] unflatten(float[] values, int offset) {
    return Arrays.copyOfRange(values, offset, offset + low.length);
  }

  @Override
  public Box flattened() {
    return of(low, high);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Box box
        && Arrays.equals(low, box.low)
        && Arrays.equals(high, box.high)
        && Arrays.equals(shape, box.shape);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(low) + Arrays.hashCode(high)) + Arrays.hashCode(shape);
  }

  @Override
  public String toString() {
    return "Box(%s, %s, %s)".formatted(bounds(low), bounds(high), Arrays.toString(shape));
  }

  private static String bounds(float[] values) {
    for (float value : values) {
      if (value != values[0]) {
        return Arrays.toString(values);
      }
    }
    return Float.toString(values[0]);
  }
}
