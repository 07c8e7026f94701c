package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Around;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Step;
import dev.bellman.tensor.State;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One environment whose actions are mapped.
///
/// @param <O> the type of observations
/// @param <A> the type of actions
/// @param <I> the type of actions inside
final class ActionEnv<O, A, I> implements Around<O, A> {
  private final Env<O, I> inner;
  private final ActionMap map;
  private final Space<A> space;
  private final Actions given;
  private final Actions sent;
  private byte @Nullable [] mask;

  @SuppressWarnings("unchecked") // the wrapper that makes the map knows what comes in
  ActionEnv(Env<O, I> inner, ActionMap map) {
    this.inner = inner;
    this.map = map;
    space = (Space<A>) map.space();
    given = Actions.of(1, space);
    sent = Actions.of(1, inner.actionSpace());
    ActionVec.checkMasks(inner.masksActions(), inner.actionSpace(), space);
  }

  @Override
  public Env<O, I> inner() {
    return inner;
  }

  @Override
  public Space<O> observationSpace() {
    return inner.observationSpace();
  }

  @Override
  public Space<A> actionSpace() {
    return space;
  }

  @Override
  public Reset<O> reset(OptionalLong seed) {
    Reset<O> reset = inner.reset(seed);
    seed.ifPresent(s -> map.seed(0, s));
    map.start(0);
    mask = reset.actionMask();
    return reset;
  }

  @Override
  public Step<O> step(A action) {
    given.set(0, action, space);
    map.act(0, given, mask, sent);
    Step<O> step = inner.step(sent.get(0, inner.actionSpace()));
    mask = step.actionMask();
    return step;
  }

  @Override
  public void save(State state) {
    Around.super.save(state);
    map.save(state.at("map"));
    state.put("mask", mask == null ? new byte[0] : mask);
  }

  @Override
  public void load(State state) {
    Around.super.load(state);
    map.load(state.at("map"));
    int length = state.entry("mask").shape()[0];
    mask = length == 0 ? null : state.bytes("mask", length).clone();
  }
}
