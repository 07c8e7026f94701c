package dev.bellman.rl.math;

/// What an action of an episode is credited with.
public enum Credit {
  /// The whole episode's discounted return `R = Σ γ^t·r[t]`, also what came before the action:
  /// right in the mean, and it varies the most.
  WHOLE_RETURN,
  /// What came after: `G[t] = r[t] + γ·G[t+1]`.
  REWARD_TO_GO;

  /// The credit of one action.
  ///
  /// @param first G of its episode's first step, which is R
  /// @param rewardToGo G of its own step
  /// @return the credit
  public float of(float first, float rewardToGo) {
    return this == WHOLE_RETURN ? first : rewardToGo;
  }
}
