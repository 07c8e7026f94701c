package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Shows random members of any space; the reward tells each action from all others, and each
/// observation says nothing about it. Odd steps forbid the first value of each component where
/// actions are masked.
public final class AnySpaceEnv<O, A> implements Env<O, A>, Stateful {
  private final Space<O> observationSpace;
  private final Space<A> actionSpace;
  private final boolean masks;
  private final int length;
  private Rng rng = Rng.ofSeed(0);
  private int t;

  public AnySpaceEnv(Space<O> observationSpace, Space<A> actionSpace, boolean masks, int length) {
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.masks = masks;
    this.length = length;
  }

  public static final Dict PARTS =
      new Dict(
          Map.of(
              "speed",
              Box.of(-2, 3, 2),
              "gear",
              new Discrete(3, 1),
              "lamps",
              MultiBinary.of(2),
              "pair",
              Tuple.of(MultiDiscrete.of(2, 3), Box.of(0, 1, 1, 2))));

  public static AnySpaceEnv<Map<String, Object>, ?> composite(int length) {
    return new AnySpaceEnv<>(PARTS, Tuple.of(Box.of(-1, 1, 2), Box.of(0, 2, 1)), false, length);
  }

  public static AnySpaceEnv<int[], int[]> multiDiscrete(int length) {
    var space = MultiDiscrete.of(new int[] {3, 2, 4}, new int[] {0, -1, 5});
    return new AnySpaceEnv<>(space, space, true, length);
  }

  public static AnySpaceEnv<byte[], byte[]> multiBinary(int length) {
    return new AnySpaceEnv<>(MultiBinary.of(2, 3), MultiBinary.of(4), false, length);
  }

  @Override
  public Space<O> observationSpace() {
    return observationSpace;
  }

  @Override
  public Space<A> actionSpace() {
    return actionSpace;
  }

  @Override
  public boolean masksActions() {
    return masks;
  }

  @Override
  public Reset<O> reset(OptionalLong seed) {
    if (seed.isPresent()) {
      rng = Rng.ofSeed(seed.getAsLong());
    }
    t = 0;
    return new Reset<>(observationSpace.sample(rng), mask(), Info.NONE);
  }

  @Override
  public Step<O> step(A action) {
    t++;
    var flat = new float[actionSpace.flatSize()];
    actionSpace.flatten(action, flat, 0);
    double reward = 0;
    for (int d = 0; d < flat.length; d++) {
      reward += flat[d] * (1 << d);
    }
    O observation = observationSpace.sample(rng);
    return new Step<>(observation, reward, t == length, false, mask(), Info.NONE);
  }

  private byte @Nullable [] mask() {
    if (!masks || t % 2 == 0) {
      return null;
    }
    byte[] mask = new byte[actionSpace.flatSize()];
    Arrays.fill(mask, (byte) 1);
    int at = 0;
    var space = (MultiDiscrete) (Space<?>) actionSpace;
    for (int k = 0; k < space.size(); k++) {
      mask[at] = 0;
      at += space.n(k);
    }
    return mask;
  }

  @Override
  public void save(State out) {
    rng.save(out.at("rng"));
    out.putLong("t", t);
  }

  @Override
  public void load(State in) {
    rng.load(in.at("rng"));
    t = Math.toIntExact(in.longValue("t"));
  }
}
