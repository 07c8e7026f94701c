package dev.bellman.rl.dp;

import dev.bellman.tensor.Workers;

/// Modified policy iteration: a policy is evaluated by a few sweeps and not exactly.
///
///     repeat: for each s: π(s) ← argmax_a Q(s,a);  V'(s) ← max_a Q(s,a);  V ← V'
///             if no V changed by more than tolerance · (1 - γ) / γ: stop
///             m times: for each s: V'(s) ← Q(s,π(s));  V ← V'
///
/// with `Q(s,a) = r(s,a) + γ Σ p(s'|s,a) V(s')`. With m = 0 it is value iteration, with m = ∞
/// policy iteration. An iteration is an improvement with the m sweeps after it; such a sweep looks
/// at one action a state, so it is about A times as fast. Threads sweep side by side.
///
/// **Source**: Puterman and Shin 1978; Puterman 1994, section 6.5.
///
/// @param gamma γ, the discount, in [0, 1]
/// @param tolerance how far values may be from the optimal ones, above 0; for γ = 1 how far the
///     last improvement may have changed one
/// @param evaluationSweeps m, at least 0
public record ModifiedPolicyIteration(double gamma, double tolerance, int evaluationSweeps)
    implements Solver {
  /// m where no other is asked for.
  public static final int EVALUATION_SWEEPS = 20;

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if γ is not in [0, 1], the tolerance not above 0 or m below 0
  public ModifiedPolicyIteration {
    Stopping.check(gamma, tolerance);
    if (evaluationSweeps < 0) {
      throw new IllegalArgumentException(
          "evaluationSweeps: must be at least 0, got " + evaluationSweeps);
    }
  }

  @Override
  public Solution solve(Mdp mdp, Workers workers) {
    var arrays = new TwoArrays(start(mdp, workers));
    int[] policy = new int[mdp.states()];
    var stopping = new Stopping(gamma, tolerance, arrays.values());
    var blocks = new Blocks(mdp.states(), workers);
    long iterations = 0;
    while (true) {
      double change = blocks.max((from, to, _) -> improve(mdp, policy, arrays, from, to));
      arrays.turn();
      iterations++;
      if (stopping.reached(change, 1 + evaluationSweeps, arrays.values())) {
        break;
      }
      for (int k = 0; k < evaluationSweeps; k++) {
        blocks.max((from, to, _) -> evaluate(mdp, policy, arrays, from, to));
        arrays.turn();
      }
    }
    double sweeps = iterations + (iterations - 1.0) * evaluationSweeps;
    return Solution.optimal(mdp, gamma, arrays.values(), iterations, sweeps, workers);
  }

  /// Where to begin. For γ = 1 with the values of a policy that ends: improving on these, no sweep
  /// makes a value smaller, and none is spoilt by a policy on the way that does not end.
  private double[] start(Mdp mdp, Workers workers) {
    if (gamma < 1) {
      return mdp.zeros();
    }
    Undiscounted.requireFinite(mdp, workers);
    int[] ending = Undiscounted.requireReach(mdp).nearingPolicy();
    return new PolicyEvaluation(gamma).values(mdp.under(ending, workers));
  }

  private double improve(Mdp mdp, int[] policy, TwoArrays arrays, int from, int to) {
    double[] values = arrays.values();
    double[] next = arrays.next();
    double change = 0;
    for (int state = from; state < to; state++) {
      policy[state] = mdp.bestAction(state, gamma, values);
      next[state] = mdp.q(state * mdp.actions() + policy[state], gamma, values);
      change = Math.max(change, Math.abs(next[state] - values[state]));
    }
    return change;
  }

  private double evaluate(Mdp mdp, int[] policy, TwoArrays arrays, int from, int to) {
    double[] values = arrays.values();
    double[] next = arrays.next();
    for (int state = from; state < to; state++) {
      next[state] = mdp.q(state * mdp.actions() + policy[state], gamma, values);
    }
    return 0;
  }
}
