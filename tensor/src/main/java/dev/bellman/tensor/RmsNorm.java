package dev.bellman.tensor;

import org.jspecify.annotations.Nullable;

/// Root mean square layer normalisation (Zhang and Sennrich 2019, arXiv:1910.07467, eq. 4).
public final class RmsNorm {
  private RmsNorm() {}

  /// `y = w ∘ x·r` with `r = 1 / √(mean x² + ε)`; with `g = w ∘ dy`: `dx = r·(g - x·r²·mean(g ∘
  /// x))`, `dw = Σ_rows dy ∘ x·r`.
  record Norm(Tensor x, Tensor weight, float epsilon) implements Op {
    @Override
    public void forward(Tensor y) {
      int width = weight.size();
      for (int from = 0; from < y.size(); from += width) {
        row(x.data, from, weight.data, scale(x.data, from, width), y.data, width);
      }
    }

    private static void row(float[] x, int from, float[] w, float r, float[] y, int width) {
      for (int j = 0; j < width; j++) {
        y[from + j] = x[from + j] * r * w[j];
      }
    }

    /// r of the row that starts there.
    private float scale(float[] x, int from, int width) {
      float mean = Sums.product(x, from, x, from, width) / width;
      return 1f / (float) Math.sqrt(mean + epsilon);
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      int width = weight.size();
      float[] dw = orUnused(pass.into(weight), width, pass);
      float[] dx = orUnused(pass.into(x), y.size(), pass);
      for (int from = 0; from < y.size(); from += width) {
        addToRow(x.data, dy, from, scale(x.data, from, width), weight.data, dw, dx, width);
      }
    }

    /// Both gradients in one loop are cheaper than one of them and a second loop.
    private static float[] orUnused(float @Nullable [] gradient, int size, Backward pass) {
      return gradient == null ? pass.scratch(size) : gradient;
    }

    private static void addToRow(
        float[] x, float[] dy, int from, float r, float[] w, float[] dw, float[] dx, int width) {
      float along = along(x, dy, from, w, width) * (r * r / width);
      for (int j = 0; j < width; j++) {
        float slope = dy[from + j];
        float value = x[from + j];
        dw[j] += slope * (value * r);
        dx[from + j] += r * (w[j] * slope - value * along);
      }
    }

    /// `Σ x·w·dy`, over four lanes.
    private static float along(float[] x, float[] dy, int from, float[] w, int width) {
      float s0 = 0;
      float s1 = 0;
      float s2 = 0;
      float s3 = 0;
      int j = 0;
      for (; j <= width - 4; j += 4) {
        s0 = Math.fma(x[from + j], w[j] * dy[from + j], s0);
        s1 = Math.fma(x[from + j + 1], w[j + 1] * dy[from + j + 1], s1);
        s2 = Math.fma(x[from + j + 2], w[j + 2] * dy[from + j + 2], s2);
        s3 = Math.fma(x[from + j + 3], w[j + 3] * dy[from + j + 3], s3);
      }
      for (; j < width; j++) {
        s0 = Math.fma(x[from + j], w[j] * dy[from + j], s0);
      }
      return (s0 + s2) + (s1 + s3);
    }
  }

  /// Normalises rows, or parts of rows that are as long as the weight, such as attention heads.
  ///
  /// @param x shape `[..,n·D]`
  /// @param weight w, shape `[D]`
  /// @param epsilon ε, what is added to the mean square
  /// @return the same shape
  /// @throws IllegalArgumentException if a row is no multiple of the weight
  public static Tensor of(Tensor x, Tensor weight, float epsilon) {
    if (weight.size() == 0 || x.shape().rank() == 0 || x.shape().dim(-1) % weight.size() != 0) {
      throw new IllegalArgumentException(
          "rmsNorm: expected rows of a multiple of %d numbers, got %s"
              .formatted(weight.size(), x.shape()));
    }
    Tensor y = Scope.next(Norm.class, x, weight);
    Norm op =
        y.op instanceof Norm o && o.x == x && o.weight == weight && Op.same(o.epsilon, epsilon)
            ? o
            : new Norm(x, weight, epsilon);
    return Scope.compute(y, op, x.shape());
  }
}
