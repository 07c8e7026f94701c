package dev.bellman.app.stats;

import dev.bellman.tensor.Rng;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/// Statistics of a few runs, as in Agarwal et al. 2021, arXiv:2108.13264.
///
/// Scores are held by task and run, `scores[task][run]`; tasks may have different numbers of runs.
public final class Scores {
  private Scores() {}

  /// The interval that a statistic lies in.
  ///
  /// @param low the lower end
  /// @param high the upper end
  public record Interval(double low, double high) {}

  /// The interquartile mean: the mean of what is left when a quarter of the scores, rounded down,
  /// is cut off at each end.
  ///
  /// @param scores the scores in any order, at least one; not modified
  /// @return the mean of the middle scores; NaN if one of the scores is NaN
  /// @throws IllegalArgumentException if there are no scores
  public static double interquartileMean(double... scores) {
    if (scores.length == 0) {
      throw new IllegalArgumentException("scores: must be at least one, got none");
    }
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    if (Double.isNaN(sorted[sorted.length - 1])) {
      return Double.NaN;
    }
    int cut = sorted.length / 4;
    double sum = 0;
    for (int i = cut; i < sorted.length - cut; i++) {
      sum += sorted[i];
    }
    return sum / (sorted.length - 2 * cut);
  }

  /// The median; of an even number of scores the mean of the two in the middle.
  ///
  /// @param scores the scores in any order, at least one; not modified
  /// @return the median
  public static double median(double... scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /// The stratified bootstrap percentile interval of a statistic.
  ///
  /// Every resample draws, for each task by itself, as many runs with replacement as the task has;
  /// the statistic sees all of them in one array. The ends are the percentiles `(1 - confidence) /
  /// 2` and `(1 + confidence) / 2` of the resampled statistics, interpolated linearly. The draws
  /// depend on the seed and the numbers of runs alone, so calls for the points of a curve use the
  /// same resamples at every point.
  ///
  /// @param scores the scores, `[task][run]`; not modified
  /// @param statistic what is estimated, for example [#interquartileMean]; must not keep its array
  /// @param confidence the share of resamples inside, in (0, 1), commonly 0.95
  /// @param resamples how many resamples, at least 1; the paper takes 50000
  /// @param seed the seed of the draws
  /// @return the interval
  /// @throws IllegalArgumentException if a task has no runs, there are no tasks, or an argument is
  ///   out of range
  public static Interval stratifiedBootstrap(
      double[][] scores,
      ToDoubleFunction<double[]> statistic,
      double confidence,
      int resamples,
      long seed) {
    check(scores, confidence, resamples);
    Rng rng = Rng.stream(seed, "bootstrap", 0);
    var sample = new double[Arrays.stream(scores).mapToInt(runs -> runs.length).sum()];
    var statistics = new double[resamples];
    for (int r = 0; r < resamples; r++) {
      int filled = 0;
      for (double[] runs : scores) {
        for (int i = 0; i < runs.length; i++) {
          sample[filled++] = runs[rng.nextInt(runs.length)];
        }
      }
      statistics[r] = statistic.applyAsDouble(sample);
    }
    Arrays.sort(statistics);
    double tail = (1 - confidence) / 2;
    return new Interval(percentile(statistics, tail), percentile(statistics, 1 - tail));
  }

  private static void check(double[][] scores, double confidence, int resamples) {
    if (scores.length == 0 || Arrays.stream(scores).anyMatch(runs -> runs.length == 0)) {
      throw new IllegalArgumentException("scores: every task must have at least one run");
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence: must be in (0, 1), got " + confidence);
    }
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples: must be at least 1, got " + resamples);
    }
  }

  private static double percentile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    if (below + 1 >= sorted.length) {
      return sorted[sorted.length - 1];
    }
    return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
  }
}
