package dev.bellman.rl.loss;

/// Doubling and halving.
final class Bands {
  private static final double LEAST = 1e-6;
  private static final double GREATEST = 1e6;

  private Bands() {}

  /// Twice the coefficient above the band, half of it below, the same inside and where the
  /// divergence is not a number.
  static double next(double coefficient, double kl, double low, double high) {
    if (kl > high) {
      return Math.clamp(2 * coefficient, LEAST, GREATEST);
    }
    return kl < low ? Math.clamp(coefficient / 2, LEAST, GREATEST) : coefficient;
  }
}
