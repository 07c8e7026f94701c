package dev.bellman.rl.tabular;

import dev.bellman.rl.math.Ranges;

/// How a table of state values learns from steps.
public sealed interface PredictionMethod {
  /// `V(s_t) ← V(s_t) + α (r_t + ... + γ^(n-1) r_(t+n-1) + γ^n V(s_(t+n)) - V(s_t))`, with fewer
  /// rewards where the episode ends (Sutton and Barto 2018, sections 6.1 and 7.1).
  ///
  /// @param n how many rewards, at least 1; 1 is TD(0)
  record Td(int n) implements PredictionMethod {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if n is below 1
    public Td {
      Ranges.atLeastOne("n", n);
    }
  }

  /// TD(λ), backward view: each error reaches back along traces that fade by γλ (Sutton and Barto
  /// 2018, section 12.2).
  ///
  /// @param lambda λ, in [0, 1]; 0 is TD(0), 1 is every-visit Monte Carlo made online
  /// @param replacing whether a visit sets a trace to 1 instead of adding 1
  record TdLambda(double lambda, boolean replacing) implements PredictionMethod {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if λ is not in [0, 1]
    public TdLambda {
      Ranges.unit("lambda", lambda);
    }
  }

  /// Whole returns, learned from when an episode ends (Sutton and Barto 2018, section 5.1). The
  /// return of an episode that was cut ends with the value of its last state.
  ///
  /// @param firstVisit whether only the first visit of a state counts in each episode
  record MonteCarlo(boolean firstVisit) implements PredictionMethod {}
}
