package dev.bellman.tensor;

import java.util.Arrays;
import java.util.List;

/// Operations that move elements and compute nothing.
final class Layouts {
  private Layouts() {}

  /// Repeats `x` along the dimensions that it lacks or in which its extent is 1; the gradient is
  /// the sum over the copies.
  record Expand(Tensor x) implements Op {
    @Override
    public void forward(Tensor y) {
      if (x.size() == 1) {
        Arrays.fill(y.data, 0, y.size(), x.data[0]);
      } else if (isSuffix(y)) {
        for (int from = 0; from < y.size(); from += x.size()) {
          System.arraycopy(x.data, 0, y.data, from, x.size());
        }
      } else {
        int[] source = sources(y);
        for (int i = 0, n = y.size(); i < n; i++) {
          y.data[i] = x.data[source[i]];
        }
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      if (x.size() == 1) {
        dx[0] += Sums.sum(dy, 0, y.size());
      } else if (isSuffix(y)) {
        for (int from = 0; from < y.size(); from += x.size()) {
          for (int c = 0, n = x.size(); c < n; c++) {
            dx[c] += dy[from + c];
          }
        }
      } else {
        int[] source = sources(y);
        for (int i = 0, n = y.size(); i < n; i++) {
          dx[source[i]] += dy[i];
        }
      }
    }

    /// Whether `y` is whole copies of `x` one after the other.
    private boolean isSuffix(Tensor y) {
      for (int i = 1; i <= x.shape().rank(); i++) {
        if (x.shape().dim(-i) != y.shape().dim(-i)) {
          return false;
        }
      }
      return true;
    }

    /// For each element of `y` the element of `x` it repeats.
    private int[] sources(Tensor y) {
      int[] source = new int[y.size()];
      int rank = y.shape().rank();
      int stride = 1;
      for (int i = 1; i <= x.shape().rank(); i++) {
        int extent = x.shape().dim(-i);
        if (extent > 1) {
          int inner = y.shape().inner(rank - i);
          for (int j = 0; j < source.length; j++) {
            source[j] += j / inner % extent * stride;
          }
        }
        stride *= extent;
      }
      return source;
    }
  }

  /// The same values under another shape.
  record Reshape(Tensor x) implements Op {
    @Override
    public void forward(Tensor y) {
      System.arraycopy(x.data, 0, y.data, 0, y.size());
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      Elementwise.accumulate(1f, dy, pass.into(x), y.size());
    }
  }

  /// `y` is `x` from index `from` on along one dimension.
  record Slice(Tensor x, int axis, int from) implements Op {
    @Override
    public void forward(Tensor y) {
      int run = y.shape().inner(axis) * y.shape().dim(axis);
      for (int o = 0; o < y.shape().outer(axis); o++) {
        System.arraycopy(x.data, start(o), y.data, o * run, run);
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      int run = y.shape().inner(axis) * y.shape().dim(axis);
      for (int o = 0; o < y.shape().outer(axis); o++) {
        int start = start(o);
        for (int i = 0; i < run; i++) {
          dx[start + i] += dy[o * run + i];
        }
      }
    }

    private int start(int outer) {
      return (outer * x.shape().dim(axis) + from) * x.shape().inner(axis);
    }
  }

  /// The parts one after the other along one dimension.
  record Concat(List<Tensor> parts, int axis) implements Op {
    @Override
    public void forward(Tensor y) {
      int stride = y.shape().inner(axis) * y.shape().dim(axis);
      int offset = 0;
      for (Tensor part : parts) {
        int run = part.shape().inner(axis) * part.shape().dim(axis);
        for (int o = 0; o < y.shape().outer(axis); o++) {
          System.arraycopy(part.data, o * run, y.data, o * stride + offset, run);
        }
        offset += run;
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      int stride = y.shape().inner(axis) * y.shape().dim(axis);
      int offset = 0;
      for (Tensor part : parts) {
        int run = part.shape().inner(axis) * part.shape().dim(axis);
        float[] dx = pass.into(part);
        for (int o = 0; dx != null && o < y.shape().outer(axis); o++) {
          for (int i = 0; i < run; i++) {
            dx[o * run + i] += dy[o * stride + offset + i];
          }
        }
        offset += run;
      }
    }
  }

  static Tensor concat(int dimension, Tensor... parts) {
    if (parts.length == 0) {
      throw new IllegalArgumentException("concat: needs at least one part, got none");
    }
    Shape first = parts[0].shape();
    int axis = first.axis(dimension, "concat");
    int total = 0;
    for (Tensor part : parts) {
      if (part.shape().rank() != first.rank()
          || !part.shape().without(axis).equals(first.without(axis))) {
        throw new IllegalArgumentException(
            "concat: extents other than dimension %d must agree, got %s and %s"
                .formatted(axis, first, part.shape()));
      }
      total += part.shape().dim(axis);
    }
    int[] extents = first.toArray();
    extents[axis] = total;
    return Tensor.apply(new Concat(List.of(parts), axis), Shape.of(extents), parts);
  }
}
