package dev.bellman.rl.dp;

import dev.bellman.tensor.Workers;

/// Iterative policy evaluation with two arrays:
///
///     repeat: for each s: V'(s) ← Σ_a π(a|s) (r(s,a) + γ Σ p(s'|s,a) V(s'));  V ← V'
///     until no V changed by more than tolerance · (1 - γ) / γ
///
/// The sum over actions is taken once, when the process is put under the policy. An iteration is a
/// sweep. Threads sweep side by side.
///
/// **Source**: Sutton and Barto 2018, section 4.1.
///
/// @param gamma γ, the discount, in [0, 1]
/// @param tolerance how far values may be from the exact ones, above 0; for γ = 1 how far the last
///   sweep may have changed one
public record IterativePolicyEvaluation(double gamma, double tolerance) {
  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if γ is not in [0, 1] or the tolerance not above 0
  public IterativePolicyEvaluation {
    Stopping.check(gamma, tolerance);
  }

  /// The values of a policy.
  ///
  /// @param mdp the process
  /// @param policy π(a|s), `[S, A]` probabilities; not modified
  /// @param workers the threads
  /// @return the values, the policy that is greedy for them, and how far they are from solving the
  ///   equations
  /// @throws IllegalArgumentException if γ is 1 and the policy need not end, or if the policy is
  ///     not one
  public Solution evaluate(Mdp mdp, double[] policy, Workers workers) {
    Mdp chain = mdp.under(policy, workers);
    if (gamma == 1) {
      Undiscounted.requireEnd(chain);
    }
    var arrays = new TwoArrays(chain.zeros());
    var stopping = new Stopping(gamma, tolerance, arrays.values());
    var blocks = new Blocks(chain.states(), workers);
    long sweeps = 0;
    double change;
    do {
      change = blocks.max((from, to, _) -> sweep(chain, arrays.values(), arrays.next(), from, to));
      arrays.turn();
      sweeps++;
    } while (!stopping.reached(change, 1, arrays.values()));
    return Solution.evaluation(
        mdp, chain, gamma, arrays.values(), sweeps, (double) sweeps, workers);
  }

  private double sweep(Mdp chain, double[] values, double[] next, int from, int to) {
    double change = 0;
    for (int state = from; state < to; state++) {
      next[state] = chain.q(state, gamma, values);
      change = Math.max(change, Math.abs(next[state] - values[state]));
    }
    return change;
  }
}
