package dev.bellman.rl.env.probe;

import dev.bellman.rl.math.Ranges;
import java.util.Arrays;

/// A linear system with a quadratic cost: `x' = A x + B u + w`, where w is normal with standard
/// deviation `noise` in each coordinate, costs `xᵀQ x + uᵀR u` for each step. The start is uniform
/// on `[-startRange, startRange]` in each coordinate.
///
/// @param a A, shape [D,D]
/// @param b B, shape [D,M]
/// @param q Q, shape [D,D], symmetric and not negative
/// @param r R, shape [M,M], symmetric and positive
/// @param noise the standard deviation of w, at least 0
/// @param startRange the largest start coordinate, at least 0
public record LinearQuadraticProblem(
    Matrix a, Matrix b, Matrix q, Matrix r, double noise, double startRange) {
  private static final int MAX_DIMENSION = 50;
  private static final double SECONDS_PER_STEP = 0.1;
  private static final double FORCE = 5;
  private static final double VELOCITY_COST = 0.1;

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException if a value is not finite, shapes do not fit, Q or R is not
  ///   symmetric, Q is negative, R is not positive, or `noise` or `startRange` is below 0
  public LinearQuadraticProblem {
    int d = a.rows();
    int m = b.columns();
    checkShape("A", a, d, d);
    checkShape("B", b, d, m);
    checkShape("Q", q, d, d);
    checkShape("R", r, m, m);
    checkPositive("R", r);
    double little = 1e-12 * Math.max(q.largest(), 1);
    checkPositive("Q", q.plus(ones(d).times(little)));
    checkAtLeastZero("noise", noise);
    checkAtLeastZero("start_range", startRange);
  }

  private static void checkShape(String name, Matrix matrix, int rows, int columns) {
    if (matrix.rows() != rows || matrix.columns() != columns) {
      throw new IllegalArgumentException(
          "LinearQuadraticProblem.%s: must have shape [%d,%d], got [%d,%d]"
              .formatted(name, rows, columns, matrix.rows(), matrix.columns()));
    }
    if (!(matrix.largest() < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "LinearQuadraticProblem.%s: must be finite, got %s".formatted(name, matrix));
    }
  }

  private static void checkPositive(String name, Matrix matrix) {
    try {
      matrix.solve(ones(matrix.rows()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "LinearQuadraticProblem.%s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static Matrix ones(int size) {
    double[] diagonal = new double[size];
    Arrays.fill(diagonal, 1);
    return Matrix.diagonal(diagonal);
  }

  private static void checkAtLeastZero(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "environment.%s: must be finite and at least 0, got %s".formatted(name, value));
    }
  }

  /// A mass that a force brings to rest at the origin of a space of some dimensions, seen every
  /// tenth of a second: the state is the position and then the velocity, which a control of 1
  /// changes by 5 a second. A step costs |position|² + 0.1 |velocity|² + `controlCost` |control|².
  ///
  /// @param dimension of the space, in 1..50; there are twice as many state coordinates
  /// @param controlCost the cost of control, above 0
  /// @param noise the standard deviation of what disturbs each state coordinate in each step
  /// @return the problem, starts within 1
  /// @throws IllegalArgumentException if a number is out of range
  public static LinearQuadraticProblem mass(long dimension, double controlCost, double noise) {
    Probe.checkCount("dimension", dimension, MAX_DIMENSION);
    Ranges.aboveZero("environment.control_cost", controlCost);
    int m = (int) dimension;
    int d = 2 * m;
    double[][] a = new double[d][d];
    double[][] b = new double[d][m];
    double[] q = new double[d];
    double[] r = new double[m];
    for (int k = 0; k < m; k++) {
      a[k][k] = 1;
      a[k][m + k] = SECONDS_PER_STEP;
      a[m + k][m + k] = 1;
      b[m + k][k] = SECONDS_PER_STEP * FORCE;
      q[k] = 1;
      q[m + k] = VELOCITY_COST;
      r[k] = controlCost;
    }
    return new LinearQuadraticProblem(
        Matrix.of(a), Matrix.of(b), Matrix.diagonal(q), Matrix.diagonal(r), noise, 1);
  }

  /// The number of state coordinates.
  ///
  /// @return D
  public int states() {
    return a.rows();
  }

  /// The number of control coordinates.
  ///
  /// @return M
  public int controls() {
    return b.columns();
  }
}
