package dev.bellman.rl.tabular;

import static dev.bellman.rl.tabular.Scripts.step;
import static dev.bellman.rl.tabular.Scripts.terminated;
import static dev.bellman.rl.tabular.Scripts.truncated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.TrainingDiverged;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Info;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.tabular.Scripts.Plan;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.optim.Schedule;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Semi-gradient control with linear features.
class LinearControlTest {
  private static LinearConfig config(int steps, Exploration behaviour, Bootstrap target) {
    return new LinearConfig(
        1, steps, 0.5, Schedule.constant(0.5), behaviour, target, 0, new Features.OneHot());
  }

  private static double[] weights(LinearControl learner) {
    double[] weights = new double[6];
    for (int k = 0; k < 6; k++) {
      weights[k] = learner.values().weight(k / 2, k % 2);
    }
    return weights;
  }

  @Test
  void onOneHotFeaturesItIsTheTable() {
    var sarsa =
        new LinearControl(
            config(3, new Plan(1, 0, 1, 1, 1), new Bootstrap.NextAction()),
            Scripts.env(step(1, 1), truncated(2, 0), step(1, 1)),
            1);
    sarsa.iterate(1);
    assertThat(weights(sarsa)).containsExactly(0, 0.75, 1.125, 0, 0, 0);
    var qLearning =
        new LinearControl(
            config(3, new Plan(1, 0, 1, 0), new Bootstrap.Max()),
            Scripts.env(step(1, 1), terminated(2, 0), step(1, 1)),
            1);
    qLearning.iterate(1);
    assertThat(weights(qLearning)).containsExactly(0, 1, 1, 0, 0, 0);
    assertThat(qLearning.gradientSteps()).isEqualTo(3);
  }

  /// What a tile coder sees: always the same place, until the reward ends it.
  private static final class Point implements Env<float[], Integer> {
    @Override
    public Box observationSpace() {
      return Box.of(0, 1, 1);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(2);
    }

    @Override
    public Reset<float[]> reset(OptionalLong seed) {
      return Reset.of(new float[] {0.5f});
    }

    @Override
    public Step<float[]> step(Integer action) {
      return Step.of(new float[] {0.9f}, 8, true);
    }
  }

  @Test
  void theStepIsSharedByAllTilesSoAlphaIsATables() {
    try (VecEnv envs = EnvAdapter.of("point", 1, Point::new)) {
      var learner =
          new LinearControl(
              config(1, new Plan(1, 0), new Bootstrap.Max()).with(Features.Tiles.of(4, List.of(2))),
              envs,
              1);
      learner.iterate(1);
      double value = 0;
      for (int k = 0; k < 12; k++) {
        assertThat(learner.values().weight(k, 1)).isIn(0.0, 1.0);
        assertThat(learner.values().weight(k, 0)).isZero();
        value += learner.values().weight(k, 1);
      }
      assertThat(value).isEqualTo(4);
    }
  }

  @Test
  void divergenceIsToldInOneLine() {
    try (VecEnv envs = EnvAdapter.of("endless", 1, Endless::new)) {
      var learner =
          new LinearControl(
              new LinearConfig(
                  1,
                  100,
                  1,
                  Schedule.constant(1),
                  new Exploration.Uniform(),
                  new Bootstrap.Max(),
                  1,
                  Features.Tiles.of(3, List.of(1))),
              envs,
              1);
      assertThatThrownBy(() -> new Training(learner, 1_000_000).run())
          .isInstanceOf(TrainingDiverged.class)
          .hasMessageMatching(
              "loss: became NaN or infinite at iteration \\d+, in gradient steps \\d+ to \\d+: .*");
    }
  }

  /// It stays where it is for ever and earns so much that an undiscounted value has no bound.
  private static final class Endless implements Env<float[], Integer> {
    @Override
    public Box observationSpace() {
      return Box.of(0, 1, 1);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(1);
    }

    @Override
    public Reset<float[]> reset(OptionalLong seed) {
      return Reset.of(new float[] {0.5f});
    }

    @Override
    public Step<float[]> step(Integer action) {
      return new Step<>(new float[] {0.5f}, 1e306, false, false, null, Info.NONE);
    }
  }

  @Test
  void rangesAreChecked() {
    assertThatThrownBy(() -> LinearConfig.LINEAR_SARSA.with(new Exploration.Ucb(1)))
        .hasMessage(
            "behaviour: must not count visits, which features have none of, got ucb"
                + " (take boltzmann)");
    assertThatThrownBy(
            () -> LinearConfig.LINEAR_SARSA.with(new Bootstrap.Of(new Exploration.Ucb(1))))
        .hasMessageStartingWith("target.of.policy: must not count visits");
  }

  @Test
  void qLearningOverTilesLearnsMountainCar() {
    try (VecEnv envs = Envs.builtIn().vector("MountainCar-v0", 1, Map.of());
        VecEnv fresh = Envs.builtIn().vector("MountainCar-v0", 16, Map.of())) {
      var learner =
          new LinearControl(
              new LinearConfig(
                  1,
                  1000,
                  1,
                  Schedule.linear(0.5, 0),
                  new Exploration.Greedy(),
                  new Bootstrap.Max(),
                  0,
                  Features.Tiles.of(8, List.of(8, 8))),
              envs,
              1);
      new Training(learner, 200_000).run();
      var result = new Evaluation(100, 1, true).run(learner.policy(), fresh);
      assertThat(result.meanReturn()).isGreaterThan(-130);
    }
  }
}
