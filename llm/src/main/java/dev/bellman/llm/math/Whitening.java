package dev.bellman.llm.math;

/// Numbers brought to variance 1 over those that count: `(x - mean) / √(var + 1e-8)`, with the
/// unbiased variance (n - 1). One alone, and numbers that are all the same, have no variance and
/// are only shifted.
public enum Whitening {
  /// The mean becomes 0, as for advantages.
  CENTRED,
  /// The mean is added again, as for rewards.
  KEEPING_MEAN;

  private static final double EPSILON = 1e-8;

  /// Whitens numbers that all count.
  ///
  /// @param x the numbers; not modified
  /// @param from the first place
  /// @param to the place after the last one
  /// @param whitened receives them, at the same places; may be `x`; modified
  public void apply(double[] x, int from, int to, double[] whitened) {
    Moments m = Moments.of(x, from, to);
    double factor = m.constant() ? 1 : 1 / Math.sqrt(m.squares() / (m.count() - 1) + EPSILON);
    double mean = this == KEEPING_MEAN ? m.mean() : 0;
    for (int i = from; i < to; i++) {
      double centred = m.constant() ? 0 : (x[i] - m.mean()) * factor;
      whitened[i] = centred + mean;
    }
  }

  /// Whitens those numbers that a mask counts.
  ///
  /// @param x the numbers; not modified
  /// @param mask whether each counts; not modified
  /// @param whitened receives those that count, 0 for others; may be `x`; modified
  public void apply(double[] x, boolean[] mask, double[] whitened) {
    double[] counted = new double[x.length];
    int n = 0;
    for (int i = 0; i < x.length; i++) {
      if (mask[i]) {
        counted[n++] = x[i];
      }
    }
    apply(counted, 0, n, counted);
    n = 0;
    for (int i = 0; i < x.length; i++) {
      whitened[i] = mask[i] ? counted[n++] : 0;
    }
  }
}
