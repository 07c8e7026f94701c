package dev.bellman.rl.tabular;

import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.optim.Schedule;
import java.util.OptionalLong;

/// Sutton and Barto 2018, example 6.7: from A (state 0) right ends the episode with 0; left leads
/// to B (state 1), where each of ten actions ends it with a reward of mean -0.1 and variance 1. In
/// A the other actions go right, too.
final class MaximizationBias implements Env<Integer, Integer> {
  private static final int LEFT = 0;

  private Rng rng = Rng.ofSeed(0);
  private int state;
  private int starts;
  private int lefts;

  /// How often left was chosen in the first episodes.
  static int stepsToTheLeft(ControlMethod method, long seed, int episodes) {
    var env = new MaximizationBias();
    try (VecEnv envs = EnvAdapter.of("bias", 1, () -> env)) {
      var config =
          new ControlConfig(
              1,
              1,
              1,
              new StepSize.Scheduled(Schedule.constant(0.1)),
              new Exploration.EpsilonGreedy(Schedule.constant(0.1)),
              method,
              0,
              Bins.NONE);
      var learner = new TabularControl(config, envs, seed);
      Training[] training = new Training[1];
      training[0] =
          new Training(
              learner,
              Long.MAX_VALUE,
              _ -> {
                if (env.starts > episodes) {
                  training[0].stop();
                }
              });
      training[0].run();
      return env.lefts;
    }
  }

  @Override
  public Discrete observationSpace() {
    return Discrete.of(2);
  }

  @Override
  public Discrete actionSpace() {
    return Discrete.of(10);
  }

  @Override
  public Reset<Integer> reset(OptionalLong seed) {
    if (seed.isPresent()) {
      rng = Rng.ofSeed(seed.getAsLong());
    }
    starts++;
    state = 0;
    return Reset.of(0);
  }

  @Override
  public Step<Integer> step(Integer action) {
    if (state == 1) {
      return Step.of(0, rng.nextGaussian() - 0.1, true);
    }
    if (action == LEFT) {
      lefts++;
      state = 1;
      return Step.of(1, 0, false);
    }
    return Step.of(0, 0, true);
  }
}
