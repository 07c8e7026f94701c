package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Rng;
import org.jspecify.annotations.Nullable;

/// Draws actions from their space, among those that are allowed. No action is better than another,
/// so it draws where the best one is asked for, too, from a stream of its own.
public final class RandomPolicy implements Policy {
  private final Space<?> actionSpace;
  private final Rng own;

  /// A random policy.
  ///
  /// @param actionSpace the actions
  /// @param seed the seed of its own stream, at least 0
  public RandomPolicy(Space<?> actionSpace, long seed) {
    this.actionSpace = actionSpace;
    this.own = Rng.stream(seed, "random-policy", 0);
  }

  @Override
  public void act(VecStep shown, @Nullable Rng rng, Actions out) {
    Rng stream = rng == null ? own : rng;
    byte[] masks = shown.actionMasks();
    for (int i = 0; i < shown.count(); i++) {
      if (masks == null && actionSpace instanceof Discrete(int n, int _)) {
        out.discrete()[i] = stream.nextInt(n);
      } else {
        out.sample(i, actionSpace, masks, stream);
      }
    }
  }
}
