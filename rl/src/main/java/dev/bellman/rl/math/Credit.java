package dev.bellman.rl.math;

/// What an action of an episode is credited with.
public enum Credit {
  /// The whole episode's discounted return `R = Σ γ^t·r[t]`, also what came before the action:
  /// right in the mean, and it varies the most.
  WHOLE_RETURN,
  /// What came after: `G[t] = r[t] + γ·G[t+1]`. The usual form, which is a gradient of no function
  /// but for γ = 1.
  REWARD_TO_GO,
  /// `γ^t·G[t]`: the exact gradient of the discounted return from the start, in which late steps
  /// hardly count.
  DISCOUNTED_REWARD_TO_GO;

  /// Credits the actions of one episode.
  ///
  /// @param rewardToGo G of each of its T steps; not modified
  /// @param gamma γ
  /// @param credit receives one for each step; modified
  public void assign(float[] rewardToGo, double gamma, float[] credit) {
    double factor = 1;
    for (int t = 0; t < rewardToGo.length; t++) {
      credit[t] =
          switch (this) {
            case WHOLE_RETURN -> rewardToGo[0];
            case REWARD_TO_GO -> rewardToGo[t];
            case DISCOUNTED_REWARD_TO_GO -> (float) (factor * rewardToGo[t]);
          };
      factor *= gamma;
    }
  }
}
