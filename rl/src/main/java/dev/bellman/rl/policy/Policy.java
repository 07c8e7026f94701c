package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.EnvironmentFailure;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Rng;
import org.jspecify.annotations.Nullable;

/// What acts: a table, a network, or anything that turns what environments show into actions.
///
/// It goes on with whatever it stands on as that is at each call. Confined to one thread.
@FunctionalInterface
public interface Policy {
  /// Chooses an action for each of N environments.
  ///
  /// @param shown observations and action masks; not modified
  /// @param rng what to draw from, for a policy that is not deterministic; null for the best action
  ///   that is known, or the most probable one
  /// @param out receives the actions; continuous ones need not lie inside their space
  /// @throws EnvironmentFailure if a mask allows no action
  void act(VecStep shown, @Nullable Rng rng, Actions out);
}
