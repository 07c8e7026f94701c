package dev.bellman.llm.math;

/// The moments of some numbers, those that are NaN left out.
///
/// @param count how many numbers there are
/// @param mean their mean
/// @param squares the sum of the squares of their differences from it
/// @param constant whether they are all the same, so that they have no deviation at all
record Moments(int count, double mean, double squares, boolean constant) {
  static Moments of(double[] x, int from, int to) {
    int count = 0;
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      if (!Double.isNaN(x[i])) {
        count++;
        sum += x[i];
        min = Math.min(min, x[i]);
        max = Math.max(max, x[i]);
      }
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = from; i < to; i++) {
      if (!Double.isNaN(x[i])) {
        squares += (x[i] - mean) * (x[i] - mean);
      }
    }
    return new Moments(count, mean, squares, max <= min || count == 0);
  }

  double deviation(boolean unbiased) {
    return Math.sqrt(squares / (unbiased ? count - 1 : count));
  }

  /// `(x - mean) · factor`; 0 for what is NaN and where all are the same.
  void scale(double[] x, int from, int to, double factor, double[] scaled) {
    for (int i = from; i < to; i++) {
      scaled[i] = constant || Double.isNaN(x[i]) ? 0 : (x[i] - mean) * factor;
    }
  }

  static void requireEpsilon(double epsilon) {
    if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon: must be at least 0 and finite, got " + epsilon);
    }
  }
}
