package dev.bellman.tensor.internal.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Loops that are compiled by themselves, as those of [VectorMaps] are.
///
/// The 8 lanes of a sum in double are one vector or two. The square of a float is exact in double,
/// so a fused multiply-add has the bits of a product and a sum.
final class VectorLoops {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  /// As many floats as there are doubles in a vector.
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));

  private static final VectorSpecies<Float> WHOLE = FloatVector.SPECIES_PREFERRED;
  private static final int L = SPECIES.length();

  private static final int SQUARES = 0;
  private static final int OUTER = 1;

  private final ScalarKernels scalar = new ScalarKernels();
  private final MethodHandle[] handles = new MethodHandle[2];

  VectorLoops() {
    Class<?> array = float[].class;
    var sum = MethodType.methodType(double.class, array, int.class);
    var outer = MethodType.methodType(void.class, array, array, array, array, array);
    try {
      MethodHandles.Lookup here = MethodHandles.lookup();
      String squares = L == 8 ? "oneVector" : "twoVectors";
      handles[SQUARES] = here.findStatic(VectorLoops.class, squares, sum);
      handles[OUTER] = here.findStatic(VectorLoops.class, "wholeVectors", outer);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("kernels: a loop is missing", e);
    }
  }

  /// See [Kernels#squares].
  double squares(float[] x, int n) {
    if (L < 4) {
      return scalar.squares(x, n);
    }
    try {
      return (double) handles[SQUARES].invokeExact(x, n);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("kernels: cannot call squares", e);
    }
  }

  /// See [Kernels#addOuter].
  void addOuter(float[] base, float[] factor, float[] rows, float[] columns, float[] y) {
    try {
      handles[OUTER].invokeExact(base, factor, rows, columns, y);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("kernels: cannot call addOuter", e);
    }
    ScalarKernels.addOuter(base, factor, rows, columns, y, WHOLE.loopBound(columns.length));
  }

  /// The columns that fill vectors.
  static void wholeVectors(float[] base, float[] factor, float[] rows, float[] columns, float[] y) {
    int n = columns.length;
    int whole = WHOLE.loopBound(n);
    for (int r = 0; r < rows.length; r++) {
      FloatVector row = FloatVector.broadcast(WHOLE, rows[r]);
      for (int c = 0; c < whole; c += WHOLE.length()) {
        int at = r * n + c;
        FloatVector noise = row.mul(FloatVector.fromArray(WHOLE, columns, c));
        FloatVector product = FloatVector.fromArray(WHOLE, factor, at).mul(noise);
        FloatVector.fromArray(WHOLE, base, at).add(product).intoArray(y, at);
      }
    }
  }

  static double oneVector(float[] x, int n) {
    DoubleVector sum = DoubleVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 8; i += 8) {
      DoubleVector v = doubles(x, i);
      sum = v.fma(v, sum);
    }
    double first = rest(sum.lane(0), x, i, n);
    return Kernels.pairwise(
        first,
        sum.lane(1),
        sum.lane(2),
        sum.lane(3),
        sum.lane(4),
        sum.lane(5),
        sum.lane(6),
        sum.lane(7));
  }

  static double twoVectors(float[] x, int n) {
    DoubleVector low = DoubleVector.zero(SPECIES);
    DoubleVector high = DoubleVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - 8; i += 8) {
      DoubleVector v = doubles(x, i);
      DoubleVector w = doubles(x, i + 4);
      low = v.fma(v, low);
      high = w.fma(w, high);
    }
    double first = rest(low.lane(0), x, i, n);
    return Kernels.pairwise(
        first,
        low.lane(1),
        low.lane(2),
        low.lane(3),
        high.lane(0),
        high.lane(1),
        high.lane(2),
        high.lane(3));
  }

  private static DoubleVector doubles(float[] x, int from) {
    FloatVector floats = FloatVector.fromArray(FLOATS, x, from);
    return (DoubleVector) floats.convertShape(VectorOperators.F2D, SPECIES, 0);
  }

  private static double rest(double first, float[] x, int from, int n) {
    double sum = first;
    for (int i = from; i < n; i++) {
      sum += (double) x[i] * x[i];
    }
    return sum;
  }
}
