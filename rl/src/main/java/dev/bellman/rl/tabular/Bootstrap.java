package dev.bellman.rl.tabular;

/// What a method takes the next state to be worth: the value of the policy that it learns about,
/// which need not be the policy that acts.
public sealed interface Bootstrap {
  /// `Q(s', a')` for the action that the behaviour takes next: SARSA. On-policy.
  record NextAction() implements Bootstrap {}

  /// `Σ_a b(a|s') Q(s', a)` for the behaviour b: expected SARSA. On-policy.
  record Expectation() implements Bootstrap {}

  /// `Σ_a π(a|s') Q(s', a)` for a policy that does not act. Off-policy.
  ///
  /// @param policy π
  record Of(Exploration policy) implements Bootstrap {}

  /// `max_a Q(s', a)`: Q-learning. Off-policy, the target policy is the greedy one.
  record Max() implements Bootstrap {}
}
