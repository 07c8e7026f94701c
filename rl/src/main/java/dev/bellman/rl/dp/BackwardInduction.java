package dev.bellman.rl.dp;

import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Workers;

/// Backward induction for a finite horizon of H decisions:
///
///     V_H(s) = 0
///     for t = H-1, ..., 0: for each s: V_t(s) = max_a Q_t(s,a);  π_t(s) = argmax_a Q_t(s,a)
///
/// with `Q_t(s,a) = r(s,a) + γ Σ p(s'|s,a) V_{t+1}(s')`. Each value is computed once: that is not
/// value iteration, which sweeps towards a fixed point, though its sweeps are the same formula. The
/// best action depends on how many decisions are left, so there is a policy for each t. γ = 1 is
/// always fine. An iteration is a decision. Threads work side by side.
///
/// **Source**: Bellman 1957; Puterman 1994, section 4.5.
///
/// @param gamma γ, the discount, in [0, 1]
/// @param horizon H, at least 1
public record BackwardInduction(double gamma, int horizon) implements Solver {
  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if γ is not in [0, 1] or H below 1
  public BackwardInduction {
    Ranges.unit("gamma", gamma);
    Ranges.atLeastOne("horizon", horizon);
  }

  /// Sees each decision, the last one first.
  @FunctionalInterface
  public interface Stage {
    /// What was found for a decision.
    ///
    /// @param t the decision, from H - 1 down to 0
    /// @param values V_t, `[S]` and the end's 0; not to be modified, and not to be kept
    /// @param policy π_t, `[S]` actions; not to be modified, and not to be kept
    void found(int t, double[] values, int[] policy);
  }

  /// Solves for the first decision.
  ///
  /// @return V_0 and π_0; the residual is how much one decision more would change
  @Override
  public Solution solve(Mdp mdp, Workers workers) {
    return solve(mdp, workers, (_, _, _) -> {});
  }

  /// Solves for every decision.
  ///
  /// @param mdp the process
  /// @param workers the threads
  /// @param stage sees each decision
  /// @return V_0 and π_0; the residual is how much one decision more would change
  public Solution solve(Mdp mdp, Workers workers, Stage stage) {
    var arrays = new TwoArrays(mdp.zeros());
    int[] policy = new int[mdp.states()];
    var blocks = new Blocks(mdp.states(), workers);
    for (int t = horizon - 1; t >= 0; t--) {
      blocks.max((from, to, _) -> decide(mdp, policy, arrays.values(), arrays.next(), from, to));
      arrays.turn();
      stage.found(t, arrays.values(), policy);
    }
    return Solution.first(mdp, gamma, arrays.values(), policy, horizon, workers);
  }

  private double decide(Mdp mdp, int[] policy, double[] later, double[] values, int from, int to) {
    for (int state = from; state < to; state++) {
      values[state] = mdp.best(state, gamma, later);
      policy[state] = mdp.greedy(state, gamma, later);
    }
    return 0;
  }
}
