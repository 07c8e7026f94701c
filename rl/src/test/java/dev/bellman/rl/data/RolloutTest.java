package dev.bellman.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.ForbiddingEnv;
import dev.bellman.rl.env.Info;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.ScriptedEnv;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.ValueTarget;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.rl.policy.DiagonalGaussian;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Shape;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RolloutTest {
  /// The value of an observation is its first coordinate; every action is as good as another.
  private record FirstCoordinate(Parameters parameters, int actions, boolean discrete)
      implements ActorCritic {
    FirstCoordinate(int actions, boolean discrete) {
      this(new Parameters(), actions, discrete);
    }

    @Override
    public Distribution policy(Tensor observations) {
      int b = observations.shape().dim(0);
      Tensor zeros = observations.slice(-1, 0, 1).mul(0).expand(Shape.of(b, actions), observations);
      return discrete ? Categorical.of(zeros) : new DiagonalGaussian(zeros, zeros);
    }

    @Override
    public Tensor value(Tensor observations) {
      return observations.slice(-1, 0, 1).reshape(observations.shape().dim(0));
    }
  }

  private final Workers workers = new Workers(1);

  @AfterEach
  void closeWorkers() {
    workers.close();
  }

  private static Function<Integer, Step<float[]>> step(
      float observation, double reward, boolean terminated, boolean truncated) {
    return _ ->
        new Step<>(new float[] {observation}, reward, terminated, truncated, null, Info.NONE);
  }

  private static VecEnv scripted() {
    List<Function<Integer, Step<float[]>>> script = new ArrayList<>();
    script.add(step(1, 10, false, false));
    script.add(step(2, 20, true, false));
    script.add(step(3, 30, false, true));
    script.add(step(4, 40, true, true));
    script.add(step(5, 50, false, false));
    return EnvAdapter.of(
        "scripted",
        1,
        () ->
            new ScriptedEnv<>(
                Box.of(0, 9, 1), Discrete.of(2), false, Reset.of(new float[] {0.5f}), script));
  }

  @Test
  void rowsHoldRewardsEndsAndValues() {
    Rollout rollout = new Rollout(scripted(), 5, 0, workers);
    rollout.collect(new FirstCoordinate(2, true));
    assertThat(rollout.rows().count()).isEqualTo(5);
    assertThat(rollout.rows.rewards).containsExactly(10, 20, 30, 40, 50);
    assertThat(rollout.rows.terminated).containsExactly(false, true, false, true, false);
    assertThat(rollout.rows.truncated).containsExactly(false, false, true, true, false);
    assertThat(rollout.rows.values).startsWith(0.5f, 1, 0.5f, 0.5f, 0.5f);
    assertThat(rollout.rows.logp).containsOnly(-0.6931472f);
  }

  @Test
  void nextValueAfterTruncationIsThatOfTheFinalObservation() {
    Rollout rollout = new Rollout(scripted(), 5, 0, workers);
    rollout.collect(new FirstCoordinate(2, true));
    assertThat(rollout.rows.nextValues[0]).isEqualTo(1);
    assertThat(rollout.rows.nextValues[2]).isEqualTo(3);
    assertThat(rollout.rows.nextValues[4]).isEqualTo(5);
  }

  @Test
  void advantagesUseTheTrueSuccessors() {
    Rollout rollout = new Rollout(scripted(), 5, 0, workers);
    rollout.collect(new FirstCoordinate(2, true));
    rollout.estimate(new Gae(0.5, 0.5), new ValueTarget.LambdaReturn());
    // deltas 10 + 0.5 - 0.5, 20 - 1, 30 + 1.5 - 0.5, 40 - 0.5, 50 + 2.5 - 0.5
    assertThat(rollout.rows.advantages).containsExactly(10 + 19 / 4f, 19, 31, 39.5f, 52);
    assertThat(rollout.rows.valueTargets).containsExactly(15.25f, 20, 31.5f, 40, 52.5f);
    assertThat(rollout.rows().explainedVariance()).isNotNaN();
  }

  @Test
  void episodesAreCountedWithTheirReturns() {
    Rollout rollout = new Rollout(scripted(), 5, 0, workers);
    rollout.collect(new FirstCoordinate(2, true));
    assertThat(rollout.episodes().episodes()).isEqualTo(3);
    assertThat(rollout.episodes().envSteps()).isEqualTo(5);
    assertThat(rollout.episodes().meanTotalReward()).isEqualTo((30 + 30 + 40) / 3.0);
  }

  @Test
  void batchesHoldTheChosenRows() {
    Rollout rollout = new Rollout(scripted(), 5, 0, workers);
    rollout.collect(new FirstCoordinate(2, true));
    rollout.estimate(new Gae(0.5, 0.5), new ValueTarget.LambdaReturn());
    int[] order = {4, 1, 0, 3, 2};
    rollout.rows().scaleAdvantages(Gae.Scaling.STANDARDISED, order, 1, 3);
    try (Scope scope = Scope.inference()) {
      Rows.Batch batch = rollout.rows().batch(scope, order, 1, 4);
      assertThat(batch.observations().toArray()).containsExactly(1, 0.5f, 0.5f);
      assertThat(batch.observations().shape().toArray()).containsExactly(3, 1);
      assertThat(batch.mask()).isNull();
      assertThat(batch.valueOld().toArray()).containsExactly(1, 0.5f, 0.5f);
      assertThat(batch.valueTarget().toArray()).containsExactly(20, 15.25f, 40);
      assertThat(batch.advantage().toArray())
          .containsExactly((float) Math.sqrt(0.5), -(float) Math.sqrt(0.5), 39.5f);
      assertThat(batch.parametersOld().shape().toArray()).containsExactly(3, 2);
      assertThat(batch.logpOld().size()).isEqualTo(3);
      assertThat(batch.actions().discrete()[0]).isEqualTo(rollout.rows.actions.discrete()[1]);
      assertThat(batch.actions().discrete()).hasSize(3);
    }
  }

  private static Rollout cartPole(VecEnv envs, int length, Workers workers) {
    Rollout rollout = new Rollout(envs, length, 7, workers);
    rollout.collect(net(envs));
    rollout.estimate(Gae.DEFAULTS, new ValueTarget.LambdaReturn());
    return rollout;
  }

  private static ActorCritic net(VecEnv envs) {
    return MlpActorCritic.of(MlpActorCritic.Config.DEFAULTS, envs, 7);
  }

  private static void assertSameBits(Rollout actual, Rollout expected) {
    assertThat(actual.rows.actions.discrete()).containsExactly(expected.rows.actions.discrete());
    assertThat(actual.rows.logp).containsExactly(expected.rows.logp);
    assertThat(actual.rows.policyParameters).containsExactly(expected.rows.policyParameters);
    assertThat(actual.rows.values).startsWith(expected.rows.values);
    assertThat(actual.rows.nextValues).containsExactly(expected.rows.nextValues);
    assertThat(actual.rows.advantages).containsExactly(expected.rows.advantages);
    assertThat(actual.rows.valueTargets).containsExactly(expected.rows.valueTargets);
  }

  @Test
  void environmentsInChunksOnTwoThreadsGiveTheBitsOfOne() {
    VecEnv first = Envs.builtIn().vector("CartPole-v1", 600, Map.of());
    VecEnv second = Envs.builtIn().vector("CartPole-v1", 600, Map.of());
    try (Workers two = new Workers(2)) {
      assertSameBits(cartPole(first, 20, two), cartPole(second, 20, workers));
    }
  }

  @Test
  void aLoadedRolloutGoesOnToTheBit() {
    VecEnv first = Envs.builtIn().vector("CartPole-v1", 4, Map.of());
    Rollout undisturbed = cartPole(first, 33, workers);
    State state = new State();
    undisturbed.save(state);
    undisturbed.collect(net(first));
    undisturbed.estimate(Gae.DEFAULTS, new ValueTarget.LambdaReturn());
    VecEnv second = Envs.builtIn().vector("CartPole-v1", 4, Map.of());
    Rollout resumed = new Rollout(second, 33, 999, workers);
    resumed.load(state);
    resumed.collect(net(second));
    resumed.estimate(Gae.DEFAULTS, new ValueTarget.LambdaReturn());
    assertSameBits(resumed, undisturbed);
    assertThat(resumed.episodes().episodes()).isEqualTo(undisturbed.episodes().episodes());
    assertThat(resumed.episodes().meanTotalReward())
        .isEqualTo(undisturbed.episodes().meanTotalReward());
  }

  @Test
  void environmentsThatCannotBeSavedBeginAnewAndForgetRunningEpisodes() {
    Rollout rollout = new Rollout(scripted(), 5, 0, workers);
    rollout.collect(new FirstCoordinate(2, true));
    State state = new State();
    rollout.save(state);
    Rollout resumed = new Rollout(scripted(), 1, 0, workers);
    resumed.load(state);
    assertThat(resumed.episodes().episodes()).isEqualTo(3);
    resumed.collect(new FirstCoordinate(2, true));
    assertThat(resumed.rows.rewards).containsExactly(10);
  }

  @Test
  void forbiddenActionsAreNeitherTakenNorForgotten() {
    VecEnv envs = EnvAdapter.of("forbidding", 2, ForbiddingEnv::new);
    Rollout rollout = new Rollout(envs, 60, 0, workers);
    rollout.collect(new FirstCoordinate(3, true));
    for (int row = 0; row < rollout.rows().count(); row++) {
      int state = row / 2 % 3;
      for (int a = 0; a < 3; a++) {
        assertThat(rollout.rows.masks[row * 3 + a]).isEqualTo(a == state ? 0 : 1);
      }
      assertThat(rollout.rows.actions.discrete()[row]).isNotEqualTo(state);
      assertThat(rollout.rows.logp[row]).isEqualTo(-0.6931472f);
    }
    try (Scope scope = Scope.inference()) {
      Rows.Batch batch = rollout.rows().batch(scope, new int[] {2, 0}, 0, 2);
      assertThat(batch.mask()).isNotNull();
      assertThat(batch.mask().toArray()).containsExactly(1, 0, 1, 0, 1, 1);
      assertThat(batch.observations().toArray()).containsExactly(0, 1, 0, 1, 0, 0);
    }
  }

  @Test
  void batchOfALaterRoundIsTheSameObjectWithOtherRows() {
    VecEnv envs = EnvAdapter.of("forbidding", 2, ForbiddingEnv::new);
    Rollout rollout = new Rollout(envs, 60, 0, workers);
    rollout.collect(new FirstCoordinate(3, true));
    int[] taken = rollout.rows.actions.discrete();
    int[] order = {0, 2, 4, 6, 8, 10, 12, 14, 16, 18};
    List<Rows.Batch> batches = new ArrayList<>();
    Scope scope = Scope.inference();
    for (int round = 0; round < 9; round++) {
      try (scope) {
        Rows.Batch batch = rollout.rows().batch(scope, order, round, round + 2);
        batches.add(batch);
        int action = batch.actions().discrete()[1];
        assertThat(action).isEqualTo(taken[order[round + 1]]);
        assertThat(batch.mask()).isNotNull();
        assertThat(batch.mask().get(3 + action)).isEqualTo(1);
        assertThat(batch.mask().get(3 + (round + 1) % 3)).isZero();
        assertThat(batch.observations().get(3 + (round + 1) % 3)).isEqualTo(1);
      }
    }
    assertThat(batches.get(7)).isSameAs(batches.get(0));
    assertThat(batches.get(8)).isSameAs(batches.get(1)).isNotSameAs(batches.get(0));
  }

  @Test
  void continuousActionsAreSentClippedAndStoredAsDrawn() {
    List<Float> sent = new ArrayList<>();
    Function<float[], Step<float[]>> step =
        action -> {
          sent.add(action[0]);
          return Step.of(new float[] {0}, 0, false);
        };
    VecEnv envs =
        EnvAdapter.of(
            "recording",
            1,
            () ->
                new ScriptedEnv<>(
                    Box.of(0, 1, 1),
                    Box.of(-0.5f, 0.5f, 1),
                    false,
                    Reset.of(new float[] {0}),
                    IntStream.range(0, 50).mapToObj(_ -> step).toList()));
    Rollout rollout = new Rollout(envs, 50, 0, workers);
    rollout.collect(new FirstCoordinate(1, false));
    float[] drawn = rollout.rows.actions.continuous();
    int outside = 0;
    for (int t = 0; t < 50; t++) {
      assertThat(sent.get(t)).isEqualTo(Math.clamp(drawn[t], -0.5f, 0.5f));
      double logp = -0.5 * drawn[t] * drawn[t] - 0.9189385;
      assertThat((double) rollout.rows.logp[t]).isEqualTo(logp, within(1e-5));
      outside += Math.abs(drawn[t]) > 0.5 ? 1 : 0;
    }
    assertThat(outside).isBetween(15, 45);
  }
}
