package dev.bellman.llm.math;

/// β, the weight of the divergence from the reference in the reward. A variant is another value;
/// one that is controlled is replaced after each rollout, never changed.
public interface KlController {
  /// The weight now.
  ///
  /// @return β, at least 0
  double beta();

  /// What follows a rollout.
  ///
  /// @param kl the mean divergence of its completions from the reference, in nats a completion
  /// @param completions n, how many there were
  /// @return the weight of the next rollout
  default KlController next(double kl, long completions) {
    return this;
  }

  /// This rule with another weight, such as one that was saved.
  ///
  /// @param other β
  /// @return the weight; this if it is not controlled
  default KlController with(double other) {
    return this;
  }

  /// A weight that the divergence does not change.
  ///
  /// @param beta β, at least 0
  record Fixed(double beta) implements KlController {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if it is below 0 or not finite
    public Fixed {
      requireBeta(beta);
    }
  }

  /// Moved in proportion to how far the divergence is from a target: `β·(1 + clip(KL/target - 1,
  /// ±0.2)·n/horizon)` (Ziegler et al. 2019, arXiv:1909.08593, section 2.2).
  ///
  /// @param beta β of the next rollout, above 0: 0 could never change
  /// @param target the divergence to keep near, in nats a completion, above 0
  /// @param horizon over how many completions the weight changes by a fifth at most, above 0
  record Proportional(double beta, double target, double horizon) implements KlController {
    private static final double LIMIT = 0.2;

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is not above 0
    public Proportional {
      requireBeta(beta);
      requireAboveZero("beta", beta);
      requireAboveZero("target", target);
      requireAboveZero("horizon", horizon);
    }

    /// **Deviation**: a factor is kept at 1 - 0.2 or above, so that a rollout of more completions
    /// than the horizon cannot turn β negative; a divergence that is not a number changes nothing.
    @Override
    public Proportional next(double kl, long completions) {
      if (Double.isNaN(kl)) {
        return this;
      }
      double error = Math.clamp(kl / target - 1, -LIMIT, LIMIT);
      return with(beta * Math.max(1 - LIMIT, 1 + error * (double) completions / horizon));
    }

    @Override
    public Proportional with(double other) {
      return new Proportional(other, target, horizon);
    }
  }

  private static void requireBeta(double beta) {
    if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beta: must be at least 0 and finite, got " + beta);
    }
  }

  private static void requireAboveZero(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("%s: must be above 0, got %s".formatted(name, value));
    }
  }
}
