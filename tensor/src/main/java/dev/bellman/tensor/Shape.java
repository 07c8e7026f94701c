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

  /// This shape if it has these extents, else one that does. So a tensor that serves again keeps
  /// its shape where it can.
  Shape or(int... wanted) {
    return Arrays.equals(extents, wanted) ? this : of(wanted);
  }

  /// This shape if it is `[extent]`, else that.
  Shape or(int extent) {
    return extents.length == 1 && extents[0] == extent ? this : of(extent);
  }

  /// This shape if it is `[rows,columns]`, else that.
  Shape or(int rows, int columns) {
    boolean same = extents.length == 2 && extents[0] == rows && extents[1] == columns;
    return same ? this : of(rows, columns);
  }

  /// This shape if it is the other one with another extent of one dimension, else that.
  Shape orWith(Shape other, int dimension, int extent) {
    if (extents.length == other.extents.length
        && extents[dimension] == extent
        && equalsBut(dimension, other)) {
      return this;
    }
    int[] changed = other.toArray();
    changed[dimension] = extent;
    return of(changed);
  }

  /// This shape if it is the other one without one dimension, else that.
  Shape orWithout(Shape other, int dimension) {
    int rest = other.extents.length - 1;
    boolean same = extents.length == rest;
    for (int i = 0; same && i < rest; i++) {
      same = extents[i] == other.extents[i < dimension ? i : i + 1];
    }
    if (same) {
      return this;
    }
    int[] kept = new int[rest];
    for (int i = 0; i < rest; i++) {
      kept[i] = other.extents[i < dimension ? i : i + 1];
    }
    return of(kept);
  }

  /// Whether two shapes agree in all dimensions but one.
  boolean equalsBut(int dimension, Shape other) {
    boolean same = extents.length == other.extents.length;
    for (int i = 0; same && i < extents.length; i++) {
      same = i == dimension || extents[i] == other.extents[i];
    }
    return same;
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
  /// equal, or one is 1. It is one of the two where it equals one.
  static Shape broadcast(Shape a, Shape b, Object operation) {
    int rank = Math.max(a.rank(), b.rank());
    boolean first = a.rank() == rank;
    boolean second = b.rank() == rank;
    for (int i = 1; i <= rank; i++) {
      int x = i <= a.rank() ? a.dim(-i) : 1;
      int y = i <= b.rank() ? b.dim(-i) : 1;
      if (x != y && x != 1 && y != 1) {
        throw new IllegalArgumentException(
            "%s: shapes must agree or be 1 from the last dimension on, got %s and %s"
                .formatted(Op.name(operation), a, b));
      }
      first &= x == y || y == 1;
      second &= x == y || x == 1;
    }
    return first ? a : second ? b : expanded(a, b, rank);
  }

  private static Shape expanded(Shape a, Shape b, int rank) {
    int[] extents = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int x = i <= a.rank() ? a.dim(-i) : 1;
      int y = i <= b.rank() ? b.dim(-i) : 1;
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
