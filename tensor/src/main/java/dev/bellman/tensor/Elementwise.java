package dev.bellman.tensor;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Arithmetic, element by element, on operands of one shape.
final class Elementwise {
  private Elementwise() {}

  /// An operation that its two operands alone define.
  interface Binary {
    Tensor a();

    Tensor b();
  }

  /// `y = a + b`.
  record Add(Tensor a, Tensor b) implements Op, Binary {
    @Override
    public void forward(Tensor y) {
      float[] out = y.data;
      float[] x = a.data;
      float[] z = b.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        out[i] = x[i] + z[i];
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      accumulate(1f, dy, pass.into(a), y.size());
      accumulate(1f, dy, pass.into(b), y.size());
    }
  }

  /// `y = a - b`.
  record Sub(Tensor a, Tensor b) implements Op, Binary {
    @Override
    public void forward(Tensor y) {
      float[] out = y.data;
      float[] x = a.data;
      float[] z = b.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        out[i] = x[i] - z[i];
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      accumulate(1f, dy, pass.into(a), y.size());
      accumulate(-1f, dy, pass.into(b), y.size());
    }
  }

  /// `y = a · b`.
  record Mul(Tensor a, Tensor b) implements Op, Binary {
    @Override
    public void forward(Tensor y) {
      float[] out = y.data;
      float[] x = a.data;
      float[] z = b.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        out[i] = x[i] * z[i];
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      accumulateProduct(dy, b.data, pass.into(a), y.size());
      accumulateProduct(dy, a.data, pass.into(b), y.size());
    }
  }

  /// `y = a / b`.
  record Div(Tensor a, Tensor b) implements Op, Binary {
    @Override
    public void forward(Tensor y) {
      float[] out = y.data;
      float[] x = a.data;
      float[] z = b.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        out[i] = x[i] / z[i];
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] da = pass.into(a);
      float[] db = pass.into(b);
      float[] out = y.data;
      float[] z = b.data;
      int n = y.size();
      if (da != null) {
        for (int i = 0; i < n; i++) {
          da[i] += dy[i] / z[i];
        }
      }
      if (db != null) {
        for (int i = 0; i < n; i++) {
          db[i] -= dy[i] * out[i] / z[i];
        }
      }
    }
  }

  /// `y = min(a, b)`; the gradient goes to `a` where the two are equal.
  record Min(Tensor a, Tensor b) implements Op, Binary {
    @Override
    public void forward(Tensor y) {
      float[] out = y.data;
      float[] x = a.data;
      float[] z = b.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        out[i] = Math.min(x[i], z[i]);
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] x = a.data;
      float[] z = b.data;
      float[] da = pass.into(a);
      float[] db = pass.into(b);
      for (int i = 0, n = y.size(); i < n; i++) {
        boolean first = x[i] <= z[i];
        if (da != null) {
          da[i] += first ? dy[i] : 0f;
        }
        if (db != null) {
          db[i] += first ? 0f : dy[i];
        }
      }
    }
  }

  /// `y = max(a, b)`; the gradient goes to `a` where the two are equal.
  record Max(Tensor a, Tensor b) implements Op, Binary {
    @Override
    public void forward(Tensor y) {
      float[] out = y.data;
      float[] x = a.data;
      float[] z = b.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        out[i] = Math.max(x[i], z[i]);
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] x = a.data;
      float[] z = b.data;
      float[] da = pass.into(a);
      float[] db = pass.into(b);
      for (int i = 0, n = y.size(); i < n; i++) {
        boolean first = x[i] >= z[i];
        if (da != null) {
          da[i] += first ? dy[i] : 0f;
        }
        if (db != null) {
          db[i] += first ? 0f : dy[i];
        }
      }
    }
  }

  /// `y = scale · x + shift`.
  record Affine(Tensor x, float scale, float shift) implements Op {
    @Override
    public void forward(Tensor y) {
      float[] out = y.data;
      float[] in = x.data;
      float c = scale;
      float d = shift;
      for (int i = 0, n = y.size(); i < n; i++) {
        out[i] = c * in[i] + d;
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      accumulate(scale, dy, pass.into(x), y.size());
    }
  }

  /// `y = min(max(x, low), high)`; inside the range, ends included, `dx = dy`.
  record Clamp(Tensor x, float low, float high) implements Op {
    @Override
    public void forward(Tensor y) {
      float[] out = y.data;
      float[] in = x.data;
      float from = low;
      float to = high;
      for (int i = 0, n = y.size(); i < n; i++) {
        out[i] = Math.min(Math.max(in[i], from), to);
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      float[] in = x.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        dx[i] += in[i] >= low && in[i] <= high ? dy[i] : 0f;
      }
    }
  }

  /// `y = a` where the condition is not 0, else `b`.
  record Where(Tensor condition, Tensor a, Tensor b) implements Op {
    @Override
    public void forward(Tensor y) {
      float[] c = condition.data;
      for (int i = 0, n = y.size(); i < n; i++) {
        y.data[i] = c[i] != 0f ? a.data[i] : b.data[i];
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] c = condition.data;
      float[] da = pass.into(a);
      float[] db = pass.into(b);
      for (int i = 0, n = y.size(); i < n; i++) {
        float[] target = c[i] != 0f ? da : db;
        if (target != null) {
          target[i] += dy[i];
        }
      }
    }
  }

  /// An operation on two operands, each expanded to their common shape.
  static <O extends Op> Tensor of(
      Class<O> type, BiFunction<Tensor, Tensor, O> make, Tensor a, Tensor b) {
    Shape common = Shape.broadcast(a.shape(), b.shape(), type);
    Tensor x = Layouts.expand(a, common, b);
    Tensor z = Layouts.expand(b, common, a);
    Tensor y = Scope.next(type, x, z);
    Op last = y.op;
    Op op =
        last instanceof Binary o && o.a() == x && o.b() == z && last.getClass() == type
            ? last
            : make.apply(x, z);
    return Scope.compute(y, op, common);
  }

  static Tensor affine(Tensor x, float scale, float shift) {
    Tensor y = Scope.next(Affine.class, x);
    Affine op =
        y.op instanceof Affine o && o.x == x && Op.same(o.scale, scale) && Op.same(o.shift, shift)
            ? o
            : new Affine(x, scale, shift);
    return Scope.compute(y, op, x.shape());
  }

  static Tensor clamp(Tensor x, float low, float high) {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "clamp: low must not exceed high, got %s and %s".formatted(low, high));
    }
    Tensor y = Scope.next(Clamp.class, x);
    Clamp op =
        y.op instanceof Clamp o && o.x == x && Op.same(o.low, low) && Op.same(o.high, high)
            ? o
            : new Clamp(x, low, high);
    return Scope.compute(y, op, x.shape());
  }

  static Tensor where(Tensor condition, Tensor a, Tensor b) {
    Shape pair = Shape.broadcast(a.shape(), b.shape(), Where.class);
    Shape common = Shape.broadcast(condition.shape(), pair, Where.class);
    Tensor partner = condition.scope != null ? condition : a.scope != null ? a : b;
    Tensor c = Layouts.expand(condition.detach(), common, partner);
    Tensor x = Layouts.expand(a, common, partner);
    Tensor z = Layouts.expand(b, common, partner);
    Tensor y = Scope.next(Where.class, c, x, z);
    Where op =
        y.op instanceof Where o && o.condition == c && o.a == x && o.b == z
            ? o
            : new Where(c, x, z);
    return Scope.compute(y, op, common);
  }

  static Tensor greater(Tensor a, Tensor b) {
    Shape.broadcast(a.shape(), b.shape(), "greater");
    Tensor y = of(Sub.class, Sub::new, a.detach(), b.detach());
    for (int i = 0, n = y.size(); i < n; i++) {
      y.data[i] = y.data[i] > 0f ? 1f : 0f;
    }
    return y;
  }

  /// `into += scale · dy`, unless no gradient is wanted.
  static void accumulate(float scale, float[] dy, float @Nullable [] into, int n) {
    if (into == null) {
      return;
    }
    for (int i = 0; i < n; i++) {
      into[i] += scale * dy[i];
    }
  }

  /// `into += dy · factor`, unless no gradient is wanted.
  static void accumulateProduct(float[] dy, float[] factor, float @Nullable [] into, int n) {
    if (into == null) {
      return;
    }
    for (int i = 0; i < n; i++) {
      into[i] += dy[i] * factor[i];
    }
  }
}
