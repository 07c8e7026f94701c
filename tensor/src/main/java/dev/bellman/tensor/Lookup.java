package dev.bellman.tensor;

import dev.bellman.tensor.internal.kernel.Kernels;
import java.util.Arrays;

/// Rows of a table, such as an embedding, by their numbers, and the way back: how well each row of
/// the table fits.
public final class Lookup {
  private Lookup() {}

  /// `y[i] = x[rows[from + i]]`; `dx[rows[from + i]] += dy[i]`.
  record Rows(Tensor x, int[] rows, int from) implements Op {
    @Override
    public void forward(Tensor y) {
      int width = x.shape().dim(1);
      for (int i = 0; i < y.shape().dim(0); i++) {
        System.arraycopy(x.data, rows[from + i] * width, y.data, i * width, width);
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      int width = x.shape().dim(1);
      for (int i = 0; i < y.shape().dim(0); i++) {
        int to = rows[from + i] * width;
        for (int j = 0, at = i * width; j < width; j++) {
          dx[to + j] += dy[at + j];
        }
      }
    }
  }

  /// `y = x·tableᵀ`; `dx = dy·table`, `dtable = dyᵀ·x`.
  record Scores(Tensor x, Tensor table) implements Op {
    @Override
    public void forward(Tensor y) {
      int m = x.shape().dim(0);
      int k = table.shape().dim(1);
      int n = table.shape().dim(0);
      float[] transposed = Scope.scratch(y, n * k);
      Matrices.transpose(table.data, n, k, transposed);
      Arrays.fill(y.data, 0, y.size(), 0f);
      float[] scratch = Scope.scratch(y, Kernels.scratchSize(m, n, k));
      Engine.KERNELS.gemm(m, n, k, x.data, k, 1, transposed, n, y.data, n, scratch);
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      int m = x.shape().dim(0);
      int k = table.shape().dim(1);
      int n = table.shape().dim(0);
      float[] dt = pass.into(table);
      if (dt != null) {
        float[] scratch = pass.scratch(Kernels.scratchSize(n, k, m));
        Engine.KERNELS.gemm(n, k, m, dy, 1, n, x.data, k, dt, k, scratch);
      }
      float[] dx = pass.into(x);
      if (dx != null) {
        float[] scratch = pass.scratch(Kernels.scratchSize(m, k, n));
        Engine.KERNELS.gemm(m, k, n, dy, n, 1, table.data, k, dx, k, scratch);
      }
    }
  }

  /// Some rows of a matrix; a row may be wanted several times.
  ///
  /// @param x shape `[R,D]`
  /// @param rows which rows; not to be changed before the scope is closed
  /// @param from the place of the first one in `rows`
  /// @param count how many
  /// @return shape `[count,D]`
  /// @throws IllegalArgumentException if a row is out of range
  public static Tensor rows(Tensor x, int[] rows, int from, int count) {
    return rows(Scope.of(Rows.class, x), x, rows, from, count);
  }

  /// See the form without a scope; with one the matrix may be a parameter as it is.
  ///
  /// @param scope where the result lives
  /// @param x shape `[R,D]`, a parameter or a tensor of the scope
  /// @param rows which rows; not to be changed before the scope is closed
  /// @param from the place of the first one in `rows`
  /// @param count how many
  /// @return shape `[count,D]`
  /// @throws IllegalArgumentException if a row is out of range
  @SuppressWarnings("ReferenceEquality") // the rows may be others by now, in the same array
  public static Tensor rows(Scope scope, Tensor x, int[] rows, int from, int count) {
    if (x.shape().rank() != 2) {
      throw new IllegalArgumentException("rows: must have two dimensions, got " + x.shape());
    }
    int most = x.shape().dim(0);
    for (int i = from; i < from + count; i++) {
      if (rows[i] < 0 || rows[i] >= most) {
        throw new IllegalArgumentException(
            "rows: row %d must be in [0, %d), got %d".formatted(i - from, most, rows[i]));
      }
    }
    Tensor y = scope.next(x.differentiable);
    Rows op =
        y.op instanceof Rows o && o.x == x && o.rows == rows && o.from == from
            ? o
            : new Rows(x, rows, from);
    return Scope.compute(y, op, y.shape().or(count, x.shape().dim(1)));
  }

  /// The product of each row with each row of a table: an output layer that shares the embedding.
  ///
  /// @param x shape `[N,D]`
  /// @param table shape `[R,D]`
  /// @return shape `[N,R]`
  /// @throws IllegalArgumentException if the widths differ
  public static Tensor scores(Tensor x, Tensor table) {
    Shape left = x.shape();
    Shape right = table.shape();
    if (left.rank() != 2 || right.rank() != 2 || left.dim(1) != right.dim(1)) {
      throw new IllegalArgumentException(
          "scores: expected [N,D] and a table [R,D], got %s and %s".formatted(left, right));
    }
    Tensor y = Scope.next(Scores.class, x, table);
    Scores op = y.op instanceof Scores o && o.x == x && o.table == table ? o : new Scores(x, table);
    return Scope.compute(y, op, y.shape().or(left.dim(0), right.dim(0)));
  }
}
