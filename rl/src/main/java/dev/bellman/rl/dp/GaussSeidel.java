package dev.bellman.rl.dp;

import dev.bellman.tensor.Workers;

/// Value iteration with one array, so that every value is computed from the newest ones:
///
///     repeat: for each s: V(s) ← max_a r(s,a) + γ Σ p(s'|s,a) V(s')
///     until no V changed by more than tolerance · (1 - γ) / γ
///
/// Sweeps go up and down through the states in turn, so that news travels fast in both directions.
/// An iteration is a sweep. One thread sweeps, since each value waits for the one before.
///
/// **Source**: Sutton and Barto 2018, section 4.4 (in place); Puterman 1994, section 6.3.
///
/// @param gamma γ, the discount, in [0, 1]
/// @param tolerance how far values may be from the optimal ones, above 0; for γ = 1 how far the
///     last sweep may have changed one
public record GaussSeidel(double gamma, double tolerance) implements Solver {
  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if γ is not in [0, 1] or the tolerance not above 0
  public GaussSeidel {
    Stopping.check(gamma, tolerance);
  }

  @Override
  public Solution solve(Mdp mdp, Workers workers) {
    double[] values = Undiscounted.start(mdp, gamma, workers);
    long sweeps = sweepUntil(mdp, gamma, values, new Stopping(gamma, tolerance, values));
    return Solution.optimal(mdp, gamma, values, sweeps, (double) sweeps, workers);
  }

  /// Sweeps until it is enough.
  ///
  /// @param values where to begin; modified
  /// @return how many sweeps there were
  static long sweepUntil(Mdp mdp, double gamma, double[] values, Stopping stopping) {
    long sweeps = 0;
    double change;
    do {
      change = sweeps % 2 == 0 ? up(mdp, gamma, values) : down(mdp, gamma, values);
      sweeps++;
    } while (!stopping.reached(change, 1, values));
    return sweeps;
  }

  private static double up(Mdp mdp, double gamma, double[] values) {
    double change = 0;
    for (int state = 0; state < mdp.states(); state++) {
      change = Math.max(change, backUp(mdp, state, gamma, values));
    }
    return change;
  }

  private static double down(Mdp mdp, double gamma, double[] values) {
    double change = 0;
    for (int state = mdp.states() - 1; state >= 0; state--) {
      change = Math.max(change, backUp(mdp, state, gamma, values));
    }
    return change;
  }

  private static double backUp(Mdp mdp, int state, double gamma, double[] values) {
    double old = values[state];
    values[state] = mdp.best(state, gamma, values);
    return Math.abs(values[state] - old);
  }
}
