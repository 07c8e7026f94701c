package dev.bellman.tensor.internal.kernel;

/// Row by row: root mean square norms and rotary positions, for [ScalarKernels].
final class ScalarRows {
  private ScalarRows() {}

  /// See [Kernels#rmsNorm].
  static void rmsNorm(float[] x, float[] w, float epsilon, float[] y, int rows, int width) {
    for (int from = 0; from < rows * width; from += width) {
      float r = scale(x, from, width, epsilon);
      for (int j = 0; j < width; j++) {
        y[from + j] = x[from + j] * r * w[j];
      }
    }
  }

  private static float scale(float[] x, int from, int width, float epsilon) {
    float[] lanes = new float[8];
    for (int j = 0; j < width; j++) {
      lanes[j % 8] = Math.fma(x[from + j], x[from + j], lanes[j % 8]);
    }
    return 1f / (float) Math.sqrt(pairwise(lanes) / width + epsilon);
  }

  private static float pairwise(float[] s) {
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
  }

  /// See [Kernels#rmsNormGradient].
  static void rmsNormGradient(
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
      for (int j = 0; j < width; j++) {
        float slope = dy[from + j];
        float value = x[from + j];
        dw[j] += slope * (value * r);
        dx[from + j] += r * (w[j] * slope - value * along);
      }
    }
  }

  private static float along(float[] x, float[] dy, int from, float[] w, int width) {
    float[] lanes = new float[8];
    for (int j = 0; j < width; j++) {
      lanes[j % 8] = Math.fma(x[from + j], w[j] * dy[from + j], lanes[j % 8]);
    }
    return pairwise(lanes);
  }

  /// See [Kernels#turn].
  static void turn(
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
      for (int at = i * width; at < (i + 1) * width; at += 2 * half) {
        for (int j = 0; j < half; j++) {
          float cos = cosines[angle + j];
          float sin = sines[angle + j];
          float one = x[at + j];
          float other = x[at + half + j];
          y[at + j] = one * cos - other * sin;
          y[at + half + j] = other * cos + one * sin;
        }
      }
    }
  }

  /// See [Kernels#addTurnedBack].
  static void addTurnedBack(
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
      for (int at = i * width; at < (i + 1) * width; at += 2 * half) {
        for (int j = 0; j < half; j++) {
          float cos = cosines[angle + j];
          float sin = sines[angle + j];
          float one = dy[at + j];
          float other = dy[at + half + j];
          dx[at + j] += one * cos + other * sin;
          dx[at + half + j] += other * cos - one * sin;
        }
      }
    }
  }
}
