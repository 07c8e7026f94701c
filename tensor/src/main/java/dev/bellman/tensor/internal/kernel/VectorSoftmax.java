package dev.bellman.tensor.internal.kernel;

import static jdk.incubator.vector.VectorOperators.GT;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The softmax of attention down columns, a vector of columns at a time, compiled by itself as the
/// functions of [VectorMaps] are. The exponentials between its two steps are theirs.
final class VectorSoftmax {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int L = SPECIES.length();

  private static final int SHIFT = 0;
  private static final int NORMALISE = 1;
  private static final int GRADIENT = 2;

  private final MethodHandle[] handles = new MethodHandle[3];

  /// A vector of minus infinities and one of zeros: from the middle less d on, what is added to the
  /// scores of a key that d queries of a vector are too early for.
  private final float[] later = new float[2 * L];

  VectorSoftmax() {
    Arrays.fill(later, 0, L, Float.NEGATIVE_INFINITY);
    Class<?> array = float[].class;
    Class<?> number = int.class;
    var lookup = MethodHandles.lookup();
    try {
      var shift =
          MethodType.methodType(
              void.class, array, number, number, number, number, float.class, array);
      handles[SHIFT] = lookup.findStatic(VectorSoftmax.class, "shift", shift);
      var normalise = MethodType.methodType(void.class, array, number, number, number);
      handles[NORMALISE] = lookup.findStatic(VectorSoftmax.class, "normalise", normalise);
      var gradient =
          MethodType.methodType(void.class, array, array, number, number, number, float.class);
      handles[GRADIENT] = lookup.findStatic(VectorSoftmax.class, "backward", gradient);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("kernels: a loop is missing", e);
    }
  }

  /// See [Kernels#causalSoftmax].
  void causal(VectorMaps maps, float[] x, int blocks, int rows, int width, int first, float scale) {
    try {
      for (int block = 0; block < blocks; block++) {
        handles[SHIFT].invokeExact(x, block * rows * width, rows, width, first, scale, later);
      }
      maps.call(VectorMaps.EXP, x, x, blocks * rows * width);
      for (int block = 0; block < blocks; block++) {
        handles[NORMALISE].invokeExact(x, block * rows * width, rows, width);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("kernels: cannot call causalSoftmax", e);
    }
  }

  /// See [Kernels#softmaxGradient].
  void gradient(float[] p, float[] dp, int blocks, int rows, int width, float scale) {
    try {
      for (int block = 0; block < blocks; block++) {
        handles[GRADIENT].invokeExact(p, dp, block * rows * width, rows, width, scale);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("kernels: cannot call softmaxGradient", e);
    }
  }

  /// `scale·(x - max)` of the keys that are attended to, minus infinity for the others.
  static void shift(
      float[] x, int base, int rows, int width, int first, float scale, float[] later) {
    for (int c = 0; c < width; c += L) {
      int from = base + c;
      int whole = Math.min(rows, first + c + 1);
      int some = Math.min(rows, first + c + L);
      FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
      for (int u = 0; u < whole; u++) {
        FloatVector score = FloatVector.fromArray(SPECIES, x, from + u * width);
        max = max.blend(score, score.compare(GT, max));
      }
      for (int u = whole; u < some; u++) {
        FloatVector score = FloatVector.fromArray(SPECIES, x, from + u * width);
        score = score.add(FloatVector.fromArray(SPECIES, later, L - (u - first - c)));
        score.intoArray(x, from + u * width);
        max = max.blend(score, score.compare(GT, max));
      }
      for (int u = 0; u < some; u++) {
        int at = from + u * width;
        FloatVector.fromArray(SPECIES, x, at).sub(max).mul(scale).intoArray(x, at);
      }
      for (int u = some; u < rows; u++) {
        FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY).intoArray(x, from + u * width);
      }
    }
  }

  /// Divides by the sums.
  static void normalise(float[] x, int base, int rows, int width) {
    for (int c = 0; c < width; c += L) {
      int from = base + c;
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      FloatVector s4 = s0;
      FloatVector s5 = s0;
      FloatVector s6 = s0;
      FloatVector s7 = s0;
      int u = 0;
      for (; u <= rows - 8; u += 8) {
        int next = from + u * width;
        s0 = s0.add(FloatVector.fromArray(SPECIES, x, next));
        s1 = s1.add(FloatVector.fromArray(SPECIES, x, next + width));
        s2 = s2.add(FloatVector.fromArray(SPECIES, x, next + 2 * width));
        s3 = s3.add(FloatVector.fromArray(SPECIES, x, next + 3 * width));
        s4 = s4.add(FloatVector.fromArray(SPECIES, x, next + 4 * width));
        s5 = s5.add(FloatVector.fromArray(SPECIES, x, next + 5 * width));
        s6 = s6.add(FloatVector.fromArray(SPECIES, x, next + 6 * width));
        s7 = s7.add(FloatVector.fromArray(SPECIES, x, next + 7 * width));
      }
      int at = from + u * width;
      int left = rows - u;
      s0 = left > 0 ? s0.add(FloatVector.fromArray(SPECIES, x, at)) : s0;
      s1 = left > 1 ? s1.add(FloatVector.fromArray(SPECIES, x, at + width)) : s1;
      s2 = left > 2 ? s2.add(FloatVector.fromArray(SPECIES, x, at + 2 * width)) : s2;
      s3 = left > 3 ? s3.add(FloatVector.fromArray(SPECIES, x, at + 3 * width)) : s3;
      s4 = left > 4 ? s4.add(FloatVector.fromArray(SPECIES, x, at + 4 * width)) : s4;
      s5 = left > 5 ? s5.add(FloatVector.fromArray(SPECIES, x, at + 5 * width)) : s5;
      s6 = left > 6 ? s6.add(FloatVector.fromArray(SPECIES, x, at + 6 * width)) : s6;
      FloatVector sum = s0.add(s4).add(s2.add(s6)).add(s1.add(s5).add(s3.add(s7)));
      FloatVector share = FloatVector.broadcast(SPECIES, 1f).div(sum);
      for (u = 0; u < rows; u++) {
        at = from + u * width;
        FloatVector.fromArray(SPECIES, x, at).mul(share).intoArray(x, at);
      }
    }
  }

  /// `p · (dp - Σ p·dp) · scale`.
  static void backward(float[] p, float[] dp, int base, int rows, int width, float scale) {
    for (int c = 0; c < width; c += L) {
      int from = base + c;
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int u = 0; u < rows; u++) {
        int at = from + u * width;
        sum =
            FloatVector.fromArray(SPECIES, p, at).fma(FloatVector.fromArray(SPECIES, dp, at), sum);
      }
      for (int u = 0; u < rows; u++) {
        int at = from + u * width;
        FloatVector centred = FloatVector.fromArray(SPECIES, dp, at).sub(sum);
        FloatVector.fromArray(SPECIES, p, at).mul(centred).mul(scale).intoArray(dp, at);
      }
    }
  }
}
