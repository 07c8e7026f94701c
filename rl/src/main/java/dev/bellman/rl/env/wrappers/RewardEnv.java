package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Info;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.env.Wrapper;
import dev.bellman.tensor.State;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// One environment whose rewards are mapped.
///
/// @param <O> the type of observations
/// @param <A> the type of actions
final class RewardEnv<O, A> implements Wrapper<O, A> {
  private final Env<O, A> inner;
  private final RewardMap map;
  private final Space<O> observationSpace;
  private final Space<A> actionSpace;
  private final VecStep step;
  private final Outcome outcome;

  RewardEnv(Env<O, A> inner, RewardMap map) {
    this.inner = inner;
    this.map = map;
    observationSpace = inner.observationSpace();
    actionSpace = inner.actionSpace();
    step = VecStep.of(1, observationSpace, actionSpace);
    outcome =
        new Outcome(
            Actions.of(1, actionSpace),
            step,
            ObservationRows.current(observationSpace, step),
            ObservationRows.finals(observationSpace, step));
  }

  @Override
  public Env<O, A> inner() {
    return inner;
  }

  @Override
  public Reset<O> reset(OptionalLong seed) {
    Reset<O> reset = inner.reset(seed);
    outcome.current().set(0, reset.observation(), observationSpace);
    map.start(0, outcome.current());
    return reset;
  }

  @Override
  public Step<O> step(A action) {
    outcome.actions().set(0, action, actionSpace);
    Step<O> taken = inner.step(action);
    step.rewards()[0] = taken.reward();
    step.terminated()[0] = taken.terminated();
    step.truncated()[0] = taken.truncated();
    outcome.next(0).set(0, taken.observation(), observationSpace);
    if (map.joint()) {
      map.see(0, outcome);
      map.learn();
    }
    double reward = map.reward(0, outcome);
    return new Step<>(
        taken.observation(),
        reward,
        taken.terminated(),
        taken.truncated(),
        taken.actionMask(),
        info(taken.info()));
  }

  private Info info(Info info) {
    Map<String, double[]> terms = map.terms();
    if (terms.isEmpty()) {
      return info;
    }
    var amounts = new LinkedHashMap<String, Double>();
    terms.forEach((name, values) -> amounts.put(name, values[0]));
    return info.with("reward_terms", amounts);
  }

  @Override
  public void save(State state) {
    Wrapper.super.save(state);
    map.save(state.at("map"));
  }

  @Override
  public void load(State state) {
    Wrapper.super.load(state);
    map.load(state.at("map"));
  }
}
