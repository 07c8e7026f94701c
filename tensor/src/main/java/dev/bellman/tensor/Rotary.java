package dev.bellman.tensor;

/// Rotary positions (Su et al. 2021, arXiv:2104.09864): number j of a head and number j + D/2 are a
/// point in a plane, which is turned by the angle `position · θ^(-2j/D)`. These pairs of halves are
/// those of the checkpoints at Hugging Face; the paper's are neighbours.
///
/// Owns the tables of cosines and sines, which grow with the positions that are asked for. May be
/// used by several threads at once.
public final class Rotary {
  private final int headSize;
  private final double theta;
  private volatile Table table = new Table(0, new float[0], new float[0]);

  /// Cosines and sines, `[positions,D/2]`.
  private record Table(int positions, float[] cosines, float[] sines) {}

  /// Frequencies for heads of one size.
  ///
  /// @param headSize D, even
  /// @param theta θ, the base
  /// @throws IllegalArgumentException if D is odd
  public Rotary(int headSize, double theta) {
    if (headSize < 2 || headSize % 2 != 0) {
      throw new IllegalArgumentException(
          "rotary: headSize must be even and at least 2, got " + headSize);
    }
    this.headSize = headSize;
    this.theta = theta;
  }

  /// `y₁ = x₁·cos - x₂·sin`, `y₂ = x₂·cos + x₁·sin` for the halves of each head; backwards it turns
  /// the other way.
  record Rotate(Tensor x, int[] positions, int from, Rotary frequencies) implements Op {
    @Override
    public void forward(Tensor y) {
      Table table = frequencies.table;
      Engine.KERNELS.turn(
          x.data,
          positions,
          from,
          x.shape().dim(0),
          x.shape().dim(1),
          table.cosines,
          table.sines,
          frequencies.headSize / 2,
          y.data);
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      Table table = frequencies.table;
      Engine.KERNELS.addTurnedBack(
          dy,
          positions,
          from,
          x.shape().dim(0),
          x.shape().dim(1),
          table.cosines,
          table.sines,
          frequencies.headSize / 2,
          dx);
    }
  }

  /// Turns every head of every row.
  ///
  /// @param x shape `[N,heads·D]`
  /// @param positions the position of row i at `from + i`, from 0; not to be changed before the
  ///   scope is closed
  /// @param from the place of the first row's position
  /// @return the same shape
  /// @throws IllegalArgumentException if rows are not made of such heads, or a position is negative
  @SuppressWarnings("ReferenceEquality") // the positions may be others by now, in the same array
  public Tensor apply(Tensor x, int[] positions, int from) {
    if (x.shape().rank() != 2 || x.shape().dim(1) % headSize != 0) {
      throw new IllegalArgumentException(
          "rotary: expected rows of heads of %d numbers, got %s".formatted(headSize, x.shape()));
    }
    int most = 0;
    for (int i = 0; i < x.shape().dim(0); i++) {
      int position = positions[from + i];
      if (position < 0) {
        throw new IllegalArgumentException("rotary: position must be from 0, got " + position);
      }
      most = Math.max(most, position);
    }
    grow(most + 1);
    Tensor y = Scope.next(Rotate.class, x);
    Rotate op =
        y.op instanceof Rotate o
                && o.x == x
                && o.positions == positions
                && o.from == from
                && o.frequencies == this
            ? o
            : new Rotate(x, positions, from, this);
    return Scope.compute(y, op, x.shape());
  }

  private void grow(int positions) {
    if (positions > table.positions) {
      synchronized (this) {
        if (positions > table.positions) {
          table = table(Math.max(64, Integer.highestOneBit(2 * positions - 1)));
        }
      }
    }
  }

  private Table table(int positions) {
    int half = headSize / 2;
    float[] cosines = new float[positions * half];
    float[] sines = new float[positions * half];
    for (int j = 0; j < half; j++) {
      double frequency = StrictMath.pow(theta, -2.0 * j / headSize);
      for (int position = 0; position < positions; position++) {
        cosines[position * half + j] = (float) StrictMath.cos(position * frequency);
        sines[position * half + j] = (float) StrictMath.sin(position * frequency);
      }
    }
    return new Table(positions, cosines, sines);
  }
}
