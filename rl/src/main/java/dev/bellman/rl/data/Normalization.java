package dev.bellman.rl.data;

import dev.bellman.rl.math.Ranges;

/// Whether a learner sees observations and rewards of about unit size, whatever the environment's
/// are. [Normalizer] says how.
///
/// @param observations whether observations are shown with mean 0 and variance 1
/// @param rewards whether rewards are divided by the standard deviation of discounted returns
/// @param clipObservation the largest coordinate shown where observations are, above 0
/// @param clipReward the largest reward learned from where rewards are, above 0
/// @param epsilon what is added to a variance before its root is taken, at least 0
public record Normalization(
    boolean observations,
    boolean rewards,
    double clipObservation,
    double clipReward,
    double epsilon) {
  /// Neither is normalised.
  public static final Normalization DEFAULTS = new Normalization(false, false, 10, 10, 1e-8);

  /// Both are.
  public static final Normalization BOTH = DEFAULTS.with(true, true);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public Normalization {
    Ranges.aboveZero("clipObservation", clipObservation);
    Ranges.aboveZero("clipReward", clipReward);
    Ranges.notNegative("epsilon", epsilon);
    Ranges.finite("epsilon", epsilon);
  }

  /// The same limits, for others.
  ///
  /// @param observations whether observations are normalised
  /// @param rewards whether rewards are
  /// @return the choice
  public Normalization with(boolean observations, boolean rewards) {
    return new Normalization(observations, rewards, clipObservation, clipReward, epsilon);
  }
}
