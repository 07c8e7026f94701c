package dev.bellman.rl.data;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.State;

/// Environments that say what they show and take, and do nothing.
record SpacesOnly(int count, Space<?> observationSpace, Space<?> actionSpace, boolean masksActions)
    implements VecEnv {
  @Override
  public void reset(long[] seeds, VecStep out) {}

  @Override
  public void step(Actions actions, VecStep out, int from, int to) {}

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public void save(State out) {}

  @Override
  public void load(State in) {}
}
