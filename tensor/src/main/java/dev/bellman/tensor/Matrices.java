package dev.bellman.tensor;

import dev.bellman.tensor.internal.kernel.Kernels;
import java.util.Arrays;

/// Operations on matrices.
final class Matrices {
  private Matrices() {}

  /// `y = a·b`; `da = dy·bᵀ`, `db = aᵀ·dy`.
  record MatMul(Tensor a, Tensor b) implements Op {
    @Override
    public void forward(Tensor y) {
      Arrays.fill(y.data, 0, y.size(), 0f);
      addProduct(a, b, y);
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      addOperandGradients(a, b, dy, pass);
    }
  }

  /// `y = f(x·W + b)` for an activation whose derivative follows from its result; with `dz = dy ·
  /// f'`: `dx = dz·Wᵀ`, `dW = xᵀ·dz`, `db = Σ_rows dz`.
  record Linear(Tensor x, Tensor weight, Tensor bias, Activation activation) implements Op {
    @Override
    public void forward(Tensor y) {
      Layers.startAtBias(y, bias);
      addProduct(x, weight, y);
      Layers.activate(activation, y);
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dz = Layers.beforeActivation(activation, y, dy, pass);
      Layers.addToBias(bias, dz, y.shape().dim(0), pass);
      addOperandGradients(x, weight, dz, pass);
    }
  }

  /// `y = xᵀ`, `dx = dyᵀ`.
  record Transpose(Tensor x) implements Op {
    @Override
    public void forward(Tensor y) {
      transpose(x.data, x.shape().dim(0), x.shape().dim(1), y.data);
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      int rows = x.shape().dim(0);
      int columns = x.shape().dim(1);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          dx[r * columns + c] += dy[c * rows + r];
        }
      }
    }
  }

  /// `y = mean + scale ∘ rows·columnsᵀ`, for the weights of a noisy layer.
  record Noisy(Tensor mean, Tensor scale, float[] rows, float[] columns) implements Op {
    @Override
    public void forward(Tensor y) {
      Engine.KERNELS.addOuter(mean.data, scale.data, rows, columns, y.data);
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      Elementwise.accumulate(1f, dy, pass.into(mean), y.size());
      float[] ds = pass.into(scale);
      if (ds != null) {
        Engine.KERNELS.addOuter(ds, dy, rows, columns, ds);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // the noise may be other by now, in the same arrays
  static Tensor noisy(Tensor mean, Tensor scale, float[] rows, float[] columns, Tensor partner) {
    if (mean.size() != rows.length * columns.length || !mean.shape().equals(scale.shape())) {
      throw new IllegalArgumentException(
          "noisy: expected mean and scale of %d numbers, got %s and %s"
              .formatted(rows.length * columns.length, mean.shape(), scale.shape()));
    }
    Tensor y =
        Scope.of(Noisy.class, mean, scale, partner)
            .next(mean.differentiable || scale.differentiable);
    Noisy op =
        y.op instanceof Noisy o
                && o.mean == mean
                && o.scale == scale
                && o.rows == rows
                && o.columns == columns
            ? o
            : new Noisy(mean, scale, rows, columns);
    return Scope.compute(y, op, mean.shape());
  }

  static Tensor matmul(Tensor a, Tensor b) {
    Shape left = a.shape();
    Shape right = b.shape();
    if (left.rank() != 2 || right.rank() != 2 || left.dim(1) != right.dim(0)) {
      throw new IllegalArgumentException(
          "matmul: inner dimensions must agree, got %s·%s (transpose an operand?)"
              .formatted(left, right));
    }
    Tensor y = Scope.next(MatMul.class, a, b);
    MatMul op = y.op instanceof MatMul o && o.a == a && o.b == b ? o : new MatMul(a, b);
    return Scope.compute(y, op, y.shape().or(left.dim(0), right.dim(1)));
  }

  static Tensor linear(Tensor x, Tensor weight, Tensor bias, Activation activation) {
    Shape left = x.shape();
    Shape right = weight.shape();
    if (left.rank() != 2
        || right.rank() != 2
        || left.dim(1) != right.dim(0)
        || bias.size() != right.dim(1)) {
      throw new IllegalArgumentException(
          "linear: expected [B,I]·[I,O] + [O], got %s·%s + %s"
              .formatted(left, right, bias.shape()));
    }
    if (!activation.fromResult()) {
      return activation.of(linear(x, weight, bias, Activation.IDENTITY));
    }
    Tensor y = Scope.next(Linear.class, x, weight, bias);
    Linear op =
        y.op instanceof Linear o
                && o.x == x
                && o.weight == weight
                && o.bias == bias
                && o.activation == activation
            ? o
            : new Linear(x, weight, bias, activation);
    return Scope.compute(y, op, y.shape().or(left.dim(0), right.dim(1)));
  }

  static Tensor transpose(Tensor x) {
    if (x.shape().rank() != 2) {
      throw new IllegalArgumentException("transpose: must have two dimensions, got " + x.shape());
    }
    Tensor y = Scope.next(Transpose.class, x);
    Transpose op = y.op instanceof Transpose o && o.x == x ? o : new Transpose(x);
    return Scope.compute(y, op, y.shape().or(x.shape().dim(1), x.shape().dim(0)));
  }

  private static void addProduct(Tensor a, Tensor b, Tensor y) {
    int m = a.shape().dim(0);
    int k = a.shape().dim(1);
    int n = b.shape().dim(1);
    float[] scratch = Scope.scratch(y, Kernels.scratchSize(m, n, k));
    Engine.KERNELS.gemm(m, n, k, a.data, k, 1, b.data, n, y.data, n, scratch);
  }

  private static void addOperandGradients(Tensor a, Tensor b, float[] dy, Op.Backward pass) {
    int m = a.shape().dim(0);
    int k = a.shape().dim(1);
    int n = b.shape().dim(1);
    float[] db = pass.into(b);
    if (db != null) {
      float[] scratch = pass.scratch(Kernels.scratchSize(k, n, m));
      Engine.KERNELS.gemm(k, n, m, a.data, 1, k, dy, n, db, n, scratch);
    }
    float[] da = pass.into(a);
    if (da != null && m * (2 * k + n) < k * n) {
      addTransposed(b, dy, m, da, pass);
    } else if (da != null) {
      float[] transposed = pass.scratch(k * n);
      transpose(b.data, k, n, transposed);
      float[] scratch = pass.scratch(Kernels.scratchSize(m, k, n));
      Engine.KERNELS.gemm(m, k, n, dy, n, 1, transposed, k, da, k, scratch);
    }
  }

  /// `daᵀ += b·dyᵀ`, which for few rows moves fewer numbers than the transpose of b. The bits are
  /// the same: a fused multiply-add does not mind the order of its factors.
  private static void addTransposed(Tensor b, float[] dy, int m, float[] da, Op.Backward pass) {
    int k = b.shape().dim(0);
    int n = b.shape().dim(1);
    float[] upstream = pass.scratch(n * m);
    transpose(dy, m, n, upstream);
    float[] sums = pass.scratch(k * m);
    transpose(da, m, k, sums);
    float[] scratch = pass.scratch(Kernels.scratchSize(k, m, n));
    Engine.KERNELS.gemm(k, m, n, b.data, n, 1, upstream, m, sums, m, scratch);
    transpose(sums, k, m, da);
  }

  /// Four rows or columns at a time: whichever are fewer, so that what is read or written far apart
  /// meets few cache lines.
  static void transpose(float[] x, int rows, int columns, float[] y) {
    if (rows > columns) {
      transposeColumns(x, rows, columns, y);
    } else {
      transposeRows(x, rows, columns, y);
    }
  }

  private static void transposeRows(float[] x, int rows, int columns, float[] y) {
    int r = 0;
    for (; r <= rows - 4; r += 4) {
      int x0 = r * columns;
      int x1 = x0 + columns;
      int x2 = x1 + columns;
      int x3 = x2 + columns;
      for (int c = 0, to = r; c < columns; c++, to += rows) {
        y[to] = x[x0 + c];
        y[to + 1] = x[x1 + c];
        y[to + 2] = x[x2 + c];
        y[to + 3] = x[x3 + c];
      }
    }
    for (; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        y[c * rows + r] = x[r * columns + c];
      }
    }
  }

  private static void transposeColumns(float[] x, int rows, int columns, float[] y) {
    int c = 0;
    for (; c <= columns - 4; c += 4) {
      int y0 = c * rows;
      int y1 = y0 + rows;
      int y2 = y1 + rows;
      int y3 = y2 + rows;
      for (int r = 0, from = c; r < rows; r++, from += columns) {
        y[y0 + r] = x[from];
        y[y1 + r] = x[from + 1];
        y[y2 + r] = x[from + 2];
        y[y3 + r] = x[from + 3];
      }
    }
    for (; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        y[c * rows + r] = x[r * columns + c];
      }
    }
  }
}
