package dev.bellman.tensor;

/// The product between the halves of a SwiGLU layer (Shazeer 2020, arXiv:2002.05202).
public final class SwiGlu {
  private SwiGlu() {}

  /// `y = g·s·u` with `s = sigmoid(g)`; `dg = dy·u·s·(1 + g·(1 - s))`, `du = dy·g·s`.
  record Gate(Tensor gate, Tensor up) implements Op {
    @Override
    public void forward(Tensor y) {
      Engine.KERNELS.sigmoid(gate.data, y.data, y.size());
      times(y.data, gate.data, up.data, y.size());
    }

    private static void times(float[] y, float[] gate, float[] up, int n) {
      for (int i = 0; i < n; i++) {
        y[i] = y[i] * gate[i] * up[i];
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] s = pass.scratch(y.size());
      Engine.KERNELS.sigmoid(gate.data, s, y.size());
      float[] du = pass.into(up);
      if (du != null) {
        addToUp(dy, gate.data, s, du, y.size());
      }
      float[] dg = pass.into(gate);
      if (dg != null) {
        addToGate(dy, gate.data, up.data, s, dg, y.size());
      }
    }

    private static void addToUp(float[] dy, float[] gate, float[] s, float[] du, int n) {
      for (int i = 0; i < n; i++) {
        du[i] += dy[i] * gate[i] * s[i];
      }
    }

    private static void addToGate(
        float[] dy, float[] gate, float[] up, float[] s, float[] dg, int n) {
      for (int i = 0; i < n; i++) {
        dg[i] += dy[i] * up[i] * (s[i] * (1f + gate[i] * (1f - s[i])));
      }
    }
  }

  /// The gated product.
  ///
  /// @param gate what the SiLU is applied to
  /// @param up what is gated, of the same shape
  /// @return `silu(gate) · up`, of that shape
  /// @throws IllegalArgumentException if the shapes differ
  public static Tensor of(Tensor gate, Tensor up) {
    if (!gate.shape().equals(up.shape())) {
      throw new IllegalArgumentException(
          "swiGlu: shapes must agree, got %s and %s".formatted(gate.shape(), up.shape()));
    }
    Tensor y = Scope.next(Gate.class, gate, up);
    Gate op = y.op instanceof Gate o && o.gate == gate && o.up == up ? o : new Gate(gate, up);
    return Scope.compute(y, op, gate.shape());
  }
}
