package dev.bellman.app.bench;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.GridShape;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.env.wrappers.ObservationRows;
import dev.bellman.rl.env.wrappers.Outcome;
import dev.bellman.rl.env.wrappers.RewardMap;
import dev.bellman.rl.env.wrappers.RewardWrapper;
import java.util.Optional;

/// A model whose rewards are those that a wrapper pays: each outcome is shown to the wrapper's own
/// map. Not for maps that remember more than the last observation. Confined to one thread.
final class ShapedModel implements TransitionModel {
  private final TransitionModel model;
  private final Discrete states;
  private final RewardMap map;
  private final VecStep step;
  private final Outcome outcome;
  private final Outcomes plain = new Outcomes();

  ShapedModel(TransitionModel model, RewardWrapper<?, ?> wrapper) {
    this.model = model;
    this.states = Discrete.of(model.states());
    Discrete actions = Discrete.of(model.actions());
    this.map = wrapper.map(states, actions, 1);
    this.step = VecStep.of(1, states, actions);
    this.outcome =
        new Outcome(
            Actions.of(1, actions),
            step,
            ObservationRows.current(states, step),
            ObservationRows.finals(states, step));
  }

  @Override
  public int states() {
    return model.states();
  }

  @Override
  public int actions() {
    return model.actions();
  }

  @Override
  public void outcomes(int state, int action, Outcomes out) {
    model.outcomes(state, action, plain);
    out.clear();
    for (int k = 0; k < plain.size(); k++) {
      boolean ends = plain.terminated(k) || model.terminal(plain.next(k));
      double reward = reward(state, action, plain.next(k), plain.reward(k), ends);
      out.add(plain.probability(k), plain.next(k), reward, plain.terminated(k));
    }
  }

  private double reward(int state, int action, int next, double reward, boolean ends) {
    step.states()[0] = state;
    map.start(0, outcome.current());
    outcome.actions().discrete()[0] = action;
    step.states()[0] = next;
    step.finalStates()[0] = next;
    step.rewards()[0] = reward;
    step.terminated()[0] = ends;
    return map.reward(0, outcome);
  }

  @Override
  public double[] initial() {
    return model.initial();
  }

  @Override
  public boolean terminal(int state) {
    return model.terminal(state);
  }

  @Override
  public Optional<GridShape> grid() {
    return model.grid();
  }
}
