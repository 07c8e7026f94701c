package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Space;

/// Takes actions between two numbers and stretches them to the bounds of the environment's [Box].
///
/// @param min the number that becomes the lower bound
/// @param max the number that becomes the upper bound
public record RescaleAction(float min, float max) implements ActionWrapper<float[], float[]> {
  /// Actions between -1 and 1.
  public static final RescaleAction DEFAULTS = new RescaleAction(-1, 1);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException unless they are finite and `min < max`
  public RescaleAction {
    Need.ordered("RescaleAction", min, max);
  }

  @Override
  public ActionMap map(Space<?> space, int n) {
    Box box = Need.boundedBox("RescaleAction", "action space", space);
    int size = box.flatSize();
    return ActionMap.of(
        Box.of(min, max, box.shape()),
        (i, given, sent) -> {
          for (int d = 0; d < size; d++) {
            double share = ((double) given.continuous()[i * size + d] - min) / ((double) max - min);
            double span = (double) box.high(d) - box.low(d);
            sent.continuous()[i * size + d] = (float) (box.low(d) + span * share);
          }
        });
  }
}
