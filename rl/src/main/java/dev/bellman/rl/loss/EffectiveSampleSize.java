package dev.bellman.rl.loss;

import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Tensor;

/// How many of a batch's B rows count after weighting by importance ratios r, as a share of B:
/// `(Σr)² / (B·Σr²)` (Kish 1965). It is 1 where all ratios are equal, and 1/B where one row counts
/// alone.
public final class EffectiveSampleSize {
  /// The name of the metric.
  public static final String METRIC = "effective_sample_size";

  private static final String SUM = "ratio_sum";
  private static final String SQUARES = "ratio_squares";

  private EffectiveSampleSize() {}

  /// Puts down the sums of some rows. Those of all rows of a batch are to be added up.
  ///
  /// @param ratio r, one for each row
  /// @param metrics receives the sums; modified
  public static void putSums(Tensor ratio, Metrics metrics) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < ratio.size(); i++) {
      double r = ratio.get(i);
      sum += r;
      squares += r * r;
    }
    metrics.put(SUM, sum).put(SQUARES, squares);
  }

  /// Puts the share in place of the sums of all rows.
  ///
  /// @param b B
  /// @param metrics what has the sums; modified
  public static void putShare(int b, Metrics metrics) {
    double sum = metrics.take(SUM);
    metrics.put(METRIC, sum * sum / (b * metrics.take(SQUARES)));
  }
}
