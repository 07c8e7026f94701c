package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Around;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Step;
import dev.bellman.tensor.State;
import java.util.OptionalLong;

/// One environment whose observations are mapped.
///
/// @param <I> the type of observations inside
/// @param <O> the type of observations
/// @param <A> the type of actions
final class ObservationEnv<I, O, A> implements Around<O, A> {
  private final Env<I, A> inner;
  private final ObservationMap map;
  private final Space<O> space;
  private final ObservationRows in;
  private final ObservationRows out;

  @SuppressWarnings("unchecked") // the wrapper that makes the map knows what comes out
  ObservationEnv(Env<I, A> inner, ObservationMap map) {
    this.inner = inner;
    this.map = map;
    space = (Space<O>) map.space();
    in = ObservationRows.of(inner.observationSpace(), 1);
    out = ObservationRows.of(space, 1);
  }

  @Override
  public Env<I, A> inner() {
    return inner;
  }

  @Override
  public Space<O> observationSpace() {
    return space;
  }

  @Override
  public Space<A> actionSpace() {
    return inner.actionSpace();
  }

  @Override
  public Reset<O> reset(OptionalLong seed) {
    Reset<I> reset = inner.reset(seed);
    seed.ifPresent(s -> map.seed(0, s));
    see(reset.observation());
    map.start(0, in, out);
    return new Reset<>(out.get(0, space), reset.actionMask(), reset.info());
  }

  @Override
  public Step<O> step(A action) {
    Step<I> step = inner.step(action);
    see(step.observation());
    map.next(0, in, out);
    return new Step<>(
        out.get(0, space),
        step.reward(),
        step.terminated(),
        step.truncated(),
        step.actionMask(),
        step.info());
  }

  private void see(I observation) {
    in.set(0, observation, inner.observationSpace());
    if (map.joint()) {
      map.see(0, in);
      map.learn();
    }
  }

  @Override
  public void save(State state) {
    Around.super.save(state);
    map.save(state.at("map"));
  }

  @Override
  public void load(State state) {
    Around.super.load(state);
    map.load(state.at("map"));
  }
}
