package dev.bellman.examples;

import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.policy.Agent;
import dev.bellman.rl.tabular.ControlConfig;
import dev.bellman.rl.tabular.TabularControl;
import dev.bellman.rl.train.Training;
import java.util.OptionalLong;

/// An environment of one's own with numbered states, and a table that learns it. Ends by printing
/// the action for a full store: 1, to sell.
final class QLearningOwnEnvironment {
  /// A store of up to 4 items: 0 buys one for 1, 1 sells one for 2; selling what is not there costs
  /// 5. A day has 20 steps.
  static final class Store implements Env<Integer, Integer> {
    private int items;
    private int time;

    @Override
    public Discrete observationSpace() {
      return Discrete.of(5);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(2);
    }

    @Override
    public Reset<Integer> reset(OptionalLong seed) {
      items = 0;
      time = 0;
      return Reset.of(items);
    }

    @Override
    public Step<Integer> step(Integer action) {
      double reward = action == 0 ? -1 : items > 0 ? 2 : -5;
      items = Math.clamp(items + (action == 0 ? 1 : -1), 0, 4);
      return Step.of(items, reward, ++time == 20);
    }
  }

  private QLearningOwnEnvironment() {}

  static void main() {
    try (var envs = EnvAdapter.of("Store", 1, Store::new)) {
      var learner = new TabularControl(ControlConfig.Q_LEARNING, envs, 1);
      new Training(learner, 50_000).run();
      IO.println(Agent.of(learner.policy(), new Store()).act(4));
    }
  }
}
