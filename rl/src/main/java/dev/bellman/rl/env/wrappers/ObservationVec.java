package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.env.VecWrapper;
import dev.bellman.tensor.State;

/// Many environments whose observations are mapped, the final ones too.
final class ObservationVec implements VecWrapper {
  private final VecEnv inner;
  private final ObservationMap map;
  private final Space<?> space;
  private final boolean joint;
  private final Stepped stepped;

  /// What the inner environments show.
  private final VecStep shown;

  private final ObservationRows current;
  private final ObservationRows finals;

  ObservationVec(VecEnv inner, ObservationMap map) {
    this.inner = inner;
    this.map = map;
    space = map.space();
    joint = map.joint() || inner.joint();
    stepped = new Stepped(inner.count());
    shown = VecStep.of(inner.count(), inner.observationSpace(), inner.actionSpace());
    current = ObservationRows.current(inner.observationSpace(), shown);
    finals = ObservationRows.finals(inner.observationSpace(), shown);
  }

  @Override
  public VecEnv inner() {
    return inner;
  }

  @Override
  public Space<?> observationSpace() {
    return space;
  }

  /// The caller's arrays with the inner observations in place of the mapped ones.
  private VecStep inside(VecStep out) {
    return new VecStep(
        shown.observations(),
        shown.states(),
        out.rewards(),
        out.terminated(),
        out.truncated(),
        shown.finalObservations(),
        shown.finalStates(),
        out.actionMasks());
  }

  @Override
  public void reset(long[] seeds, VecStep out) {
    inner.reset(seeds, inside(out));
    ObservationRows mapped = ObservationRows.current(space, out);
    for (int i = 0; i < seeds.length; i++) {
      map.seed(i, seeds[i]);
      map.see(i, current);
    }
    map.learn();
    for (int i = 0; i < seeds.length; i++) {
      map.start(i, current, mapped);
    }
    stepped.clear();
  }

  @Override
  public void restart(int i, VecStep out) {
    inner.restart(i, inside(out));
    map.see(i, current);
    map.learn();
    map.start(i, current, ObservationRows.current(space, out));
  }

  @Override
  public void step(Actions actions, VecStep out, int from, int to) {
    inner.step(actions, inside(out), from, to);
    if (joint) {
      stepped.mark(from, to);
      return;
    }
    ObservationRows mapped = ObservationRows.current(space, out);
    ObservationRows mappedFinals = ObservationRows.finals(space, out);
    for (int i = from; i < to; i++) {
      if (out.done(i)) {
        map.next(i, finals, mappedFinals);
        map.start(i, current, mapped);
      } else {
        map.next(i, current, mapped);
      }
    }
  }

  @Override
  public boolean joint() {
    return joint;
  }

  /// First all observations that actions led to, then all that episodes start with, so that a joint
  /// map sees them in the order in which single environments would show them.
  @Override
  public void settle(Actions actions, VecStep out) {
    if (!joint) {
      return;
    }
    inner.settle(actions, inside(out));
    ObservationRows mapped = ObservationRows.current(space, out);
    ObservationRows mappedFinals = ObservationRows.finals(space, out);
    stepped.forEach(i -> map.see(i, out.done(i) ? finals : current));
    map.learn();
    stepped.forEach(
        i -> {
          if (out.done(i)) {
            map.next(i, finals, mappedFinals);
          } else {
            map.next(i, current, mapped);
          }
        });
    stepped.forEachDone(out, i -> map.see(i, current));
    map.learn();
    stepped.forEachDone(out, i -> map.start(i, current, mapped));
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
