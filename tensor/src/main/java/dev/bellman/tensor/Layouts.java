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
      copy(y, y.shape().rank(), 0, 0);
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      if (x.size() == 1) {
        dx[0] += Sums.sum(dy, 0, y.size());
      } else {
        add(dy, y.shape(), y.shape().rank(), dx, 0, 0);
      }
    }

    /// Fills the block of `y` that starts at `to` and spans the last `dimensions`.
    private void copy(Tensor y, int dimensions, int from, int to) {
      int extent = y.shape().dim(-dimensions);
      int step = step(dimensions);
      if (dimensions > 1) {
        int block = y.shape().inner(y.shape().rank() - dimensions);
        for (int i = 0; i < extent; i++) {
          copy(y, dimensions - 1, from + i * step, to + i * block);
        }
      } else if (step == 1) {
        System.arraycopy(x.data, from, y.data, to, extent);
      } else {
        Arrays.fill(y.data, to, to + extent, x.data[from]);
      }
    }

    /// Adds the block of `dy` that [#copy] would fill to what it would be filled from.
    private void add(float[] dy, Shape shape, int dimensions, float[] dx, int from, int to) {
      int extent = shape.dim(-dimensions);
      int step = step(dimensions);
      if (dimensions > 1) {
        int block = shape.inner(shape.rank() - dimensions);
        for (int i = 0; i < extent; i++) {
          add(dy, shape, dimensions - 1, dx, from + i * step, to + i * block);
        }
      } else if (step == 1) {
        for (int i = 0; i < extent; i++) {
          dx[from + i] += dy[to + i];
        }
      } else {
        dx[from] += Sums.sum(dy, to, extent);
      }
    }

    /// How far apart in `x` the neighbours along a dimension are; 0 where it is repeated.
    private int step(int dimension) {
      Shape shape = x.shape();
      return dimension > shape.rank() || shape.dim(-dimension) == 1
          ? 0
          : shape.inner(shape.rank() - dimension);
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

  /// A tensor repeated to a shape; the result lives in the tensor's scope or, for a parameter, in
  /// the partner's.
  static Tensor expand(Tensor x, Shape target, Tensor partner) {
    if (x.shape().equals(target)) {
      return x;
    }
    Tensor y = Scope.of("expand", x, partner).next(x.differentiable);
    Expand op = y.op instanceof Expand o && o.x == x ? o : new Expand(x);
    return Scope.compute(y, op, target);
  }

  /// A parameter, or a tensor of the scope, as an operand of the scope.
  static Tensor in(Tensor x, Scope target) {
    if (x.scope != null && Scope.of("in", x) != target) {
      throw new IllegalStateException("in: this tensor lives in another scope");
    }
    return copy(x, target, x.shape());
  }

  /// A copy, in a scope, under a shape of the same size.
  static Tensor copy(Tensor x, Scope target, Shape shape) {
    Tensor y = target.next(x.differentiable);
    Reshape op = y.op instanceof Reshape o && o.x == x ? o : new Reshape(x);
    return Scope.compute(y, op, shape);
  }

  static Tensor reshape(Tensor x, int... extents) {
    Scope home = Scope.of(Reshape.class, x);
    Shape other = home.lastShape().or(extents);
    if (other.size() != x.size()) {
      throw new IllegalArgumentException(
          "reshape: %s must hold %d elements as %s does".formatted(other, x.size(), x.shape()));
    }
    return copy(x, home, other);
  }

  static Tensor squeeze(Tensor x, int dimension) {
    int axis = x.shape().axis(dimension, "squeeze");
    if (x.shape().dim(axis) != 1) {
      throw new IllegalArgumentException(
          "squeeze: dimension %d must have extent 1, got shape %s".formatted(dimension, x.shape()));
    }
    Scope home = Scope.of(Reshape.class, x);
    return copy(x, home, home.lastShape().orWithout(x.shape(), axis));
  }

  static Tensor slice(Tensor x, int dimension, int from, int to) {
    int axis = x.shape().axis(dimension, "slice");
    int extent = x.shape().dim(axis);
    if (from < 0 || to < from || to > extent) {
      throw new IllegalArgumentException(
          "slice: range must be within [0, %d), got [%d, %d)".formatted(extent, from, to));
    }
    Tensor y = Scope.next(Slice.class, x);
    Slice op =
        y.op instanceof Slice o && o.x == x && o.axis == axis && o.from == from
            ? o
            : new Slice(x, axis, from);
    return Scope.compute(y, op, y.shape().orWith(x.shape(), axis, to - from));
  }

  static List<Tensor> split(Tensor x, int dimension, int... sizes) {
    int axis = x.shape().axis(dimension, "split");
    if (Arrays.stream(sizes).sum() != x.shape().dim(axis)) {
      throw new IllegalArgumentException(
          "split: parts must add up to %d, got %s"
              .formatted(x.shape().dim(axis), Arrays.toString(sizes)));
    }
    Tensor[] parts = new Tensor[sizes.length];
    for (int i = 0, from = 0; i < sizes.length; from += sizes[i], i++) {
      parts[i] = slice(x, axis, from, from + sizes[i]);
    }
    return List.of(parts);
  }

  static Tensor concat(int dimension, Tensor... parts) {
    if (parts.length == 0) {
      throw new IllegalArgumentException("concat: needs at least one part, got none");
    }
    Shape first = parts[0].shape();
    int axis = first.axis(dimension, "concat");
    int total = 0;
    boolean differentiable = false;
    for (Tensor part : parts) {
      if (!part.shape().equalsBut(axis, first)) {
        throw new IllegalArgumentException(
            "concat: extents other than dimension %d must agree, got %s and %s"
                .formatted(axis, first, part.shape()));
      }
      total += part.shape().dim(axis);
      differentiable |= part.differentiable;
    }
    Tensor y = Scope.of(Concat.class, parts).next(differentiable);
    return Scope.compute(y, new Concat(List.of(parts), axis), y.shape().orWith(first, axis, total));
  }
}
