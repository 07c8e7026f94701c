package dev.bellman.tensor;

import java.util.Arrays;

/// The extents of a tensor, outermost first; a scalar has none. Immutable.
public final class Shape {
  /// The shape of a scalar.
  public static final Shape SCALAR = new Shape();

  private final int[] extents;
  private final int size;

  private Shape(int... extents) {
    this.extents = extents;
    int product = 1;
    for (int extent : extents) {
      product = Math.multiplyExact(product, extent);
    }
    this.size = product;
  }

  /// A shape of the given extents.
  ///
  /// @param extents the extents, outermost first, each at least 0
  /// @return the shape
  /// @throws IllegalArgumentException if an extent is negative
  public static Shape of(int... extents) {
    for (int extent : extents) {
      if (extent < 0) {
        throw new IllegalArgumentException(
            "shape: extents must not be negative, got " + Arrays.toString(extents));
      }
    }
    return extents.length == 0 ? SCALAR : new Shape(extents.clone());
  }

  /// The number of dimensions.
  ///
  /// @return 0 for a scalar
  public int rank() {
    return extents.length;
  }

  /// The number of elements.
  ///
  /// @return the product of the extents
  public int size() {
    return size;
  }

  /// One extent; negative dimensions count from the last.
  ///
  /// @param dimension from -rank (inclusive) to rank (exclusive)
  /// @return the extent
  public int dim(int dimension) {
    return extents[dimension < 0 ? dimension + extents.length : dimension];
  }

  /// The extents.
  ///
  /// @return a copy
  public int[] toArray() {
    return extents.clone();
  }

  /// This shape with another last extent.
  Shape withLast(int extent) {
    int[] copy = extents.clone();
    copy[copy.length - 1] = extent;
    return new Shape(copy);
  }

  /// This shape without one dimension.
  Shape without(int dimension) {
    int[] rest = new int[extents.length - 1];
    for (int i = 0, j = 0; i < extents.length; i++) {
      if (i != dimension) {
        rest[j++] = extents[i];
      }
    }
    return of(rest);
  }

  /// The product of the extents before a dimension.
  int outer(int dimension) {
    int product = 1;
    for (int i = 0; i < dimension; i++) {
      product *= extents[i];
    }
    return product;
  }

  /// The product of the extents after a dimension.
  int inner(int dimension) {
    int product = 1;
    for (int i = dimension + 1; i < extents.length; i++) {
      product *= extents[i];
    }
    return product;
  }

  /// A dimension as an index from 0, checked.
  int axis(int dimension, String operation) {
    int axis = dimension < 0 ? dimension + extents.length : dimension;
    if (axis < 0 || axis >= extents.length) {
      throw new IllegalArgumentException(
          "%s: dimension must be in [%d, %d) for shape %s, got %d"
              .formatted(operation, -extents.length, extents.length, this, dimension));
    }
    return axis;
  }

  /// The shape that two operands are expanded to, as in NumPy: extents are compared from the last;
  /// equal, or one is 1.
  static Shape broadcast(Shape a, Shape b, String operation) {
    if (a.equals(b)) {
      return a;
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] extents = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int x = i <= a.rank() ? a.dim(-i) : 1;
      int y = i <= b.rank() ? b.dim(-i) : 1;
      if (x != y && x != 1 && y != 1) {
        throw new IllegalArgumentException(
            "%s: shapes must agree or be 1 from the last dimension on, got %s and %s"
                .formatted(operation, a, b));
      }
      extents[rank - i] = x == 1 ? y : x;
    }
    return of(extents);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Shape s && Arrays.equals(extents, s.extents));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  /// The extents in brackets, as `[32,64]`.
  @Override
  public String toString() {
    return Arrays.toString(extents).replace(" ", "");
  }
}
