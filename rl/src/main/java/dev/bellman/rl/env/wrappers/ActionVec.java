package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.env.VecWrapper;
import dev.bellman.tensor.State;
import java.util.Objects;

/// Many environments whose actions are mapped.
final class ActionVec implements VecWrapper {
  private final VecEnv inner;
  private final ActionMap map;
  private final Space<?> space;
  private final Actions sent;
  private final Stepped stepped;

  ActionVec(VecEnv inner, ActionMap map) {
    this.inner = inner;
    this.map = map;
    space = Actions.carried(map.space());
    sent = Actions.of(inner.count(), inner.actionSpace());
    stepped = new Stepped(inner.count());
    checkMasks(inner.masksActions(), inner.actionSpace(), space);
  }

  static void checkMasks(boolean masked, Space<?> inner, Space<?> outer) {
    if (masked && !inner.equals(outer)) {
      throw new IllegalArgumentException(
          "action space: must stay %s where actions are masked, got %s (mask inside, or change it in"
                  .formatted(inner, outer)
              + " the environment)");
    }
  }

  @Override
  public VecEnv inner() {
    return inner;
  }

  @Override
  public Space<?> actionSpace() {
    return space;
  }

  @Override
  public void reset(long[] seeds, VecStep out) {
    inner.reset(seeds, out);
    for (int i = 0; i < seeds.length; i++) {
      map.seed(i, seeds[i]);
      map.start(i);
    }
    stepped.clear();
  }

  @Override
  public void restart(int i, VecStep out) {
    inner.restart(i, out);
    map.start(i);
  }

  @Override
  public void step(Actions actions, VecStep out, int from, int to) {
    Objects.checkFromToIndex(from, to, count());
    actions.check(name(), space, from, to);
    for (int i = from; i < to; i++) {
      map.act(i, actions, out.actionMasks(), sent);
    }
    inner.step(sent, out, from, to);
    if (inner.joint()) {
      stepped.mark(from, to);
      return;
    }
    for (int i = from; i < to; i++) {
      startIfDone(i, out);
    }
  }

  private void startIfDone(int i, VecStep out) {
    if (out.done(i)) {
      map.start(i);
    }
  }

  @Override
  public void settle(Actions actions, VecStep out) {
    inner.settle(sent, out);
    stepped.forEach(i -> startIfDone(i, out));
    stepped.clear();
  }

  @Override
  public void save(State state) {
    VecWrapper.super.save(state);
    map.save(state.at("map"));
  }

  @Override
  public void load(State state) {
    VecWrapper.super.load(state);
    map.load(state.at("map"));
  }
}
