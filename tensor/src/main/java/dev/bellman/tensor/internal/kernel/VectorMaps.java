package dev.bellman.tensor.internal.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The functions of [VectorMath] over arrays, each always compiled by itself.
///
/// C2 would inline a loop of these into the operation that calls it, and that one further up, until
/// it meets its limit of nodes in the middle of a function: then every vector becomes an object, in
/// one run of eight or so (docs/decisions/0008). It cannot look through a method handle that it
/// does not know, and an array's element is one.
final class VectorMaps {
  static final int EXP = 0;
  static final int LOG = 1;
  static final int TANH = 2;
  static final int SIGMOID = 3;
  static final int SOFTPLUS = 4;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int L = SPECIES.length();
  private static final List<String> NAMES = List.of("exp", "log", "tanh", "sigmoid", "softplus");

  private final MethodHandle[] handles = new MethodHandle[NAMES.size()];

  VectorMaps() {
    MethodType type = MethodType.methodType(void.class, float[].class, float[].class, int.class);
    try {
      for (int i = 0; i < handles.length; i++) {
        handles[i] = MethodHandles.lookup().findStatic(VectorMaps.class, NAMES.get(i), type);
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("kernels: a function is missing", e);
    }
  }

  /// `y = f(x)` for the first n elements. Fewer than fill a vector are done in a vector of their
  /// own: masked loads and stores beside the loop bring its method near C2's limit.
  void call(int function, float[] x, float[] y, int n) {
    int whole = n - n % L;
    if (whole > 0) {
      loop(function, x, y, whole);
    }
    if (whole < n) {
      float[] rest = new float[L];
      System.arraycopy(x, whole, rest, 0, n - whole);
      loop(function, rest, rest, L);
      System.arraycopy(rest, 0, y, whole, n - whole);
    }
  }

  private void loop(int function, float[] x, float[] y, int n) {
    try {
      handles[function].invokeExact(x, y, n);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("kernels: cannot call " + NAMES.get(function), e);
    }
  }

  static void exp(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i += L) {
      VectorMath.exp(FloatVector.fromArray(SPECIES, x, i)).intoArray(y, i);
    }
  }

  static void log(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i += L) {
      VectorMath.log(FloatVector.fromArray(SPECIES, x, i)).intoArray(y, i);
    }
  }

  static void tanh(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i += L) {
      VectorMath.tanh(FloatVector.fromArray(SPECIES, x, i)).intoArray(y, i);
    }
  }

  static void sigmoid(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i += L) {
      VectorMath.sigmoid(FloatVector.fromArray(SPECIES, x, i)).intoArray(y, i);
    }
  }

  static void softplus(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i += L) {
      VectorMath.softplus(FloatVector.fromArray(SPECIES, x, i)).intoArray(y, i);
    }
  }
}
