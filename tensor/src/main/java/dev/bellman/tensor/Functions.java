package dev.bellman.tensor;

import java.util.function.Function;

/// Functions of one operand, element by element.
final class Functions {
  private Functions() {}

  /// An operation that its operand alone defines.
  interface Unary {
    Tensor x();
  }

  /// `y = e^x`, `dx = dy · y`.
  record Exp(Tensor x) implements Op, Unary {
    @Override
    public void forward(Tensor y) {
      Engine.KERNELS.exp(x.data, y.data, y.size());
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      Elementwise.accumulateProduct(dy, y.data, pass.into(x), y.size());
    }
  }

  /// `y = log x`, `dx = dy / x`.
  record Log(Tensor x) implements Op, Unary {
    @Override
    public void forward(Tensor y) {
      Engine.KERNELS.log(x.data, y.data, y.size());
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      float[] in = x.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        dx[i] += dy[i] / in[i];
      }
    }
  }

  /// `y = √x`, `dx = dy / (2 y)`.
  record Sqrt(Tensor x) implements Op, Unary {
    @Override
    public void forward(Tensor y) {
      float[] out = y.data;
      float[] in = x.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        out[i] = (float) Math.sqrt(in[i]);
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      float[] out = y.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        dx[i] += 0.5f * dy[i] / out[i];
      }
    }
  }

  /// `y = tanh x`, `dx = dy · (1 - y²)`.
  record Tanh(Tensor x) implements Op, Unary {
    @Override
    public void forward(Tensor y) {
      Engine.KERNELS.tanh(x.data, y.data, y.size());
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      float[] out = y.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        dx[i] += dy[i] * (1f - out[i] * out[i]);
      }
    }
  }

  /// `y = 1 / (1 + e^-x)`, `dx = dy · y · (1 - y)`.
  record Sigmoid(Tensor x) implements Op, Unary {
    @Override
    public void forward(Tensor y) {
      Engine.KERNELS.sigmoid(x.data, y.data, y.size());
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      float[] out = y.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        dx[i] += dy[i] * out[i] * (1f - out[i]);
      }
    }
  }

  /// `y = max(x, 0)`, `dx = dy` where `x > 0`.
  record Relu(Tensor x) implements Op, Unary {
    @Override
    public void forward(Tensor y) {
      float[] out = y.data;
      float[] in = x.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        out[i] = Math.max(in[i], 0f);
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      float[] out = y.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        dx[i] += dy[i] * Math.signum(out[i]); // C2 makes vectors of this, not of a choice
      }
    }
  }

  /// `y = x · s` with `s = sigmoid(x)`, `dx = dy · (s + y · (1 - s))`.
  record Silu(Tensor x) implements Op, Unary {
    @Override
    public void forward(Tensor y) {
      float[] out = y.data;
      float[] in = x.data;
      Engine.KERNELS.sigmoid(in, out, y.size());
      for (int i = 0, n = y.size(); i < n; i++) {
        out[i] *= in[i];
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      float[] s = pass.scratch(y.size());
      float[] out = y.data;
      Engine.KERNELS.sigmoid(x.data, s, y.size());
      for (int i = 0, n = y.size(); i < n; i++) {
        dx[i] += dy[i] * (s[i] + out[i] * (1f - s[i]));
      }
    }
  }

  /// `y = log(1 + e^x)`, `dx = dy · sigmoid(x)`.
  record Softplus(Tensor x) implements Op, Unary {
    @Override
    public void forward(Tensor y) {
      Engine.KERNELS.softplus(x.data, y.data, y.size());
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] s = pass.scratch(y.size());
      Engine.KERNELS.sigmoid(x.data, s, y.size());
      Elementwise.accumulateProduct(dy, s, pass.into(x), y.size());
    }
  }

  static <O extends Op> Tensor of(Class<O> type, Function<Tensor, O> make, Tensor x) {
    Tensor y = Scope.next(type, x);
    Op last = y.op;
    Op op = last instanceof Unary o && o.x() == x && last.getClass() == type ? last : make.apply(x);
    return Scope.compute(y, op, x.shape());
  }
}
