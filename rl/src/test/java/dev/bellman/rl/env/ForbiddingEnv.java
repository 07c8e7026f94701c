package dev.bellman.rl.env;

import java.util.OptionalLong;

/// Three actions, of which the one named by the observation is forbidden; counts from 0 on.
public final class ForbiddingEnv implements Env<Integer, Integer> {
  private int state;

  /// State 0 comes first.
  public ForbiddingEnv() {}

  @Override
  public Discrete observationSpace() {
    return Discrete.of(3);
  }

  @Override
  public Discrete actionSpace() {
    return new Discrete(3, 5);
  }

  @Override
  public boolean masksActions() {
    return true;
  }

  private byte[] mask() {
    byte[] mask = {1, 1, 1};
    mask[state] = 0;
    return mask;
  }

  @Override
  public Reset<Integer> reset(OptionalLong seed) {
    state = 0;
    return Reset.of(state).withActionMask(mask());
  }

  @Override
  public Step<Integer> step(Integer action) {
    if (action == 5 + state) {
      throw new IllegalArgumentException("action %d is forbidden".formatted(action));
    }
    state++;
    boolean last = state == 3;
    state %= 3;
    return Step.of(state, 1, last).withActionMask(mask());
  }
}
