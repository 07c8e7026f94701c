package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.env.VecWrapper;
import dev.bellman.tensor.State;
import java.util.List;
import java.util.Map;

/// Many environments whose rewards are mapped.
public final class RewardVec implements VecWrapper {
  private final VecEnv inner;
  private final RewardMap map;
  private final boolean joint;
  private final Stepped stepped;

  RewardVec(VecEnv inner, RewardMap map) {
    this.inner = inner;
    this.map = map;
    joint = map.joint() || inner.joint();
    stepped = new Stepped(inner.count());
  }

  @Override
  public VecEnv inner() {
    return inner;
  }

  /// What the last step's rewards were made of, for logs.
  ///
  /// @return amounts by name, `[N]` each, the same arrays at each call
  public Map<String, double[]> terms() {
    return map.terms();
  }

  /// {@inheritDoc}
  ///
  /// The entries `reward_terms.NAME` are the [#terms].
  @Override
  public double[][] watchInfo(List<String> names) {
    double[][] columns = inner.watchInfo(names);
    for (int k = 0; k < columns.length; k++) {
      double[] term = terms().get(names.get(k).replaceFirst("^reward_terms\\.", ""));
      if (term != null && names.get(k).startsWith("reward_terms.")) {
        columns[k] = term;
      }
    }
    return columns;
  }

  private Outcome outcome(Actions actions, VecStep out) {
    return new Outcome(
        actions,
        out,
        ObservationRows.current(observationSpace(), out),
        ObservationRows.finals(observationSpace(), out));
  }

  @Override
  public void reset(long[] seeds, VecStep out) {
    inner.reset(seeds, out);
    ObservationRows current = ObservationRows.current(observationSpace(), out);
    for (int i = 0; i < seeds.length; i++) {
      map.start(i, current);
    }
    stepped.clear();
  }

  @Override
  public void restart(int i, VecStep out) {
    inner.restart(i, out);
    map.start(i, ObservationRows.current(observationSpace(), out));
  }

  @Override
  public void step(Actions actions, VecStep out, int from, int to) {
    inner.step(actions, out, from, to);
    if (joint) {
      stepped.mark(from, to);
      return;
    }
    Outcome outcome = outcome(actions, out);
    for (int i = from; i < to; i++) {
      reward(i, outcome);
    }
  }

  private void reward(int i, Outcome outcome) {
    outcome.step().rewards()[i] = map.reward(i, outcome);
    if (outcome.step().done(i)) {
      map.start(i, outcome.current());
    }
  }

  @Override
  public boolean joint() {
    return joint;
  }

  @Override
  public void settle(Actions actions, VecStep out) {
    if (!joint) {
      return;
    }
    inner.settle(actions, out);
    Outcome outcome = outcome(actions, out);
    stepped.forEach(i -> map.see(i, outcome));
    map.learn();
    stepped.forEach(i -> reward(i, outcome));
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
