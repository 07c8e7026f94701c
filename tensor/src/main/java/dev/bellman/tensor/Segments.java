package dev.bellman.tensor;

/// Operations on numbers that lie in consecutive segments, such as the tokens of sequences one
/// after the other: segment i is elements `starts[i]` to `starts[i + 1] - 1`.
///
/// Each segment's numbers depend on that segment alone, to the bit, wherever it lies.
public final class Segments {
  private Segments() {}

  /// `y[i] = Σ x[starts[i]..starts[i + 1])`; `dx[j] = dy[i]` for each j of segment i.
  record Sum(Tensor x, int[] starts, int count) implements Op {
    @Override
    public void forward(Tensor y) {
      for (int i = 0; i < count; i++) {
        y.data[i] = Sums.sum(x.data, starts[i], starts[i + 1] - starts[i]);
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      for (int i = 0; i < count; i++) {
        for (int j = starts[i]; j < starts[i + 1]; j++) {
          dx[j] += dy[i];
        }
      }
    }
  }

  /// `y[j] = x[i]` for each j of segment i; `dx[i] = Σ dy[starts[i]..starts[i + 1])`.
  record Spread(Tensor x, int[] starts, int count) implements Op {
    @Override
    public void forward(Tensor y) {
      for (int i = 0; i < count; i++) {
        for (int j = starts[i]; j < starts[i + 1]; j++) {
          y.data[j] = x.data[i];
        }
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      for (int i = 0; i < count; i++) {
        dx[i] += Sums.sum(dy, starts[i], starts[i + 1] - starts[i]);
      }
    }
  }

  /// The sum of each segment.
  ///
  /// @param x shape `[N]`
  /// @param starts where each segment starts, from 0 on, and then N; not to be changed before the
  ///   scope is closed
  /// @param count how many segments there are; `starts` may be longer
  /// @return shape `[count]`; 0 for a segment without elements
  /// @throws IllegalArgumentException if the segments do not make up `x`
  @SuppressWarnings("ReferenceEquality") // the starts may be others by now, in the same array
  public static Tensor sum(Tensor x, int[] starts, int count) {
    check("segments.sum", starts, count);
    if (x.shape().rank() != 1 || x.size() != starts[count]) {
      throw new IllegalArgumentException(
          "segments.sum: expected shape [%d], got %s".formatted(starts[count], x.shape()));
    }
    Tensor y = Scope.next(Sum.class, x);
    Sum op =
        y.op instanceof Sum o && o.x == x && o.starts == starts && o.count == count
            ? o
            : new Sum(x, starts, count);
    return Scope.compute(y, op, y.shape().or(count));
  }

  /// A number of each segment, repeated for each of its elements.
  ///
  /// @param x shape `[count]`
  /// @param starts where each segment starts, from 0 on, and then N; not to be changed before the
  ///   scope is closed
  /// @param count how many segments there are; `starts` may be longer
  /// @return shape `[N]`
  /// @throws IllegalArgumentException if there is not one number for each segment
  @SuppressWarnings("ReferenceEquality") // the starts may be others by now, in the same array
  public static Tensor spread(Tensor x, int[] starts, int count) {
    check("segments.spread", starts, count);
    if (x.shape().rank() != 1 || x.size() != count) {
      throw new IllegalArgumentException(
          "segments.spread: expected shape [%d], got %s".formatted(count, x.shape()));
    }
    Tensor y = Scope.next(Spread.class, x);
    Spread op =
        y.op instanceof Spread o && o.x == x && o.starts == starts && o.count == count
            ? o
            : new Spread(x, starts, count);
    return Scope.compute(y, op, y.shape().or(starts[count]));
  }

  private static void check(String operation, int[] starts, int count) {
    if (count < 0 || starts.length <= count) {
      throw new IllegalArgumentException(
          "%s: starts must hold one number more than %d segments, got %d"
              .formatted(operation, count, starts.length));
    }
    if (starts[0] != 0) {
      throw new IllegalArgumentException(
          "%s: starts must begin at 0, got %d".formatted(operation, starts[0]));
    }
    for (int i = 0; i < count; i++) {
      if (starts[i + 1] < starts[i]) {
        throw new IllegalArgumentException(
            "%s: starts must not fall, got %d after %d"
                .formatted(operation, starts[i + 1], starts[i]));
      }
    }
  }
}
