package dev.bellman.tensor.internal.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Sums in double whose 8 lanes are one vector or two, compiled by themselves as [VectorMaps] are.
/// The square of a float is exact in double, so a fused multiply-add has the bits of a product and
/// a sum.
final class VectorSums {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  /// As many floats as there are doubles in a vector.
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));

  private static final int L = SPECIES.length();

  private final ScalarKernels scalar = new ScalarKernels();
  private final MethodHandle[] handles = new MethodHandle[1];

  VectorSums() {
    try {
      handles[0] =
          MethodHandles.lookup()
              .findStatic(
                  VectorSums.class,
                  L == 8 ? "oneVector" : "twoVectors",
                  MethodType.methodType(double.class, float[].class, int.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("kernels: a sum is missing", e);
    }
  }

  /// See [Kernels#squares].
  double squares(float[] x, int n) {
    if (L < 4) {
      return scalar.squares(x, n);
    }
    try {
      return (double) handles[0].invokeExact(x, n);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("kernels: cannot call a sum", e);
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
