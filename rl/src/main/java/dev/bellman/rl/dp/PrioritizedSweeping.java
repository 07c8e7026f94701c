package dev.bellman.rl.dp;

import dev.bellman.tensor.Workers;

/// Prioritised sweeping: always the state next whose value is most wrong.
///
///     queue ← every state by its Bellman error |max_a Q(s,a) - V(s)|
///     while the queue holds an error above tolerance · (1 - γ):
///       s ← the first;  V(s) ← max_a Q(s,a)
///       for each predecessor s' of s: put s' by its Bellman error
///
/// Values begin below the optimal ones, as if the worst reward were earned for ever. Then in a
/// maze only the goal's neighbours are wrong at first, and the right values spread from there,
/// each set about once, as in Dijkstra's algorithm. An iteration is one value that is set.
///
/// **Source**: Moore and Atkeson 1993, *Prioritized sweeping*; Sutton and Barto 2018, section 8.4.
///
/// **Deviations**: the model is known and not learned. The priority is the Bellman error itself, as
/// in the book; the paper's is a bound on it, which also lets in states that do not change.
///
/// @param gamma γ, the discount, in [0, 1]
/// @param tolerance how far values may be from the optimal ones, above 0; for γ = 1 the largest
///   Bellman error that may be left
public record PrioritizedSweeping(double gamma, double tolerance) implements Solver {
  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if γ is not in [0, 1] or the tolerance not above 0
  public PrioritizedSweeping {
    Stopping.check(gamma, tolerance);
  }

  @Override
  public Solution solve(Mdp mdp, Workers workers) {
    if (gamma == 1) {
      Undiscounted.requireFinite(mdp, workers);
    }
    double[] values = Undiscounted.pessimistic(mdp, gamma);
    var predecessors = new Predecessors(mdp);
    var queue = new StateQueue(mdp.states());
    for (int state = 0; state < mdp.states(); state++) {
      put(mdp, state, values, queue);
    }
    long computed = mdp.states();
    long iterations = 0;
    while (!queue.isEmpty()) {
      int state = queue.poll();
      values[state] = mdp.best(state, gamma, values);
      for (int i = predecessors.from(state); i < predecessors.to(state); i++) {
        put(mdp, predecessors.state(i), values, queue);
      }
      computed += 1 + predecessors.to(state) - predecessors.from(state);
      iterations++;
    }
    double sweeps = (double) computed / mdp.states();
    return Solution.optimal(mdp, gamma, values, iterations, sweeps, workers);
  }

  private void put(Mdp mdp, int state, double[] values, StateQueue queue) {
    double best = mdp.best(state, gamma, values);
    double error = Math.abs(best - values[state]);
    if (error > Stopping.error(gamma, tolerance, best)) {
      queue.put(state, error);
    } else {
      queue.remove(state);
    }
  }
}
