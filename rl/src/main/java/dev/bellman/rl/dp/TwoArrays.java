package dev.bellman.rl.dp;

/// Values in two arrays: those that a sweep reads and those that it writes.
final class TwoArrays {
  private double[] values;
  private double[] next;

  /// Begins with values for all states and the end.
  TwoArrays(double[] values) {
    this.values = values;
    next = new double[values.length];
  }

  double[] values() {
    return values;
  }

  double[] next() {
    return next;
  }

  /// After a sweep: what was written is read from now on.
  void turn() {
    double[] read = values;
    values = next;
    next = read;
  }
}
