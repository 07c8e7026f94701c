package dev.bellman.tensor;

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
      return (float) (1 / Math.sqrt(mean + epsilon));
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dw = pass.into(weight);
      float[] dx = pass.into(x);
      int width = weight.size();
      float[] g = pass.scratch(width);
      for (int from = 0; from < y.size(); from += width) {
        float r = scale(x.data, from, width);
        if (dw != null) {
          addToWeight(x.data, dy, from, r, dw, width);
        }
        if (dx != null) {
          addToRow(dy, from, r, g, dx, width);
        }
      }
    }

    private static void addToWeight(
        float[] x, float[] dy, int from, float r, float[] dw, int width) {
      for (int j = 0; j < width; j++) {
        dw[j] += dy[from + j] * (x[from + j] * r);
      }
    }

    private void addToRow(float[] dy, int from, float r, float[] g, float[] dx, int width) {
      float[] in = x.data;
      float[] w = weight.data;
      for (int j = 0; j < width; j++) {
        g[j] = w[j] * dy[from + j];
      }
      float along = Sums.product(in, from, g, 0, width) * (r * r / width);
      for (int j = 0; j < width; j++) {
        dx[from + j] += r * (g[j] - in[from + j] * along);
      }
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
