package dev.bellman.rl.math;

import java.util.Arrays;

/// Solves `A·x = b` for a symmetric positive definite A that is known only by its products, by
/// conjugate gradients from x = 0 (Hestenes and Stiefel 1952). Owns its scratch, and is confined to
/// one thread.
public final class ConjugateGradient {
  /// When to stop.
  ///
  /// @param iterations products with A at most, at least 1; usually 10 to 15
  /// @param tolerance stops before, once the squared norm of `b - A·x` is below this, at least 0
  public record Config(int iterations, double tolerance) {
    /// 15 products, tolerance 1e-10.
    public static final Config DEFAULTS = new Config(15, 1e-10);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Config {
      Ranges.atLeastOne("iterations", iterations);
      Ranges.notNegative("tolerance", tolerance);
    }
  }

  /// A matrix as what it does to a vector.
  @FunctionalInterface
  public interface Product {
    /// Multiplies.
    ///
    /// @param vector v; not modified
    /// @param product receives `A·v`; modified
    void of(double[] vector, double[] product);
  }

  private final Config config;
  private final double[] residual;
  private final double[] direction;
  private final double[] product;

  /// A solver.
  ///
  /// @param config when to stop
  /// @param size numbers in a vector
  public ConjugateGradient(Config config, int size) {
    this.config = config;
    this.residual = new double[size];
    this.direction = new double[size];
    this.product = new double[size];
  }

  /// Solves `A·x = b`, as well as the iterations allow.
  ///
  /// @param a A
  /// @param b the right side; not modified
  /// @param x the solution; modified
  /// @return the norm of `b - A·x`, as the recursion has it
  public double solve(Product a, double[] b, double[] x) {
    Arrays.fill(x, 0);
    System.arraycopy(b, 0, residual, 0, b.length);
    System.arraycopy(b, 0, direction, 0, b.length);
    double squared = dot(residual, residual);
    for (int i = 0; i < config.iterations && squared > config.tolerance; i++) {
      a.of(direction, product);
      double curvature = dot(direction, product);
      if (!(curvature > 0)) {
        break; // rounding has the last word: A is not positive along this direction
      }
      double alpha = squared / curvature;
      add(alpha, direction, x);
      add(-alpha, product, residual);
      double next = dot(residual, residual);
      double beta = next / squared;
      for (int j = 0; j < direction.length; j++) {
        direction[j] = residual[j] + beta * direction[j];
      }
      squared = next;
    }
    return Math.sqrt(squared);
  }

  /// The inner product.
  ///
  /// @param a a vector
  /// @param b a vector of the same length
  /// @return `Σ a·b`
  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /// Adds a multiple of a vector to another.
  ///
  /// @param factor the factor
  /// @param vector what is added; not modified
  /// @param into what it is added to; modified
  public static void add(double factor, double[] vector, double[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] += factor * vector[i];
    }
  }
}
