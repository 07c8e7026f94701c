package dev.bellman.tensor;

import java.util.Arrays;

/// Operations that bring many elements together.
final class Reductions {
  private Reductions() {}

  /// `y = scale · Σ x`, `dx = scale · dy`.
  record Sum(Tensor x, float scale) implements Op {
    @Override
    public void forward(Tensor y) {
      y.data[0] = scale * Sums.sum(x.data, 0, x.size());
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      float each = scale * dy[0];
      for (int i = 0, n = x.size(); i < n; i++) {
        dx[i] += each;
      }
    }
  }

  /// `y[o,i] = scale · Σ_k x[o,k,i]`, added up in the order of k; `dx[o,k,i] = scale · dy[o,i]`.
  record SumAxis(Tensor x, int axis, float scale) implements Op {
    @Override
    public void forward(Tensor y) {
      int inner = x.shape().inner(axis);
      int length = x.shape().dim(axis);
      Arrays.fill(y.data, 0, y.size(), 0f);
      for (int o = 0; o < x.shape().outer(axis); o++) {
        for (int k = 0; k < length; k++) {
          int from = (o * length + k) * inner;
          for (int i = 0; i < inner; i++) {
            y.data[o * inner + i] += x.data[from + i];
          }
        }
      }
      for (int i = 0, n = y.size(); i < n; i++) {
        y.data[i] *= scale;
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      int inner = x.shape().inner(axis);
      int length = x.shape().dim(axis);
      for (int o = 0; o < x.shape().outer(axis); o++) {
        for (int k = 0; k < length; k++) {
          int from = (o * length + k) * inner;
          for (int i = 0; i < inner; i++) {
            dx[from + i] += scale * dy[o * inner + i];
          }
        }
      }
    }
  }

  /// `y[o,i] = max_k x[o,k,i]`, NaN if one is; the gradient goes to the first k that reaches it.
  record MaxAxis(Tensor x, int axis) implements Op {
    @Override
    public void forward(Tensor y) {
      for (int j = 0; j < y.size(); j++) {
        y.data[j] = x.data[argmax(j)];
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      for (int j = 0; j < y.size(); j++) {
        dx[argmax(j)] += dy[j];
      }
    }

    /// Another tensor's elements at the places of the greatest of this operand's.
    float[] select(Tensor other, Tensor y) {
      float[] selected = Scope.scratch(y, y.size());
      for (int j = 0; j < y.size(); j++) {
        selected[j] = other.data[argmax(j)];
      }
      return selected;
    }

    private int argmax(int j) {
      int inner = x.shape().inner(axis);
      int length = x.shape().dim(axis);
      int first = j / inner * length * inner + j % inner;
      int best = first;
      for (int k = 1; k < length; k++) {
        float candidate = x.data[first + k * inner];
        if (candidate > x.data[best] || Float.isNaN(candidate)) {
          best = first + k * inner;
        }
      }
      return best;
    }
  }

  /// `y = x - log Σ e^x` over the last dimension; `dx = dy - e^y · Σ dy`.
  record LogSoftmax(Tensor x) implements Op {
    @Override
    public void forward(Tensor y) {
      int columns = x.shape().dim(-1);
      int rows = x.size() / columns;
      float[] out = y.data;
      for (int r = 0; r < rows; r++) {
        int from = r * columns;
        float max = x.data[from];
        for (int c = 1; c < columns; c++) {
          max = Math.max(max, x.data[from + c]);
        }
        for (int c = 0; c < columns; c++) {
          out[from + c] = x.data[from + c] - max;
        }
      }
      float[] exponentials = Scope.scratch(y, x.size());
      float[] logs = Scope.scratch(y, rows);
      Engine.KERNELS.exp(out, exponentials, x.size());
      for (int r = 0; r < rows; r++) {
        logs[r] = Sums.sum(exponentials, r * columns, columns);
      }
      Engine.KERNELS.log(logs, logs, rows);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          out[r * columns + c] -= logs[r];
        }
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      int columns = x.shape().dim(-1);
      float[] softmax = pass.scratch(y.size());
      Engine.KERNELS.exp(y.data, softmax, y.size());
      for (int from = 0; from < y.size(); from += columns) {
        float total = Sums.sum(dy, from, columns);
        for (int c = from; c < from + columns; c++) {
          dx[c] += dy[c] - softmax[c] * total;
        }
      }
    }
  }

  /// `y[r] = x[r, indices[first + r·stride]]`.
  record Gather(Tensor x, int[] indices, int first, int stride) implements Op {
    @Override
    public void forward(Tensor y) {
      int columns = x.shape().dim(-1);
      for (int r = 0; r < y.size(); r++) {
        y.data[r] = x.data[r * columns + indices[first + r * stride]];
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      int columns = x.shape().dim(-1);
      for (int r = 0; r < y.size(); r++) {
        dx[r * columns + indices[first + r * stride]] += dy[r];
      }
    }
  }

  static Tensor total(Tensor x, float scale) {
    Tensor y = Scope.next(Sum.class, x);
    Sum op = y.op instanceof Sum o && o.x == x && Op.same(o.scale, scale) ? o : new Sum(x, scale);
    return Scope.compute(y, op, Shape.SCALAR);
  }

  static Tensor sum(Tensor x, int dimension) {
    return sum(x, x.shape().axis(dimension, "sum"), 1f);
  }

  static Tensor mean(Tensor x, int dimension) {
    int axis = x.shape().axis(dimension, "mean");
    return sum(x, axis, 1f / x.shape().dim(axis));
  }

  private static Tensor sum(Tensor x, int axis, float scale) {
    Tensor y = Scope.next(SumAxis.class, x);
    SumAxis op =
        y.op instanceof SumAxis o && o.x == x && o.axis == axis && Op.same(o.scale, scale)
            ? o
            : new SumAxis(x, axis, scale);
    return Scope.compute(y, op, y.shape().orWithout(x.shape(), axis));
  }

  static Tensor max(Tensor x, int dimension) {
    int axis = notEmpty(x, dimension, "max");
    Tensor y = Scope.next(MaxAxis.class, x);
    MaxAxis op = y.op instanceof MaxAxis o && o.x == x && o.axis == axis ? o : new MaxAxis(x, axis);
    return Scope.compute(y, op, y.shape().orWithout(x.shape(), axis));
  }

  static Tensor logSoftmax(Tensor x) {
    notEmpty(x, -1, "logSoftmax");
    Tensor y = Scope.next(LogSoftmax.class, x);
    LogSoftmax op = y.op instanceof LogSoftmax o && o.x == x ? o : new LogSoftmax(x);
    return Scope.compute(y, op, x.shape());
  }

  @SuppressWarnings("ReferenceEquality") // the indices may be others by now, in the same array
  static Tensor gather(Tensor x, int[] indices, int first, int stride) {
    int last = x.shape().axis(-1, "gather");
    int columns = x.shape().dim(last);
    int rows = x.shape().outer(last);
    int needed = rows == 0 ? 0 : first + (rows - 1) * stride + 1;
    if (indices.length < needed) {
      throw new IllegalArgumentException(
          "gather: shape %s needs %d indices, got %d".formatted(x.shape(), needed, indices.length));
    }
    for (int i = 0; i < rows; i++) {
      int index = indices[first + i * stride];
      if (index < 0 || index >= columns) {
        throw new IllegalArgumentException(
            "gather: index %d must be in [0, %d), got %d".formatted(i, columns, index));
      }
    }
    Tensor y = Scope.next(Gather.class, x);
    Gather op =
        y.op instanceof Gather o
                && o.x == x
                && o.indices == indices
                && o.first == first
                && o.stride == stride
            ? o
            : new Gather(x, indices, first, stride);
    return Scope.compute(y, op, y.shape().orWithout(x.shape(), last));
  }

  private static int notEmpty(Tensor x, int dimension, String operation) {
    int axis = x.shape().axis(dimension, operation);
    if (x.shape().dim(axis) == 0) {
      throw new IllegalArgumentException(
          "%s: dimension %d must not be empty, got shape %s"
              .formatted(operation, dimension, x.shape()));
    }
    return axis;
  }
}
