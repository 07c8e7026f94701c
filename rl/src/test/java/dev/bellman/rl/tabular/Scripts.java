package dev.bellman.rl.tabular;

import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Info;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.ScriptedEnv;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.optim.Schedule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Tiny courses of events whose backups can be computed by hand: three states, two actions, start
/// in state 0, γ = α = 1/2.
final class Scripts {
  private Scripts() {}

  /// Takes the actions that were planned, and says that they were drawn with probabilities 1/4 and
  /// 3/4.
  static final class Plan implements Exploration {
    private final Deque<Integer> actions;

    Plan(Integer... actions) {
      this.actions = new ArrayDeque<>(List.of(actions));
    }

    @Override
    public int choose(ActionValues q, int state, double progress, Rng rng) {
      return actions.isEmpty() ? 0 : actions.pop();
    }

    @Override
    public void probabilities(ActionValues q, int state, double progress, double[] out) {
      out[0] = 0.25;
      out[1] = 0.75;
    }
  }

  /// What a step leads to.
  record Event(double reward, int next, boolean terminated, boolean truncated) {
    Step<Integer> step() {
      return new Step<>(next, reward, terminated, truncated, null, Info.NONE);
    }
  }

  static Event step(double reward, int next) {
    return new Event(reward, next, false, false);
  }

  static Event terminated(double reward, int next) {
    return new Event(reward, next, true, false);
  }

  static Event truncated(double reward, int next) {
    return new Event(reward, next, false, true);
  }

  static VecEnv env(Event... steps) {
    var script = new ArrayList<Function<Integer, @Nullable Step<Integer>>>();
    for (Event event : steps) {
      script.add(_ -> event.step());
    }
    return EnvAdapter.of(
        "script",
        1,
        () -> new ScriptedEnv<>(Discrete.of(3), Discrete.of(2), false, Reset.of(0), script));
  }

  static ControlConfig control(int steps, ControlMethod method, Exploration behaviour) {
    return new ControlConfig(
        1,
        steps,
        0.5,
        new StepSize.Scheduled(Schedule.constant(0.5)),
        behaviour,
        method,
        0,
        Bins.NONE);
  }

  /// The values `[3, 2]` after the steps were taken.
  static double[] learn(ControlMethod method, Plan plan, Event... steps) {
    var learner = new TabularControl(control(steps.length, method, plan), env(steps), 1);
    learner.iterate(1);
    return learner.values().toArray();
  }

  /// The values `[3]` after the steps were taken.
  static double[] predict(PredictionMethod method, StepSize alpha, Event... steps) {
    var config = new PredictionConfig(1, steps.length, 0.5, alpha, method, 0, Bins.NONE);
    var learner = new TabularPrediction(config, env(steps), 1);
    learner.iterate(1);
    return learner.values().toArray();
  }
}
