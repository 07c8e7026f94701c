package dev.bellman.tensor.internal.kernel;

/// Kernels in plain Java: what runs where the Vector API cannot be used, and the twin it is tested
/// against.
public final class ScalarKernels implements Kernels {
  /// Stateless.
  public ScalarKernels() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void gemm(
      int m,
      int n,
      int k,
      float[] a,
      int a0,
      int aRow,
      int aColumn,
      float[] b,
      int b0,
      int bRow,
      float[] c,
      int c0,
      int cRow,
      float[] scratch) {
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        float factor = a[a0 + i * aRow + p * aColumn];
        int from = b0 + p * bRow;
        int to = c0 + i * cRow;
        for (int j = 0; j < n; j++) {
          c[to + j] = Math.fma(factor, b[from + j], c[to + j]);
        }
      }
    }
  }

  @Override
  public void gatherGemm(
      int m,
      int n,
      int k,
      float[] a,
      int[] rows,
      int[] columns,
      float[] b,
      float[] c,
      float[] scratch) {
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        float factor = a[rows[i] + columns[p]];
        int from = p * n;
        int to = i * n;
        for (int j = 0; j < n; j++) {
          c[to + j] = Math.fma(factor, b[from + j], c[to + j]);
        }
      }
    }
  }

  @Override
  public void exp(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = FloatMath.exp(x[i]);
    }
  }

  @Override
  public void log(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = FloatMath.log(x[i]);
    }
  }

  @Override
  public void tanh(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = FloatMath.tanh(x[i]);
    }
  }

  @Override
  public void sigmoid(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = FloatMath.sigmoid(x[i]);
    }
  }

  @Override
  public void softplus(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = FloatMath.softplus(x[i]);
    }
  }

  @Override
  public void causalSoftmax(float[] x, int blocks, int rows, int width, int first, float scale) {
    ScalarSoftmax.causal(x, blocks, rows, width, first, scale);
  }

  @Override
  public void softmaxGradient(float[] p, float[] dp, int blocks, int rows, int width, float scale) {
    ScalarSoftmax.gradient(p, dp, blocks, rows, width, scale);
  }

  @Override
  public void rmsNorm(float[] x, float[] w, float epsilon, float[] y, int rows, int width) {
    ScalarRows.rmsNorm(x, w, epsilon, y, rows, width);
  }

  @Override
  public void rmsNormGradient(
      float[] x,
      float[] dy,
      float[] w,
      float epsilon,
      float[] dw,
      float[] dx,
      int rows,
      int width) {
    ScalarRows.rmsNormGradient(x, dy, w, epsilon, dw, dx, rows, width);
  }

  @Override
  public void turn(
      float[] x,
      int[] positions,
      int first,
      int rows,
      int width,
      float[] cosines,
      float[] sines,
      int half,
      float[] y) {
    ScalarRows.turn(x, positions, first, rows, width, cosines, sines, half, y);
  }

  @Override
  public void addTurnedBack(
      float[] dy,
      int[] positions,
      int first,
      int rows,
      int width,
      float[] cosines,
      float[] sines,
      int half,
      float[] dx) {
    ScalarRows.addTurnedBack(dy, positions, first, rows, width, cosines, sines, half, dx);
  }

  @Override
  public double squares(float[] x, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = 0;
    for (; i <= n - 8; i += 8) {
      s0 += (double) x[i] * x[i];
      s1 += (double) x[i + 1] * x[i + 1];
      s2 += (double) x[i + 2] * x[i + 2];
      s3 += (double) x[i + 3] * x[i + 3];
      s4 += (double) x[i + 4] * x[i + 4];
      s5 += (double) x[i + 5] * x[i + 5];
      s6 += (double) x[i + 6] * x[i + 6];
      s7 += (double) x[i + 7] * x[i + 7];
    }
    for (; i < n; i++) {
      s0 += (double) x[i] * x[i];
    }
    return Kernels.pairwise(s0, s1, s2, s3, s4, s5, s6, s7);
  }

  @Override
  public void addOuter(float[] base, float[] factor, float[] rows, float[] columns, float[] y) {
    addOuter(base, factor, rows, columns, y, 0);
  }

  /// The columns from some column on.
  static void addOuter(
      float[] base, float[] factor, float[] rows, float[] columns, float[] y, int first) {
    int n = columns.length;
    for (int r = 0; r < rows.length; r++) {
      for (int c = first; c < n; c++) {
        int at = r * n + c;
        y[at] = base[at] + factor[at] * (rows[r] * columns[c]);
      }
    }
  }
}
