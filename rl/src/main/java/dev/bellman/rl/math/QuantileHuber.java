package dev.bellman.rl.math;

import java.util.Arrays;

/// How far K quantiles θ are from the distribution of K' equally probable values (Dabney et al.
/// 2018, arXiv:1710.10044, equation 10). θ_i stands for the level `τ_i = (i + 1/2) / K`. With `u =
/// target_j - θ_i` and Huber's loss L of limit κ it is
///
/// ```
/// Σ_i mean_j |τ_i - 1{u < 0}| · L(u) / κ
/// ```
///
/// No pair is looked at: the targets are sorted once, so that for each θ those further below than
/// κ, nearer below, nearer above and further above lie side by side, and their losses follow from
/// sums up to their ends. With 200 quantiles that is many times as fast as 40,000 pairs.
///
/// Owns scratch; confined to one thread.
public final class QuantileHuber {
  private final double kappa;
  private final float[] sorted;
  private final double[] sums;
  private final double[] squares;
  private double slope;

  /// Scratch for distributions of a size.
  ///
  /// @param targets K', at least 1
  /// @param kappa κ, above 0
  /// @throws IllegalArgumentException if a number is out of its range
  public QuantileHuber(int targets, double kappa) {
    Ranges.atLeastOne("targets", targets);
    Ranges.aboveZero("kappa", kappa);
    this.kappa = kappa;
    this.sorted = new float[targets];
    this.sums = new double[targets + 1];
    this.squares = new double[targets + 1];
  }

  /// Computes the loss of one row and its gradient.
  ///
  /// @param theta θ, `[K]` from `first`; not modified
  /// @param first the place of the row's first quantile, in `theta` and `gradient`
  /// @param k K
  /// @param target what the quantiles should describe, `[K']` from `firstTarget`; not modified
  /// @param firstTarget the place of the row's first value
  /// @param gradient receives the derivative with respect to θ; modified
  /// @return the loss
  public double of(
      float[] theta, int first, int k, float[] target, int firstTarget, float[] gradient) {
    sort(target, firstTarget);
    double scale = 1 / (kappa * sorted.length);
    double loss = 0;
    for (int i = 0; i < k; i++) {
      loss += ofOne(theta[first + i], (i + 0.5) / k);
      gradient[first + i] = (float) (slope * scale);
    }
    return loss * scale;
  }

  private void sort(float[] target, int first) {
    System.arraycopy(target, first, sorted, 0, sorted.length);
    Arrays.sort(sorted);
    for (int j = 0; j < sorted.length; j++) {
      double value = sorted[j];
      sums[j + 1] = sums[j] + value;
      squares[j + 1] = squares[j] + value * value;
    }
  }

  /// The loss of one quantile, not scaled; its derivative is left in [#slope].
  private double ofOne(double theta, double level) {
    int n = sorted.length;
    int a = below(theta - kappa);
    int b = below(theta);
    int c = below(theta + kappa);
    double farBelow = a * theta - sums[a];
    double nearBelow = (b - a) * theta - (sums[b] - sums[a]);
    double nearAbove = (c - b) * theta - (sums[c] - sums[b]);
    double farAbove = sums[n] - sums[c] - (n - c) * theta;
    slope = (1 - level) * (kappa * a + nearBelow) + level * (nearAbove - kappa * (n - c));
    return (1 - level) * (kappa * (farBelow - 0.5 * kappa * a) + halfSquares(theta, a, b))
        + level * (kappa * (farAbove - 0.5 * kappa * (n - c)) + halfSquares(theta, b, c));
  }

  /// `½·Σ (target_j - θ)²` over some of the sorted targets.
  private double halfSquares(double theta, int from, int to) {
    double sum = sums[to] - sums[from];
    double square = squares[to] - squares[from];
    return 0.5 * (square - theta * (2 * sum - (to - from) * theta));
  }

  /// How many targets are below a value.
  private int below(double value) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] < value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
