package dev.bellman.rl.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bellman.rl.Metrics;
import dev.bellman.rl.data.GradientSteps;
import dev.bellman.rl.data.ReplayConfig;
import dev.bellman.rl.data.ReplaySampling;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.ActionValue;
import dev.bellman.rl.loss.TdLoss;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DqnTest {
  private static final ActionValue EXPECTED = new ActionValue.Expected(new TdLoss.Squared());

  private static VecEnv cartPole(int n) {
    return Envs.builtIn().vector("CartPole-v1", n, Map.of());
  }

  private static float[] best(float[] judge, float[] output, float... mask) {
    try (Scope scope = Scope.inference()) {
      Tensor allowed = mask.length == 0 ? null : scope.constant(mask, 2, 3);
      return Dqn.best(
              scope,
              EXPECTED,
              scope.constant(judge, 2, 1, 3),
              scope.constant(output, 2, 1, 3),
              allowed)
          .toArray();
    }
  }

  @Test
  void theTargetNetworkTakesItsOwnGreatestValue() {
    float[] target = {10, 30, 20, -1, -3, -2};
    assertThat(best(target, target)).containsExactly(30, -1);
  }

  @Test
  void doubleQLearningTakesTheTargetNetworksValueOfTheOnlineNetworksAction() {
    float[] online = {1, 2, 3, 9, 8, 7};
    float[] target = {10, 30, 20, -3, -1, -2};
    assertThat(best(online, target)).containsExactly(20, -3);
  }

  @Test
  void theNextActionIsAnAllowedOne() {
    float[] online = {1, 2, 3, 9, 8, 7};
    float[] target = {10, 30, 20, -3, -1, -2};
    assertThat(best(target, target, 1, 0, 1, 1, 0, 0)).containsExactly(20, -3);
    assertThat(best(online, target, 1, 1, 0, 0, 0, 1)).containsExactly(30, -2);
  }

  @Test
  void everyNumberOfTheChosenActionIsTaken() {
    // means: 2 and 3 for the two actions
    var value = new ActionValue.Quantile(2, 1);
    try (Scope scope = Scope.inference()) {
      Tensor output = scope.constant(new float[] {1, 6, 3, 0}, 1, 2, 2);
      assertThat(Dqn.best(scope, value, output, output, null).toArray()).containsExactly(6, 0);
    }
  }

  @Test
  void iterationIsWholeCyclesOfAbout250Steps() {
    try (Workers workers = new Workers(1)) {
      for (int[] trainEveryEnvsAndSteps : new int[][] {{4, 1, 252}, {256, 1, 256}, {4, 8, 256}}) {
        var update =
            new DqnConfig.Update(
                trainEveryEnvsAndSteps[0],
                new GradientSteps.Fixed(1),
                8,
                Schedule.constant(0),
                10,
                Adam.Config.DEFAULTS);
        Dqn dqn =
            new Dqn(Dqns.with(Dqns.QUICK, update), cartPole(trainEveryEnvsAndSteps[1]), 1, workers);
        assertThat(dqn.envStepsPerIteration()).isEqualTo(trainEveryEnvsAndSteps[2]);
      }
    }
  }

  @Test
  void gradientStepsBeginAfterWarmUp() {
    try (Workers workers = new Workers(1)) {
      var exploration = new DqnConfig.Exploration(320, Schedule.constant(0.1), 0);
      Dqn dqn = new Dqn(Dqns.with(Dqns.QUICK, exploration), cartPole(8), 1, workers);
      Metrics warmUp = dqn.iterate(0.25);
      assertThat(dqn.gradientSteps()).isZero();
      assertThat(warmUp.asMap().keySet())
          .containsExactly("target_distance", "epsilon", "learning_rate");
      Metrics first = dqn.iterate(0.5);
      // of 32 cycles the first 8 end at or before step 320
      assertThat(dqn.gradientSteps()).isEqualTo(24);
      assertThat(first.asMap().keySet())
          .containsExactly(
              "loss",
              "td_error",
              "td_error_max",
              "q_mean",
              "grad_norm",
              "replay_age",
              "target_distance",
              "epsilon",
              "learning_rate");
    }
  }

  @Test
  void asManyGradientStepsAsEnvironmentStepsCanBeAskedFor() {
    try (Workers workers = new Workers(1)) {
      var update =
          new DqnConfig.Update(
              16,
              new GradientSteps.PerEnvStep(),
              8,
              Schedule.constant(1e-3),
              10,
              Adam.Config.DEFAULTS);
      Dqn dqn = new Dqn(Dqns.with(Dqns.QUICK, update), cartPole(2), 1, workers);
      dqn.iterate(1);
      // 8 cycles of 32 steps, of which the first 6 are warm-up
      assertThat(dqn.gradientSteps()).isEqualTo(64);
    }
  }

  @Test
  void hardUpdateBringsTheDistanceToZero() {
    try (Workers workers = new Workers(1)) {
      var target =
          new DqnConfig.Target(DqnConfig.NextAction.TARGET, new TargetUpdate.Hard(1_000_000));
      Dqn dqn = new Dqn(Dqns.with(Dqns.QUICK, target), cartPole(8), 1, workers);
      assertThat(dqn.iterate(0.5).get("target_distance")).isGreaterThan(0);
      var copied = new DqnConfig.Target(DqnConfig.NextAction.TARGET, new TargetUpdate.Hard(256));
      var update =
          new DqnConfig.Update(
              32,
              new GradientSteps.Fixed(1),
              8,
              progress -> progress < 0.75 ? 0.1 : 0,
              10,
              Adam.Config.DEFAULTS);
      Dqn follower =
          new Dqn(Dqns.with(Dqns.with(Dqns.QUICK, copied), update), cartPole(8), 1, workers);
      assertThat(follower.iterate(0.5).get("target_distance")).isGreaterThan(0.1);
      // the copy at step 512 comes before a gradient step of size 0
      assertThat(follower.iterate(1).get("target_distance")).isZero();
    }
  }

  @Test
  void importanceWeightsCount() {
    assertThat(prioritised(Schedule.constant(1))).isNotEqualTo(prioritised(Schedule.constant(0)));
    assertThat(prioritised(Schedule.constant(0))).isEqualTo(prioritised(Schedule.constant(0)));
  }

  /// What is learned with an exponent of the weights; the exponent changes nothing but them.
  private static float[] prioritised(Schedule beta) {
    var sampling = new ReplaySampling.Prioritized(0.6, beta, 1e-6);
    try (Workers workers = new Workers(1)) {
      DqnConfig config = Dqns.with(Dqns.QUICK, new ReplayConfig(4000, 1, sampling, false));
      Dqn dqn = new Dqn(config, cartPole(1), 1, workers);
      dqn.iterate(0.5);
      return dqn.net().parameters().get("q.0.weight").toArray();
    }
  }

  @Test
  void schedulesNeverGoBack() {
    List<Double> seen = new ArrayList<>();
    Schedule learningRate =
        progress -> {
          seen.add(progress);
          return 1e-3;
        };
    var update =
        new DqnConfig.Update(
            64, new GradientSteps.Fixed(1), 8, learningRate, 10, Adam.Config.DEFAULTS);
    try (Workers workers = new Workers(1)) {
      Dqn dqn = new Dqn(Dqns.with(Dqns.QUICK, update), cartPole(8), 1, workers);
      seen.clear();
      new Training(dqn, 1200).run(); // of 512 steps each, and each of them is looked at twice
      assertThat(seen).isSorted();
      assertThat(seen.getFirst()).isEqualTo(512 / 1200.0);
      assertThat(seen.getLast()).isEqualTo(1);
    }
  }

  @Test
  void epsilonIsWhatWasUsed() {
    var exploration = new DqnConfig.Exploration(300, Schedule.constant(0.1), 0);
    try (Workers workers = new Workers(1)) {
      Dqn dqn = new Dqn(Dqns.with(Dqns.QUICK, exploration), cartPole(8), 1, workers);
      assertThat(dqn.iterate(0.25).get("epsilon")).isEqualTo(1);
      assertThat(dqn.iterate(0.5).get("epsilon")).isEqualTo(0.1);
    }
  }

  static List<DqnConfig> switches() {
    return DqnLearningTest.switches();
  }

  @ParameterizedTest
  @MethodSource("switches")
  void numberOfThreadsChangesNoBits(DqnConfig config) {
    State one = learned(config, 1);
    for (int threads = 2; threads <= 3; threads++) {
      State several = learned(config, threads);
      for (String name : one.names()) {
        assertThat((float[]) several.entry(name).values())
            .isEqualTo((float[]) one.entry(name).values());
      }
    }
  }

  private static State learned(DqnConfig config, int threads) {
    Supplier<Env<Integer, Integer>> env = () -> IdentityEnvs.discrete(3, 20);
    try (Workers workers = new Workers(threads)) {
      Dqn dqn =
          new Dqn(
              Dqns.with(config, Dqns.update(100)), EnvAdapter.of("identity", 4, env), 5, workers);
      dqn.iterate(0.5);
      dqn.iterate(1);
      return dqn.learned();
    }
  }

  @Test
  void refusesBudgetsInWhichNothingIsLearned() {
    try (Workers workers = new Workers(1)) {
      Dqn dqn = new Dqn(Dqns.QUICK, cartPole(8), 1, workers);
      dqn.requireBudget(201);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> dqn.requireBudget(200))
          .withMessage(
              "exploration.learningStarts: must be at most 199 steps, got 200 (within the budget"
                  + " nothing would be learned)");
      var rarely =
          new DqnConfig.Update(
              100, new GradientSteps.Fixed(1), 8, Schedule.constant(0), 10, Adam.Config.DEFAULTS);
      Dqn rare = new Dqn(Dqns.with(Dqns.QUICK, rarely), cartPole(8), 1, workers);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> rare.requireBudget(799))
          .withMessage(
              "update.trainEvery of all environments: must be at most 799 steps, got 800 (within"
                  + " the budget nothing would be learned)");
    }
  }
}
