package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.Rng;

/// Actions of a bounded box in units of its own: each coordinate from -1 at its lower bound to 1 at
/// its upper one. Networks see actions in these units, whatever the environment's are.
///
/// @param box the bounds, all finite
public record BoxUnits(Box box) {
  /// Units of an action space.
  ///
  /// @param actionSpace the actions of one environment
  /// @return the units
  /// @throws IllegalArgumentException if they are no box, or one without finite bounds
  public static BoxUnits of(Space<?> actionSpace) {
    if (!(Actions.carried(actionSpace) instanceof Box box)) {
      throw new IllegalArgumentException(
          "action space: must be a Box, got %s (dqn and ppo take discrete actions)"
              .formatted(actionSpace));
    }
    if (!box.isBounded()) {
      throw new IllegalArgumentException(
          "action space: needs finite bounds, got %s (give the space bounds; ppo goes without)"
              .formatted(box));
    }
    return new BoxUnits(box);
  }

  /// {@return A, the coordinates of an action}
  public int size() {
    return box.flatSize();
  }

  /// Actions in the environment's units: `low + (high - low)·(1 + unit) / 2`.
  ///
  /// @param units whole actions one after the other, each coordinate in [-1, 1]; not modified
  /// @param out receives the actions, as many; modified
  public void intoBox(float[] units, float[] out) {
    int a = size();
    for (int i = 0; i < units.length; i++) {
      double low = box.low(i % a);
      out[i] = (float) (low + 0.5 * (box.high(i % a) - low) * (1.0 + units[i]));
    }
  }

  /// Draws actions, uniform in the box.
  ///
  /// @param rng what to draw from
  /// @param units receives them, in these units; modified
  public void sample(Rng rng, float[] units) {
    for (int i = 0; i < units.length; i++) {
      units[i] = (float) rng.uniform(-1, 1);
    }
  }
}
