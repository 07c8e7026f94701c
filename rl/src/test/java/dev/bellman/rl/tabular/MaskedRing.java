package dev.bellman.rl.tabular;

import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Info;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.OptionalLong;

/// Three places in a ring; in place s action s is forbidden and would earn much. It draws nothing.
final class MaskedRing implements Env<Integer, Integer>, Stateful {
  private int state;

  @Override
  public Discrete observationSpace() {
    return Discrete.of(3);
  }

  @Override
  public Discrete actionSpace() {
    return Discrete.of(3);
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
    return new Reset<>(state, mask(), Info.NONE);
  }

  @Override
  public Step<Integer> step(Integer action) {
    if (action == state) {
      throw new IllegalStateException("forbidden action %d taken".formatted(action));
    }
    double reward = action == (state + 1) % 3 ? 1 : 0;
    state = (2 * state + action) % 3;
    return new Step<>(state, reward, false, false, mask(), Info.NONE);
  }

  @Override
  public void save(State out) {
    out.putLong("state", state);
  }

  @Override
  public void load(State in) {
    state = Math.toIntExact(in.longValue("state"));
  }
}
