package dev.bellman.rl.dp;

import dev.bellman.tensor.Workers;

/// Value iteration with two arrays, so that every value is computed from those of the sweep before:
///
///     repeat: for each s: V'(s) ← max_a r(s,a) + γ Σ p(s'|s,a) V(s');  V ← V'
///     until no V changed by more than tolerance · (1 - γ) / γ
///
/// Then V is within the tolerance of the optimal values. An iteration is a sweep. Threads sweep
/// side by side.
///
/// **Source**: Bellman 1957; Sutton and Barto 2018, section 4.4; Puterman 1994, section 6.3.
///
/// @param gamma γ, the discount, in [0, 1]
/// @param tolerance how far values may be from the optimal ones, above 0; for γ = 1 how far the
///     last sweep may have changed one
public record ValueIteration(double gamma, double tolerance) implements Solver {
  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if γ is not in [0, 1] or the tolerance not above 0
  public ValueIteration {
    Stopping.check(gamma, tolerance);
  }

  @Override
  public Solution solve(Mdp mdp, Workers workers) {
    var arrays = new TwoArrays(Undiscounted.start(mdp, gamma, workers));
    var stopping = new Stopping(gamma, tolerance, arrays.values());
    var blocks = new Blocks(mdp.states(), workers);
    long sweeps = 0;
    double change;
    do {
      change = blocks.max((from, to, _) -> sweep(mdp, arrays.values(), arrays.next(), from, to));
      arrays.turn();
      sweeps++;
    } while (!stopping.reached(change, 1, arrays.values()));
    return Solution.optimal(mdp, gamma, arrays.values(), sweeps, (double) sweeps, workers);
  }

  private double sweep(Mdp mdp, double[] values, double[] next, int from, int to) {
    double change = 0;
    for (int state = from; state < to; state++) {
      next[state] = mdp.best(state, gamma, values);
      change = Math.max(change, Math.abs(next[state] - values[state]));
    }
    return change;
  }
}
