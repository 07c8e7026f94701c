package dev.bellman.rl.dp;

import dev.bellman.tensor.Workers;

/// A way to solve a known model.
@FunctionalInterface
public interface Solver {
  /// The error that values may have where no other is asked for.
  double TOLERANCE = 1e-10;

  /// Solves a process.
  ///
  /// @param mdp the process
  /// @param workers the threads; how many there are changes no bit of the result
  /// @return values and a greedy policy
  /// @throws IllegalArgumentException if γ is 1 and values need not be finite: a state from which
  ///     no end can be reached, or a policy that is best and never ends
  Solution solve(Mdp mdp, Workers workers);
}
