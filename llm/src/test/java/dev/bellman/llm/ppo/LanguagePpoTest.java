package dev.bellman.llm.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.math.KlController;
import dev.bellman.llm.model.ScalarModel;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.ppo.LanguagePpoConfig.Estimate;
import dev.bellman.llm.reward.Reward;
import dev.bellman.llm.reward.Rewards;
import dev.bellman.llm.reward.Verifier;
import dev.bellman.llm.reward.WeightedReward;
import dev.bellman.llm.sample.SamplingConfig;
import dev.bellman.llm.train.Bandit;
import dev.bellman.llm.train.Optimization;
import dev.bellman.llm.train.ReferenceConfig;
import dev.bellman.llm.train.RolloutConfig;
import dev.bellman.llm.train.States;
import dev.bellman.llm.train.TaskEvaluation;
import dev.bellman.rl.Metrics;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanguagePpoTest {
  private static final Bandit TASK = new Bandit();
  private static final KlController FIXED = new KlController.Fixed(0.01);
  private static final Reward VERIFIER = new Verifier(TASK);

  private static LanguagePpoConfig config(
      int completions,
      KlController kl,
      double missingEndPenalty,
      ReferenceConfig reference,
      int epochs,
      double learningRate) {
    var optimization =
        new Optimization(
            new Schedule.Constant(learningRate), new Adam.Config(0.9, 0.99, 1e-8, 0), 1);
    return new LanguagePpoConfig(
        new RolloutConfig(completions, 1, 0, SamplingConfig.DEFAULTS),
        new Estimate(1, 0.95, true, false),
        0.2,
        new LanguagePpoConfig.Value(0.2, optimization),
        kl,
        missingEndPenalty,
        0,
        reference,
        3,
        epochs,
        optimization);
  }

  private static LanguagePpoConfig small(KlController kl, ReferenceConfig reference) {
    return config(96, kl, 0, reference, 2, 1e-2);
  }

  private static LanguagePpo trainer(
      LanguagePpoConfig config, int model, Reward reward, Workers workers) {
    Transformer policy = Bandit.model(model);
    var rewards = new Rewards(List.of(new WeightedReward("right", reward, 1)), workers);
    return new LanguagePpo(config, policy, ScalarModel.zero(policy), TASK, rewards, 5, workers);
  }

  private static Metrics update(LanguagePpo trainer, int updates) {
    Metrics last = new Metrics();
    for (int i = 0; i < updates; i++) {
      last = trainer.update((trainer.updates() + 1) / 100.0);
    }
    return last;
  }

  @Test
  void learnsTheBandit() {
    try (var workers = new Workers(1)) {
      LanguagePpo trainer =
          trainer(config(384, FIXED, 0, ReferenceConfig.DEFAULTS, 1, 3e-3), 1, VERIFIER, workers);
      for (int i = 1; i <= 100; i++) {
        trainer.update(i / 100.0);
      }
      var end = TaskEvaluation.of(trainer.model(), TASK, 1, workers);
      assertThat(end.passAt1()).isGreaterThan(0.95);
      assertThat(end.greedyAccuracy()).isEqualTo(1);
    }
  }

  @Test
  void threadsChangeNoBit() {
    State[] states = new State[3];
    for (int threads = 1; threads <= 3; threads++) {
      try (var workers = new Workers(threads)) {
        LanguagePpoConfig config = config(500, FIXED, 0.5, new ReferenceConfig(1, 0.5), 2, 1e-2);
        LanguagePpo trainer = trainer(config, 1, VERIFIER, workers);
        update(trainer, 2);
        states[threads - 1] = States.of(trainer);
      }
    }
    States.assertSame(states[1], states[0]);
    States.assertSame(states[2], states[0]);
  }

  @Test
  void savedRunGoesOnToTheBit() {
    var proportional = new KlController.Proportional(0.1, 0.05, 1000);
    for (KlController kl : List.of(FIXED, proportional)) {
      try (var workers = new Workers(1)) {
        LanguagePpoConfig config = small(kl, new ReferenceConfig(4, 0.5));
        LanguagePpo whole = trainer(config, 1, VERIFIER, workers);
        update(whole, 3);
        LanguagePpo resumed = trainer(config, 2, VERIFIER, workers);
        resumed.load(States.of(whole));
        for (int i = 0; i < 3; i++) {
          Metrics expected = update(whole, 1);
          assertThat(update(resumed, 1).asMap()).isEqualTo(expected.asMap());
          assertThat(resumed.warnings()).isEqualTo(whole.warnings());
        }
        States.assertSame(States.of(resumed), States.of(whole));
        assertThat(resumed.tokens()).isEqualTo(whole.tokens());
        assertThat(resumed.rewardCalls()).isEqualTo(6 * 96);
        assertThat(resumed.gradientSteps()).isEqualTo(6 * 6);
      }
    }
  }

  @Test
  void coefficientFollowsTheDivergence() {
    try (var workers = new Workers(1)) {
      var controller = new KlController.Proportional(0.1, 100, 960);
      LanguagePpo trainer =
          trainer(small(controller, ReferenceConfig.DEFAULTS), 1, VERIFIER, workers);
      assertThat(update(trainer, 1).get("kl_coefficient")).isEqualTo(0.1);
      // the first rollout is the reference's own: 1 - 0.2 · 96 / 960
      Metrics second = update(trainer, 1);
      assertThat(second.get("kl_coefficient")).isCloseTo(0.098, within(1e-12));
      assertThat(second.get("sequence_kl")).isNotZero();
    }
  }

  @Test
  void referenceIsTheStartOrFollows() {
    try (var workers = new Workers(1)) {
      LanguagePpo still = trainer(small(FIXED, ReferenceConfig.DEFAULTS), 1, VERIFIER, workers);
      assertThat(update(still, 1).get("sequence_kl")).isZero();
      assertThat(update(still, 2).get("sequence_kl")).isNotZero();
      assertReference(still, Bandit.model(1));
      LanguagePpo following =
          trainer(small(FIXED, new ReferenceConfig(1, 1)), 1, VERIFIER, workers);
      assertThat(update(following, 3).get("sequence_kl")).isZero();
      assertReference(following, following.model());
    }
  }

  private static void assertReference(LanguagePpo trainer, Transformer expected) {
    State state = States.of(trainer);
    State parameters = new State();
    expected.parameters().save(parameters);
    for (String name : parameters.names()) {
      assertThat(state.entry("reference." + name).values())
          .isEqualTo(parameters.entry(name).values());
    }
  }

  @Test
  void valueModelLearnsWhatStatesAreWorth() {
    try (var workers = new Workers(1)) {
      Reward letter = completion -> completion.prompt()[1] + completion.tokens()[0] / 4.0;
      // the policy hardly moves
      var still = new Optimization(new Schedule.Constant(1e-6), ADAM, 1);
      var moving = new Optimization(new Schedule.Constant(3e-3), ADAM, 1);
      LanguagePpoConfig config =
          new LanguagePpoConfig(
              new RolloutConfig(128, 1, 0, SamplingConfig.DEFAULTS),
              new Estimate(1, 0.95, true, false),
              0.2,
              new LanguagePpoConfig.Value(Double.POSITIVE_INFINITY, moving),
              FIXED,
              0,
              0,
              ReferenceConfig.DEFAULTS,
              4,
              1,
              still);
      LanguagePpo trainer = trainer(config, 1, letter, workers);
      assertThat(update(trainer, 1).get("explained_variance")).isCloseTo(0, within(0.05));
      assertThat(update(trainer, 60).get("explained_variance")).isGreaterThan(0.8);
    }
  }

  private static final Adam.Config ADAM = new Adam.Config(0.9, 0.99, 1e-8, 0);

  @Test
  void missingEndCosts() {
    try (var workers = new Workers(1)) {
      LanguagePpoConfig config = config(192, FIXED, 1, ReferenceConfig.DEFAULTS, 1, 1e-2);
      LanguagePpo trainer = trainer(config, 1, _ -> 0, workers);
      double start = update(trainer, 1).get("ended");
      Metrics end = update(trainer, 40);
      assertThat(start).isLessThan(0.6);
      assertThat(end.get("ended")).isGreaterThan(0.9);
      assertThat(end.get("reward")).isZero();
    }
  }

  private static double fallible(Completion completion) {
    if (completion.tokens()[0] == 3) {
      throw new IllegalStateException("no opinion of B");
    }
    return 1;
  }

  @Test
  void completionWithoutAScoreIsLeftOutAndCounted() {
    try (var workers = new Workers(1)) {
      LanguagePpo trainer =
          trainer(small(FIXED, ReferenceConfig.DEFAULTS), 1, LanguagePpoTest::fallible, workers);
      Metrics metrics = update(trainer, 1);
      assertThat(metrics.get("unscored")).isBetween(1.0, 95.0);
      assertThat(metrics.get("reward")).isEqualTo(1);
      assertThat(trainer.warnings())
          .singleElement()
          .asString()
          .startsWith("rewards: expected a finite number for each of 96 completions, got none");
    }
  }

  @Test
  void nothingIsLearnedWithoutAnyScore() {
    try (var workers = new Workers(1)) {
      LanguagePpo trainer =
          trainer(
              small(new KlController.Proportional(0.1, 1, 100), ReferenceConfig.DEFAULTS),
              1,
              _ -> Double.NaN,
              workers);
      update(trainer, 1);
      assertThat(trainer.gradientSteps()).isZero();
      assertThat(trainer.warnings())
          .contains(
              "rollout: expected completions to learn from, got none (no completion has a score;"
                  + " check the reward)");
      assertThat(update(trainer, 1).get("kl_coefficient")).isEqualTo(0.1);
    }
  }

  @Test
  void rewardThatNeverVariesIsTold() {
    try (var workers = new Workers(1)) {
      LanguagePpo trainer = trainer(small(FIXED, ReferenceConfig.DEFAULTS), 1, _ -> 0.5, workers);
      update(trainer, 4);
      assertThat(trainer.warnings()).isEmpty();
      update(trainer, 1);
      assertThat(trainer.warnings())
          .singleElement()
          .asString()
          .startsWith("reward: expected scores that differ within a group of 96, got none in 5");
    }
  }

  @Test
  void modelThatChangesBetweenWritingAndLearningIsRefused() {
    Transformer policy = Bandit.model(1);
    Reward changing =
        completion -> {
          policy.parameters().copyFrom(Bandit.model(2).parameters());
          return completion.length();
        };
    try (var workers = new Workers(1)) {
      var rewards = new Rewards(List.of(new WeightedReward("changing", changing, 1)), workers);
      var trainer =
          new LanguagePpo(
              small(FIXED, ReferenceConfig.DEFAULTS),
              policy,
              ScalarModel.zero(policy),
              TASK,
              rewards,
              5,
              workers);
      assertThatThrownBy(() -> trainer.update(0.1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("ratio: must be exactly 1 in the first minibatch, got ");
    }
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> config(2, FIXED, 0, ReferenceConfig.DEFAULTS, 1, 1e-3))
        .hasMessage("minibatches: must be in [1, 2], got 3");
    assertThatThrownBy(() -> config(8, FIXED, 0, ReferenceConfig.DEFAULTS, 0, 1e-3))
        .hasMessage("epochs: must be at least 1, got 0");
    assertThatThrownBy(() -> config(8, FIXED, -1, ReferenceConfig.DEFAULTS, 1, 1e-3))
        .hasMessage("missingEndPenalty: must be at least 0, got -1.0");
    assertThatThrownBy(() -> new Estimate(1.1, 1, true, false))
        .hasMessage("gamma: must be in [0, 1], got 1.1");
    assertThatThrownBy(() -> new Estimate(1, -0.1, true, false))
        .hasMessage("lambda: must be in [0, 1], got -0.1");
    assertThatThrownBy(() -> new LanguagePpoConfig.Value(0, Optimization.DEFAULTS))
        .hasMessage("clip: must be above 0, got 0.0");
  }
}
