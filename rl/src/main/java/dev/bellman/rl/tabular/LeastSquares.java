package dev.bellman.rl.tabular;

import dev.bellman.rl.math.LinearSystem;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;

/// The equations of a temporal-difference fixed point, gathered from transitions: `A w = b` with `A
/// = Σ z (x - γ x')ᵀ` and `b = Σ z r`, where z is a trace of features x, or x itself.
final class LeastSquares implements Stateful {
  /// The most unknowns: 128 MiB, and minutes to solve.
  private static final int MOST = 4096;

  private final int size;
  private final double[] a;
  private final double[] b;

  /// No transitions yet.
  ///
  /// @throws IllegalArgumentException if there are too many unknowns
  LeastSquares(int size) {
    if (size > MOST) {
      throw new IllegalArgumentException(
          "features: at most %d weights can be solved for, got %d (take fewer tiles)"
              .formatted(MOST, size));
    }
    this.size = size;
    this.a = new double[size * size];
    this.b = new double[size];
  }

  /// Adds to one element of A.
  void add(int row, int column, double value) {
    a[row * size + column] += value;
  }

  /// Adds to one element of b.
  void addReward(int row, double value) {
    b[row] += value;
  }

  void clear() {
    Arrays.fill(a, 0);
    Arrays.fill(b, 0);
  }

  /// The weights that solve `(A + ridge I) w = b`; 0 for features that were never seen.
  ///
  /// @throws IllegalArgumentException if there is not one solution
  double[] solve(double ridge) {
    double[] left = a.clone();
    double[] weights = b.clone();
    for (int k = 0; k < size; k++) {
      left[k * size + k] += isEmpty(k) ? 1 : ridge;
    }
    try {
      LinearSystem.solve(left, weights);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "ridge: must be above 0 for features that depend on one another, got " + ridge, e);
    }
    return weights;
  }

  private boolean isEmpty(int row) {
    if (b[row] != 0) {
      return false;
    }
    for (int k = row * size; k < (row + 1) * size; k++) {
      if (a[k] != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void save(State out) {
    out.put("a", a, size, size);
    out.put("b", b);
  }

  @Override
  public void load(State in) {
    System.arraycopy(in.doubles("a", a.length), 0, a, 0, a.length);
    System.arraycopy(in.doubles("b", b.length), 0, b, 0, b.length);
  }
}
