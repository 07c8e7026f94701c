package dev.bellman.llm.reward;

/// One of the rewards that add up to a score.
///
/// @param name what it is called in metrics and messages
/// @param reward the reward; any function of a completion will do, its length among them
/// @param weight what it is multiplied by
public record WeightedReward(String name, Reward reward, double weight) {
  /// Checks the weight.
  ///
  /// @throws IllegalArgumentException if it is not finite
  public WeightedReward {
    if (!Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "rewards.%s.weight: must be finite, got %s".formatted(name, weight));
    }
  }
}
