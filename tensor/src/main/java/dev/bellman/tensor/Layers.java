package dev.bellman.tensor;

import dev.bellman.tensor.internal.kernel.Kernels;

/// What layers do around their product: the bias before it, the activation after it.
final class Layers {
  private static final float[] ONE = {1f};

  private Layers() {}

  /// Fills a result with its bias, row by row.
  static void startAtBias(Tensor y, Tensor bias) {
    int columns = bias.size();
    for (int from = 0; from < y.size(); from += columns) {
      System.arraycopy(bias.data, 0, y.data, from, columns);
    }
  }

  /// Applies an activation in place.
  static void activate(Activation activation, Tensor y) {
    switch (activation) {
      case TANH -> Engine.KERNELS.tanh(y.data, y.data, y.size());
      case SIGMOID -> Engine.KERNELS.sigmoid(y.data, y.data, y.size());
      case RELU -> rectify(y.data, y.size());
      default -> {}
    }
  }

  private static void rectify(float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(y[i], 0f);
    }
  }

  /// The gradient with respect to what the activation was applied to, for an activation whose
  /// derivative follows from its result.
  static float[] beforeActivation(Activation activation, Tensor y, float[] dy, Op.Backward pass) {
    if (activation == Activation.IDENTITY) {
      return dy;
    }
    float[] dz = pass.scratch(y.size());
    slope(activation, y.data, dy, dz, y.size());
    return dz;
  }

  private static void slope(Activation activation, float[] y, float[] dy, float[] dz, int n) {
    switch (activation) {
      case TANH -> {
        for (int i = 0; i < n; i++) {
          dz[i] = dy[i] * (1f - y[i] * y[i]);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          dz[i] = dy[i] * y[i] * (1f - y[i]);
        }
      }
      case RELU -> {
        for (int i = 0; i < n; i++) {
          dz[i] = dy[i] * Math.signum(y[i]); // C2 makes vectors of this, not of a choice
        }
      }
      default -> {}
    }
  }

  /// Adds the sum of the rows to a bias's gradient, as a product with a row of ones: `1·dz + db` is
  /// exact.
  static void addToBias(Tensor bias, float[] dz, int rows, Op.Backward pass) {
    float[] db = pass.into(bias);
    if (db != null) {
      int columns = bias.size();
      float[] scratch = pass.scratch(Kernels.scratchSize(1, columns, rows));
      Engine.KERNELS.gemm(1, columns, rows, ONE, 0, 0, dz, columns, db, columns, scratch);
    }
  }
}
