package dev.bellman.tensor.internal.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Row by row: root mean square norms and rotary positions, each loop compiled by itself as those
/// of [VectorMaps] are. Vectors have 8 lanes, as the sums do, and 4 where half a head has 4
/// numbers. Rows of other lengths are left to [ScalarRows].
final class VectorRows {
  private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;
  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
  private static final int LANES = 8;
  private static final int HALF_LANES = 4;
  private static final boolean WIDE_ENOUGH = FloatVector.SPECIES_PREFERRED.length() >= LANES;

  private static final int NORM = 0;
  private static final int GRADIENT = 1;
  private static final int TURN = 2;
  private static final int TURN_BACK = 3;
  private static final int TURN_SHORT = 4;
  private static final int TURN_BACK_SHORT = 5;

  private final MethodHandle[] handles = new MethodHandle[6];

  VectorRows() {
    Class<?> array = float[].class;
    Class<?> number = int.class;
    var lookup = MethodHandles.lookup();
    try {
      var norm =
          MethodType.methodType(void.class, array, array, float.class, array, number, number);
      handles[NORM] = lookup.findStatic(VectorRows.class, "norm", norm);
      var gradient =
          MethodType.methodType(
              void.class, array, array, array, float.class, array, array, number, number);
      handles[GRADIENT] = lookup.findStatic(VectorRows.class, "normGradient", gradient);
      var turn =
          MethodType.methodType(
              void.class, array, int[].class, number, number, number, array, array, number, array);
      handles[TURN] = lookup.findStatic(VectorRows.class, "turn8", turn);
      handles[TURN_BACK] = lookup.findStatic(VectorRows.class, "turnBack8", turn);
      handles[TURN_SHORT] = lookup.findStatic(VectorRows.class, "turn4", turn);
      handles[TURN_BACK_SHORT] = lookup.findStatic(VectorRows.class, "turnBack4", turn);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("kernels: a loop is missing", e);
    }
  }

  /// See [Kernels#rmsNorm].
  void rmsNorm(float[] x, float[] w, float epsilon, float[] y, int rows, int width) {
    if (!WIDE_ENOUGH || width % LANES != 0) {
      ScalarRows.rmsNorm(x, w, epsilon, y, rows, width);
      return;
    }
    try {
      handles[NORM].invokeExact(x, w, epsilon, y, rows, width);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("kernels: cannot call rmsNorm", e);
    }
  }

  /// See [Kernels#rmsNormGradient].
  void rmsNormGradient(
      float[] x,
      float[] dy,
      float[] w,
      float epsilon,
      float[] dw,
      float[] dx,
      int rows,
      int width) {
    if (!WIDE_ENOUGH || width % LANES != 0) {
      ScalarRows.rmsNormGradient(x, dy, w, epsilon, dw, dx, rows, width);
      return;
    }
    try {
      handles[GRADIENT].invokeExact(x, dy, w, epsilon, dw, dx, rows, width);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("kernels: cannot call rmsNormGradient", e);
    }
  }

  /// See [Kernels#turn] and, if `back`, [Kernels#addTurnedBack].
  ///
  /// @return false if rows of this form are not done here
  boolean turn(
      boolean back,
      float[] x,
      int[] positions,
      int first,
      int rows,
      int width,
      float[] cosines,
      float[] sines,
      int half,
      float[] y) {
    if (!WIDE_ENOUGH || half % HALF_LANES != 0) {
      return false;
    }
    boolean eight = half % LANES == 0;
    int loop = back ? (eight ? TURN_BACK : TURN_BACK_SHORT) : (eight ? TURN : TURN_SHORT);
    try {
      handles[loop].invokeExact(x, positions, first, rows, width, cosines, sines, half, y);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("kernels: cannot call turn", e);
    }
    return true;
  }

  static void norm(float[] x, float[] w, float epsilon, float[] y, int rows, int width) {
    for (int from = 0; from < rows * width; from += width) {
      float r = scale(x, from, width, epsilon);
      for (int j = 0; j < width; j += LANES) {
        FloatVector scaled = FloatVector.fromArray(EIGHT, x, from + j).mul(r);
        scaled.mul(FloatVector.fromArray(EIGHT, w, j)).intoArray(y, from + j);
      }
    }
  }

  private static float scale(float[] x, int from, int width, float epsilon) {
    FloatVector sum = FloatVector.zero(EIGHT);
    for (int j = from; j < from + width; j += LANES) {
      FloatVector value = FloatVector.fromArray(EIGHT, x, j);
      sum = value.fma(value, sum);
    }
    return 1f / (float) Math.sqrt(pairwise(sum) / width + epsilon);
  }

  private static float pairwise(FloatVector s) {
    return ((s.lane(0) + s.lane(4)) + (s.lane(2) + s.lane(6)))
        + ((s.lane(1) + s.lane(5)) + (s.lane(3) + s.lane(7)));
  }

  static void normGradient(
      float[] x,
      float[] dy,
      float[] w,
      float epsilon,
      float[] dw,
      float[] dx,
      int rows,
      int width) {
    for (int from = 0; from < rows * width; from += width) {
      float r = scale(x, from, width, epsilon);
      float along = along(x, dy, from, w, width) * (r * r / width);
      for (int j = 0; j < width; j += LANES) {
        FloatVector slope = FloatVector.fromArray(EIGHT, dy, from + j);
        FloatVector value = FloatVector.fromArray(EIGHT, x, from + j);
        FloatVector weight = slope.mul(value.mul(r));
        FloatVector.fromArray(EIGHT, dw, j).add(weight).intoArray(dw, j);
        FloatVector across = FloatVector.fromArray(EIGHT, w, j).mul(slope).sub(value.mul(along));
        FloatVector.fromArray(EIGHT, dx, from + j).add(across.mul(r)).intoArray(dx, from + j);
      }
    }
  }

  private static float along(float[] x, float[] dy, int from, float[] w, int width) {
    FloatVector sum = FloatVector.zero(EIGHT);
    for (int j = 0; j < width; j += LANES) {
      FloatVector slope =
          FloatVector.fromArray(EIGHT, w, j).mul(FloatVector.fromArray(EIGHT, dy, from + j));
      sum = FloatVector.fromArray(EIGHT, x, from + j).fma(slope, sum);
    }
    return pairwise(sum);
  }

  static void turn8(
      float[] x,
      int[] positions,
      int first,
      int rows,
      int width,
      float[] cosines,
      float[] sines,
      int half,
      float[] y) {
    for (int i = 0; i < rows; i++) {
      int angle = positions[first + i] * half;
      for (int j = 0; j < half; j += LANES) {
        FloatVector cos = FloatVector.fromArray(EIGHT, cosines, angle + j);
        FloatVector sin = FloatVector.fromArray(EIGHT, sines, angle + j);
        for (int at = i * width + j; at < (i + 1) * width; at += 2 * half) {
          FloatVector one = FloatVector.fromArray(EIGHT, x, at);
          FloatVector other = FloatVector.fromArray(EIGHT, x, at + half);
          one.mul(cos).sub(other.mul(sin)).intoArray(y, at);
          other.mul(cos).add(one.mul(sin)).intoArray(y, at + half);
        }
      }
    }
  }

  static void turnBack8(
      float[] dy,
      int[] positions,
      int first,
      int rows,
      int width,
      float[] cosines,
      float[] sines,
      int half,
      float[] dx) {
    for (int i = 0; i < rows; i++) {
      int angle = positions[first + i] * half;
      for (int j = 0; j < half; j += LANES) {
        FloatVector cos = FloatVector.fromArray(EIGHT, cosines, angle + j);
        FloatVector sin = FloatVector.fromArray(EIGHT, sines, angle + j);
        for (int at = i * width + j; at < (i + 1) * width; at += 2 * half) {
          FloatVector one = FloatVector.fromArray(EIGHT, dy, at);
          FloatVector other = FloatVector.fromArray(EIGHT, dy, at + half);
          int to = at + half;
          FloatVector left = one.mul(cos).add(other.mul(sin));
          FloatVector right = other.mul(cos).sub(one.mul(sin));
          FloatVector.fromArray(EIGHT, dx, at).add(left).intoArray(dx, at);
          FloatVector.fromArray(EIGHT, dx, to).add(right).intoArray(dx, to);
        }
      }
    }
  }

  static void turn4(
      float[] x,
      int[] positions,
      int first,
      int rows,
      int width,
      float[] cosines,
      float[] sines,
      int half,
      float[] y) {
    for (int i = 0; i < rows; i++) {
      int angle = positions[first + i] * half;
      for (int j = 0; j < half; j += HALF_LANES) {
        FloatVector cos = FloatVector.fromArray(FOUR, cosines, angle + j);
        FloatVector sin = FloatVector.fromArray(FOUR, sines, angle + j);
        for (int at = i * width + j; at < (i + 1) * width; at += 2 * half) {
          FloatVector one = FloatVector.fromArray(FOUR, x, at);
          FloatVector other = FloatVector.fromArray(FOUR, x, at + half);
          one.mul(cos).sub(other.mul(sin)).intoArray(y, at);
          other.mul(cos).add(one.mul(sin)).intoArray(y, at + half);
        }
      }
    }
  }

  static void turnBack4(
      float[] dy,
      int[] positions,
      int first,
      int rows,
      int width,
      float[] cosines,
      float[] sines,
      int half,
      float[] dx) {
    for (int i = 0; i < rows; i++) {
      int angle = positions[first + i] * half;
      for (int j = 0; j < half; j += HALF_LANES) {
        FloatVector cos = FloatVector.fromArray(FOUR, cosines, angle + j);
        FloatVector sin = FloatVector.fromArray(FOUR, sines, angle + j);
        for (int at = i * width + j; at < (i + 1) * width; at += 2 * half) {
          FloatVector one = FloatVector.fromArray(FOUR, dy, at);
          FloatVector other = FloatVector.fromArray(FOUR, dy, at + half);
          int to = at + half;
          FloatVector left = one.mul(cos).add(other.mul(sin));
          FloatVector right = other.mul(cos).sub(one.mul(sin));
          FloatVector.fromArray(FOUR, dx, at).add(left).intoArray(dx, at);
          FloatVector.fromArray(FOUR, dx, to).add(right).intoArray(dx, to);
        }
      }
    }
  }
}
