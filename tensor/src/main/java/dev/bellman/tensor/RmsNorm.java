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
      Engine.KERNELS.rmsNorm(x.data, weight.data, epsilon, y.data, y.size() / width, width);
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      int width = weight.size();
      float[] dw = orUnused(pass.into(weight), width, pass);
      float[] dx = orUnused(pass.into(x), y.size(), pass);
      int rows = y.size() / width;
      Engine.KERNELS.rmsNormGradient(x.data, dy, weight.data, epsilon, dw, dx, rows, width);
    }

    /// Both gradients in one loop are cheaper than one of them and a second loop.
    private static float[] orUnused(float @Nullable [] gradient, int size, Backward pass) {
      return gradient == null ? pass.scratch(size) : gradient;
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
