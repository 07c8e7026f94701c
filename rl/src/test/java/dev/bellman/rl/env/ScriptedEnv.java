package dev.bellman.rl.env;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Plays given steps one after the other, whatever the action; resets give the observation `start`.
public final class ScriptedEnv<O, A> implements Env<O, A> {
  private final Space<O> observationSpace;
  private final Space<A> actionSpace;
  private final boolean masksActions;
  private final Reset<O> start;
  private final Iterator<Function<A, @Nullable Step<O>>> script;

  public ScriptedEnv(
      Space<O> observationSpace,
      Space<A> actionSpace,
      boolean masksActions,
      Reset<O> start,
      List<Function<A, @Nullable Step<O>>> script) {
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.masksActions = masksActions;
    this.start = start;
    this.script = script.iterator();
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
    return masksActions;
  }

  @Override
  public Reset<O> reset(OptionalLong seed) {
    return start;
  }

  @Override
  public @Nullable Step<O> step(A action) {
    return script.next().apply(action);
  }
}
