package dev.bellman.rl.math;

/// Systems of linear equations.
public final class LinearSystem {
  /// A pivot that is so small a share of the largest coefficient is rounding.
  private static final double ROUNDING = 1e-13;

  private LinearSystem() {}

  /// Solves `A x = b` by Gaussian elimination with partial pivoting.
  ///
  /// @param a A, `[n, n]` row-major; modified
  /// @param b `[n]`; modified to the solution x
  /// @throws IllegalArgumentException if A is singular: a pivot is 0 but for rounding
  public static void solve(double[] a, double[] b) {
    int n = b.length;
    double least = ROUNDING * largest(a);
    for (int k = 0; k < n; k++) {
      swap(a, b, k, pivot(a, n, k));
      if (!(Math.abs(a[k * n + k]) > least)) {
        throw new IllegalArgumentException(
            "linear system: must have one solution, got pivot %s in column %d"
                .formatted(a[k * n + k], k));
      }
      for (int i = k + 1; i < n; i++) {
        double factor = a[i * n + k] / a[k * n + k];
        if (factor != 0) {
          subtract(a, n, i, k, factor);
          b[i] -= factor * b[k];
        }
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = b[i];
      for (int j = i + 1; j < n; j++) {
        sum -= a[i * n + j] * b[j];
      }
      b[i] = sum / a[i * n + i];
    }
  }

  private static double largest(double[] a) {
    double largest = 0;
    for (double value : a) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static int pivot(double[] a, int n, int k) {
    int pivot = k;
    for (int i = k + 1; i < n; i++) {
      if (Math.abs(a[i * n + k]) > Math.abs(a[pivot * n + k])) {
        pivot = i;
      }
    }
    return pivot;
  }

  private static void swap(double[] a, double[] b, int i, int j) {
    if (i == j) {
      return;
    }
    int n = b.length;
    for (int k = 0; k < n; k++) {
      double value = a[i * n + k];
      a[i * n + k] = a[j * n + k];
      a[j * n + k] = value;
    }
    double value = b[i];
    b[i] = b[j];
    b[j] = value;
  }

  /// Subtracts a multiple of row k from row i, from column k on.
  private static void subtract(double[] a, int n, int i, int k, double factor) {
    for (int j = k; j < n; j++) {
      a[i * n + j] -= factor * a[k * n + j];
    }
  }
}
