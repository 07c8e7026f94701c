package dev.bellman.tensor.internal.kernel;

import java.util.Arrays;

/// The softmax of attention, column by column, for [ScalarKernels].
final class ScalarSoftmax {
  private static final int LANES = 8;

  private ScalarSoftmax() {}

  /// See [Kernels#causalSoftmax].
  static void causal(float[] x, int blocks, int rows, int width, int first, float scale) {
    float[] sums = new float[LANES];
    for (int block = 0; block < blocks; block++) {
      for (int c = 0; c < width; c++) {
        int from = block * rows * width + c;
        column(x, from, rows, width, Math.min(rows, first + c + 1), scale, sums);
      }
    }
  }

  /// One column, of which the first n keys are attended to.
  private static void column(
      float[] x, int from, int rows, int width, int n, float scale, float[] sums) {
    float max = Float.NEGATIVE_INFINITY;
    for (int u = 0; u < n; u++) {
      float score = x[from + u * width];
      max = score > max ? score : max;
    }
    Arrays.fill(sums, 0f);
    for (int u = 0; u < rows; u++) {
      int at = from + u * width;
      x[at] = u < n ? FloatMath.exp((x[at] - max) * scale) : 0f;
      sums[u % LANES] += x[at];
    }
    float left = (sums[0] + sums[4]) + (sums[2] + sums[6]);
    float share = 1f / (left + ((sums[1] + sums[5]) + (sums[3] + sums[7])));
    for (int u = 0; u < rows; u++) {
      x[from + u * width] *= share;
    }
  }

  /// See [Kernels#softmaxGradient].
  static void gradient(float[] p, float[] dp, int blocks, int rows, int width, float scale) {
    for (int block = 0; block < blocks; block++) {
      for (int c = 0; c < width; c++) {
        int from = block * rows * width + c;
        float sum = 0;
        for (int u = 0; u < rows; u++) {
          sum = Math.fma(p[from + u * width], dp[from + u * width], sum);
        }
        for (int u = 0; u < rows; u++) {
          int at = from + u * width;
          dp[at] = p[at] * (dp[at] - sum) * scale;
        }
      }
    }
  }
}
