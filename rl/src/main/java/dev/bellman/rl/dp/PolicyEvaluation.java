package dev.bellman.rl.dp;

import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Workers;

/// Exact policy evaluation: solves the linear equations `V = r_π + γ P_π V`.
///
/// By elimination of states where the equations stay sparse enough, else by Gauss-Seidel sweeps
/// until the last bits.
///
/// **Source**: Sutton and Barto 2018, equation 4.4; Puterman 1994, theorem 6.1.1.
///
/// @param gamma γ, the discount, in [0, 1]
public record PolicyEvaluation(double gamma) {
  /// The most outcomes that equations may have while they are solved, in all: 12 bytes each.
  private static final int MOST_OUTCOMES = 1 << 25;

  /// Checks the range.
  ///
  /// @throws IllegalArgumentException if γ is not in [0, 1]
  public PolicyEvaluation {
    Ranges.unit("gamma", gamma);
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
    return Solution.evaluation(mdp, chain, gamma, values(chain), 1, 1, workers);
  }

  /// The values of a process under a policy, and of the end.
  double[] values(Mdp chain) {
    return values(chain, MOST_OUTCOMES);
  }

  double[] values(Mdp chain, int mostOutcomes) {
    if (gamma == 1) {
      Undiscounted.requireEnd(chain);
    }
    double[] values = chain.zeros();
    if (!new Elimination(chain, gamma, mostOutcomes).solve(values)) {
      GaussSeidel.sweepUntil(chain, gamma, values, Stopping.atLastBits(gamma, values));
    }
    return values;
  }
}
