package dev.bellman.rl.dp;

import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Workers;

/// Policy iteration: evaluate the policy exactly, make it greedy, until that changes nothing.
///
///     repeat: V ← V_π, from V = r_π + γ P_π V
///             for each s: π(s) ← argmax_a r(s,a) + γ Σ p(s'|s,a) V(s'), if better than π(s)
///     until π stays
///
/// Begins with action 0 everywhere, for γ = 1 with a policy that ends. An iteration is an
/// evaluation with the improvement after it.
///
/// **Source**: Howard 1960; Sutton and Barto 2018, section 4.3; Puterman 1994, section 6.4.
///
/// **Deviations**: an action is replaced only by one that is better by more than [Mdp#TIE], so that
/// rounding can't make it swap equally good ones for ever (exercise 4.4 in the book).
///
/// @param gamma γ, the discount, in [0, 1]
public record PolicyIteration(double gamma) implements Solver {
  /// Checks the range.
  ///
  /// @throws IllegalArgumentException if γ is not in [0, 1]
  public PolicyIteration {
    Ranges.unit("gamma", gamma);
  }

  @Override
  public Solution solve(Mdp mdp, Workers workers) {
    Ends ends = gamma < 1 ? new Ends(mdp) : Undiscounted.requireReach(mdp);
    int[] policy = ends.nearingPolicy();
    var evaluation = new PolicyEvaluation(gamma);
    double[] values;
    long iterations = 0;
    do {
      values = evaluation.values(mdp.under(policy, workers));
      iterations++;
    } while (improve(mdp, policy, values));
    return Solution.optimal(mdp, gamma, values, iterations, (double) iterations, workers);
  }

  /// Makes the policy greedy.
  ///
  /// @param policy π; modified
  /// @return whether an action changed
  private boolean improve(Mdp mdp, int[] policy, double[] values) {
    boolean changed = false;
    for (int state = 0; state < mdp.states(); state++) {
      double kept = mdp.q(state * mdp.actions() + policy[state], gamma, values);
      if (mdp.best(state, gamma, values) > kept + Mdp.tie(kept)) {
        policy[state] = mdp.greedy(state, gamma, values);
        changed = true;
      }
    }
    return changed;
  }
}
