package dev.bellman.rl.tabular;

import dev.bellman.rl.math.Ranges;

/// How a table of action values learns from steps: what a step's target is, and how far back it
/// reaches.
public sealed interface ControlMethod {
  /// `Q(s, a) ← Q(s, a) + α (r + γ V(s') - Q(s, a))`, with 0 for V(s') after a termination: SARSA,
  /// expected SARSA or Q-learning by its target (Sutton and Barto 2018, sections 6.4 to 6.6).
  ///
  /// @param target the policy that is learned about, by what it takes the next state to be worth
  record OneStep(Bootstrap target) implements ControlMethod {}

  /// Two tables, of which a coin chooses one to learn; it picks the next action and the other one
  /// judges it, which takes away the bias of the maximum (van Hasselt 2010; Sutton and Barto 2018,
  /// section 6.7). The policy goes by the mean of the two.
  record DoubleQ() implements ControlMethod {}

  /// Targets of n rewards and the value after them; fewer where the episode ends (Sutton and Barto
  /// 2018, section 7.2). Targets other than SARSA's are not corrected for the behaviour's actions
  /// in between.
  ///
  /// @param n how many rewards, at least 1; with SARSA's target 1 is [OneStep]
  /// @param target what the state after them is worth
  record NStep(int n, Bootstrap target) implements ControlMethod {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if n is below 1
    public NStep {
      Ranges.atLeastOne("n", n);
    }
  }

  /// Watkins's Q(λ): Q-learning's errors reach back along traces, which are cut where the behaviour
  /// takes an action that is not greedy (Watkins 1989; Sutton and Barto 1998, section 7.6). As in
  /// Q-learning the next action is chosen after the update, and greedy is meant of the values then.
  ///
  /// @param lambda λ, in [0, 1]; 0 is Q-learning
  /// @param replacing whether a visit sets a trace to 1 instead of adding 1
  record WatkinsQ(double lambda, boolean replacing) implements ControlMethod {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if λ is not in [0, 1]
    public WatkinsQ {
      Ranges.unit("lambda", lambda);
    }
  }

  /// Whole returns, learned from when an episode ends (Sutton and Barto 2018, section 5.4). The
  /// return of an episode that was cut ends with the behaviour's value of its last state.
  ///
  /// @param firstVisit whether only the first visit of a state and action counts in each episode
  record MonteCarlo(boolean firstVisit) implements ControlMethod {}
}
