package dev.bellman.rl.data;

import dev.bellman.rl.env.EnvironmentFailure;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecStep;

/// Checks what environments show before anything is learned from it, at a cost far below that of
/// learning.
public final class Shown {
  /// The bits of infinity; those of NaN are above.
  private static final int NOT_FINITE = 0x7f800000;

  private Shown() {}

  /// Refuses observations and rewards that are not finite, and masks that allow nothing.
  ///
  /// @param name what messages call the environments
  /// @param actionSpace the actions
  /// @param step what the environments show; not modified
  /// @throws EnvironmentFailure if something is refused
  public static void refuseBroken(String name, Space<?> actionSpace, VecStep step) {
    refuseNotFinite(name, "observation", step.observations(), step.count());
    refuseNotFinite(name, "final observation", step.finalObservations(), step.count());
    for (int i = 0; i < step.count(); i++) {
      if (!Double.isFinite(step.rewards()[i])) {
        throw broken(
            name, i, "reward must be finite, got %s (check step)".formatted(step.rewards()[i]));
      }
    }
    byte[] masks = step.actionMasks();
    if (masks != null) {
      refuseForbiddingAll(name, actionSpace, masks, step.count());
    }
  }

  private static void refuseNotFinite(String name, String what, float[] values, int n) {
    int largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Float.floatToRawIntBits(value) & Integer.MAX_VALUE);
    }
    if (largest < NOT_FINITE) {
      return;
    }
    int at = 0;
    while (Float.isFinite(values[at])) {
      at++;
    }
    int size = values.length / n;
    throw broken(
        name,
        at / size,
        "%s[%d] must be finite, got %s (check what reset and step compute)"
            .formatted(what, at % size, values[at]));
  }

  private static void refuseForbiddingAll(String name, Space<?> actionSpace, byte[] masks, int n) {
    int size = masks.length / n;
    for (int i = 0; i < n; i++) {
      if (!actionSpace.allows(masks, i * size)) {
        throw broken(
            name, i, "action mask must allow an action, got only zeros (terminate the episode)");
      }
    }
  }

  private static EnvironmentFailure broken(String name, int i, String problem) {
    return new EnvironmentFailure("environment '%s' [%d]: %s".formatted(name, i, problem), null);
  }
}
