package dev.bellman.tensor.internal.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// A loop over rows that start within an array, which C2 makes no vectors of, compiled by itself as
/// those of [VectorMaps] are.
final class VectorLoops {
  private static final VectorSpecies<Float> WHOLE = FloatVector.SPECIES_PREFERRED;

  private final MethodHandle[] handles = new MethodHandle[1];

  VectorLoops() {
    Class<?> array = float[].class;
    var outer = MethodType.methodType(void.class, array, array, array, array, array);
    try {
      handles[0] = MethodHandles.lookup().findStatic(VectorLoops.class, "wholeVectors", outer);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("kernels: a loop is missing", e);
    }
  }

  /// See [Kernels#addOuter].
  void addOuter(float[] base, float[] factor, float[] rows, float[] columns, float[] y) {
    try {
      handles[0].invokeExact(base, factor, rows, columns, y);
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
}
