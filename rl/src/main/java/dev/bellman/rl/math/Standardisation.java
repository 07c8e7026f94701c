package dev.bellman.rl.math;

/// How a batch of numbers is brought to mean 0 and standard deviation 1: `(x - mean) / std`.
///
/// @param mean the batch's mean
/// @param std the batch's sample standard deviation (n - 1) plus 1e-8
public record Standardisation(float mean, float std) {
  /// Leaves the numbers as they are.
  public static final Standardisation NONE = new Standardisation(0f, 1f);

  private static final double EPSILON = 1e-8;

  /// Measures some of the numbers of an array; one number alone is only centred.
  ///
  /// @param values the array; not modified
  /// @param order which numbers; not modified
  /// @param from the place of the first one in `order`
  /// @param to the place after the last one
  /// @return their mean and standard deviation
  public static Standardisation of(float[] values, int[] order, int from, int to) {
    int n = to - from;
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[order[i]];
    }
    double mean = sum / n;
    double squares = 0;
    for (int i = from; i < to; i++) {
      double deviation = values[order[i]] - mean;
      squares += deviation * deviation;
    }
    double std = n > 1 ? Math.sqrt(squares / (n - 1)) + EPSILON : 1;
    return new Standardisation((float) mean, (float) std);
  }
}
