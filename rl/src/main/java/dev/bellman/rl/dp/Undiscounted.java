package dev.bellman.rl.dp;

import dev.bellman.tensor.Workers;
import java.util.Arrays;

/// What γ = 1 needs: values are finite only if episodes end (Bertsekas and Tsitsiklis 1991, *An
/// analysis of stochastic shortest path problems*).
///
/// An end must be within reach of every state, and going on for ever must not pay. A policy found
/// must end, too: then, if its values solve the optimality equation, no policy that ends has a
/// greater value anywhere.
final class Undiscounted {
  private Undiscounted() {}

  /// Values to begin with. For γ < 1 they are 0, as in the textbooks. For γ = 1 they lie below the
  /// optimal ones, so that sweeps can only end at these even where steps are free.
  ///
  /// @throws IllegalArgumentException if γ is 1 and the optimal values need not be finite
  static double[] start(Mdp mdp, double gamma, Workers workers) {
    if (gamma < 1) {
      return mdp.zeros();
    }
    requireFinite(mdp, workers);
    return pessimistic(mdp, gamma);
  }

  /// Values as if the worst reward came for ever, or for γ near 1 as many times as there are
  /// states.
  static double[] pessimistic(Mdp mdp, double gamma) {
    double worst = 0;
    for (int k = 0; k < mdp.states() * mdp.actions(); k++) {
      worst = Math.min(worst, mdp.reward(k));
    }
    double[] values = mdp.zeros();
    Arrays.fill(values, 0, mdp.states(), worst * Math.min(mdp.states(), 1 / (1 - gamma)));
    return values;
  }

  /// Refuses a process in which an end is out of reach or going on for ever pays.
  static void requireFinite(Mdp mdp, Workers workers) {
    requireReach(mdp);
    if (paysOnTheWay(mdp)) {
      new PolicyIteration(1).solve(mdp, workers); // meets a policy that never ends if that pays
    }
  }

  private static boolean paysOnTheWay(Mdp mdp) {
    for (int k = 0; k < mdp.states() * mdp.actions(); k++) {
      if (mdp.reward(k) > 0 && !mayEnd(mdp, k)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayEnd(Mdp mdp, int k) {
    for (int j = mdp.from(k); j < mdp.to(k); j++) {
      if (mdp.next(j) == mdp.states()) {
        return true;
      }
    }
    return false;
  }

  /// Refuses a process in which an end is out of reach of a state.
  ///
  /// @return how far the end is
  static Ends requireReach(Mdp mdp) {
    var ends = new Ends(mdp);
    int never = ends.neverEnding();
    if (never >= 0) {
      throw new IllegalArgumentException(
          "gamma: must be below 1 where no end can be reached, got 1 and state %d (use 0.99)"
              .formatted(never));
    }
    return ends;
  }

  /// Refuses a policy under which episodes need not end.
  ///
  /// @param chain the process under the policy
  static void requireEnd(Mdp chain) {
    int never = new Ends(chain).neverEnding();
    if (never >= 0) {
      throw new IllegalArgumentException(
          "gamma: must be below 1 for a policy that never ends, got 1 and state %d (use 0.99)"
              .formatted(never));
    }
  }
}
