package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// An identity of several parts, which pays the share of the parts that were named; ends after ten
/// steps. With masks, the right value of the first part is forbidden, and the next one pays.
public final class IdentityParts implements Env<int[], int[]> {
  private static final MultiDiscrete SPACE = MultiDiscrete.of(3, 2);
  private static final int LENGTH = 10;

  private final boolean masks;
  private Rng rng = Rng.ofSeed(0);
  private int[] state = {0, 0};
  private int steps;

  /// The task, with masks or without.
  public IdentityParts(boolean masks) {
    this.masks = masks;
  }

  @Override
  public MultiDiscrete observationSpace() {
    return SPACE;
  }

  @Override
  public MultiDiscrete actionSpace() {
    return SPACE;
  }

  @Override
  public boolean masksActions() {
    return masks;
  }

  private byte @Nullable [] mask() {
    if (!masks) {
      return null;
    }
    byte[] mask = new byte[5];
    Arrays.fill(mask, (byte) 1);
    mask[state[0]] = 0;
    return mask;
  }

  @Override
  public Reset<int[]> reset(OptionalLong seed) {
    seed.ifPresent(value -> rng = Rng.ofSeed(value));
    steps = 0;
    state = SPACE.sample(rng);
    return new Reset<>(state.clone(), mask(), Info.NONE);
  }

  @Override
  public Step<int[]> step(int[] action) {
    if (masks && action[0] == state[0]) {
      throw new IllegalStateException("forbidden");
    }
    int first = masks ? (state[0] + 1) % 3 : state[0];
    double reward = (action[0] == first ? 0.5 : 0) + (action[1] == state[1] ? 0.5 : 0);
    state = SPACE.sample(rng);
    steps++;
    return new Step<>(state.clone(), reward, false, steps == LENGTH, mask(), Info.NONE);
  }
}
