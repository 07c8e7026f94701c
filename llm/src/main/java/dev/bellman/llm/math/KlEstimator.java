package dev.bellman.llm.math;

/// Estimates of KL(π ‖ π_ref) from one sample of π, by log ρ = log π_ref - log π of the sample
/// (Schulman, "Approximating KL divergence", 2020). All are 0 where the two agree.
public enum KlEstimator {
  /// `-log ρ`: without bias, of either sign.
  K1 {
    @Override
    public double of(double logRho) {
      return -logRho;
    }
  },

  /// `½·log² ρ`: never negative, biased.
  K2 {
    @Override
    public double of(double logRho) {
      return 0.5 * logRho * logRho;
    }
  },

  /// `ρ - 1 - log ρ`: never negative and without bias.
  K3 {
    @Override
    public double of(double logRho) {
      return StrictMath.expm1(logRho) - logRho;
    }
  };

  /// The estimate.
  ///
  /// @param logRho log ρ = log π_ref - log π of a token that π wrote
  /// @return the estimate in nats
  public abstract double of(double logRho);
}
