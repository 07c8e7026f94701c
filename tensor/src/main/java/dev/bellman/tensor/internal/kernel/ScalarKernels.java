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
      int aRow,
      int aColumn,
      float[] b,
      int bRow,
      float[] c,
      int cRow,
      float[] scratch) {
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        float factor = a[i * aRow + p * aColumn];
        int from = p * bRow;
        int to = i * cRow;
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
}
