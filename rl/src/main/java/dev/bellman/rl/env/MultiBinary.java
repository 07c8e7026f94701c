package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Vectors (or row-major arrays) of zeros and ones. Immutable.
public final class MultiBinary implements Space<byte[]> {
  private final int[] shape;
  private final int size;

  private MultiBinary(int[] shape) {
    if (shape.length == 0) {
      throw new IllegalArgumentException("MultiBinary.shape: must have an extent, got none");
    }
    long product = 1;
    for (int extent : shape) {
      if (extent < 1) {
        throw new IllegalArgumentException(
            "MultiBinary.shape: extents must be at least 1, got " + Arrays.toString(shape));
      }
      product = Math.multiplyExact(product, extent);
    }
    this.shape = shape;
    this.size = Math.toIntExact(product);
  }

  /// Arrays of a shape.
  ///
  /// @param shape the extents, each at least 1; a single one is the vectors' length; copied
  /// @return the space
  /// @throws IllegalArgumentException if there is no extent or one is less than 1
  public static MultiBinary of(int... shape) {
    return new MultiBinary(shape.clone());
  }

  /// The extents.
  ///
  /// @return a copy
  public int[] shape() {
    return shape.clone();
  }

  @Override
  public byte[] sample(Rng rng) {
    var value = new byte[size];
    for (int k = 0; k < size; k++) {
      value[k] = (byte) rng.nextInt(2);
    }
    return value;
  }

  @Override
  public boolean contains(byte @Nullable [] value) {
    if (value == null || value.length != size) {
      return false;
    }
    for (byte bit : value) {
      if ((bit | 1) != 1) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int flatSize() {
    return size;
  }

  @Override
  public void flatten(byte[] value, float[] out, int offset) {
    for (int k = 0; k < size; k++) {
      out[offset + k] = value[k];
    }
  }

  @Override
  public byte[] unflatten(float[] values, int offset) {
    var value = new byte[size];
    for (int k = 0; k < size; k++) {
      value[k] = (byte) (values[offset + k] == 0 ? 0 : 1);
    }
    return value;
  }

  @Override
  public Box flattened() {
    return Box.of(0, 1, size);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MultiBinary space && Arrays.equals(shape, space.shape);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(shape);
  }

  @Override
  public String toString() {
    return "MultiBinary(" + (shape.length == 1 ? size : Arrays.toString(shape)) + ")";
  }
}
