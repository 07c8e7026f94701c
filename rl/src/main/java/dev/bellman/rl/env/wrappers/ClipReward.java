package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Space;

/// Clips rewards to an interval.
///
/// @param min the smallest reward, -infinity for none
/// @param max the largest reward, +infinity for none
public record ClipReward(double min, double max) implements RewardWrapper<Object, Object> {
  /// Checks the interval.
  ///
  /// @throws IllegalArgumentException unless `min <= max`
  public ClipReward {
    if (!(min <= max)) {
      throw new IllegalArgumentException(
          "ClipReward: must have min <= max, got %s and %s".formatted(min, max));
    }
  }

  @Override
  public RewardMap map(Space<?> observationSpace, Space<?> actionSpace, int n) {
    return (i, outcome) -> Math.clamp(outcome.reward(i), min, max);
  }
}
