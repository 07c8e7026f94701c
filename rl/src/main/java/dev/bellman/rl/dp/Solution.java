package dev.bellman.rl.dp;

import dev.bellman.tensor.Workers;
import java.util.Arrays;

/// What a [Solver] found.
///
/// @param values V, `[S]`; 0 for terminal states
/// @param policy the greedy policy for these values, `[S]`: the lowest of the best actions, see
///   [Mdp#TIE]
/// @param iterations how often the method's loop ran; its page says what the loop is
/// @param sweeps how many values were computed, in units of S
/// @param residual how far the values are from solving the Bellman equation: the largest `|TV - V|`
/// @param errorBound how far the values can be from the exact ones: `residual / (1 - γ)`; for γ =
///     1, which has no such bound, infinite unless the residual is 0; for a finite horizon 0
public record Solution(
    double[] values,
    int[] policy,
    long iterations,
    double sweeps,
    double residual,
    double errorBound) {
  /// A solution of the optimality equation.
  ///
  /// @param values `[S + 1]`, with the end
  /// @throws IllegalArgumentException if γ is 1 and the greedy policy never ends
  static Solution optimal(
      Mdp mdp, double gamma, double[] values, long iterations, double sweeps, Workers workers) {
    int[] policy = new int[mdp.states()];
    double residual = greedy(mdp, gamma, values, policy, workers);
    if (gamma == 1) {
      Undiscounted.requireEnd(mdp.under(policy, workers));
    }
    return of(values, policy, iterations, sweeps, residual, gamma);
  }

  /// The first decision of a finite horizon.
  ///
  /// @param values `[S + 1]`, with the end
  static Solution first(
      Mdp mdp, double gamma, double[] values, int[] policy, int horizon, Workers workers) {
    double residual = greedy(mdp, gamma, values, new int[mdp.states()], workers);
    double[] first = Arrays.copyOf(values, policy.length);
    return new Solution(first, policy, horizon, horizon, residual, 0);
  }

  /// A solution of a policy's equation, with the policy that improves on it.
  ///
  /// @param chain the process under the policy
  /// @param values `[S + 1]`, with the end
  static Solution evaluation(
      Mdp mdp,
      Mdp chain,
      double gamma,
      double[] values,
      long iterations,
      double sweeps,
      Workers workers) {
    int[] policy = new int[mdp.states()];
    greedy(mdp, gamma, values, policy, workers);
    double residual = greedy(chain, gamma, values, new int[mdp.states()], workers);
    return of(values, policy, iterations, sweeps, residual, gamma);
  }

  private static Solution of(
      double[] values,
      int[] policy,
      long iterations,
      double sweeps,
      double residual,
      double gamma) {
    return new Solution(
        Arrays.copyOf(values, policy.length),
        policy,
        iterations,
        sweeps,
        residual,
        residual == 0 ? 0 : residual / (1 - gamma));
  }

  /// Finds the greedy policy.
  ///
  /// @return the Bellman residual
  private static double greedy(
      Mdp mdp, double gamma, double[] values, int[] policy, Workers workers) {
    double residual =
        new Blocks(mdp.states(), workers)
            .max((from, to, _) -> greedy(mdp, gamma, values, policy, from, to));
    Stopping.requireFinite(residual);
    return residual;
  }

  private static double greedy(
      Mdp mdp, double gamma, double[] values, int[] policy, int from, int to) {
    double residual = 0;
    for (int state = from; state < to; state++) {
      double best = mdp.best(state, gamma, values);
      policy[state] = mdp.greedy(state, gamma, values);
      residual = Math.max(residual, Math.abs(best - values[state]));
    }
    return residual;
  }
}
