package dev.bellman.llm.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.group.GroupRelativeConfig.DynamicSampling;
import dev.bellman.llm.group.GroupRelativeConfig.Overlong;
import dev.bellman.llm.loss.GroupObjective;
import dev.bellman.llm.loss.KlForm;
import dev.bellman.llm.loss.KlPenalty;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.model.TransformerConfig;
import dev.bellman.llm.reward.RewardControl;
import dev.bellman.llm.reward.Verifier;
import dev.bellman.llm.task.SortDigits;
import dev.bellman.llm.train.Bandit;
import dev.bellman.llm.train.ReferenceConfig;
import dev.bellman.llm.train.States;
import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupRelativeTest {
  private static final Setup GRPO = Setup.of(GroupRelativeConfig.GRPO);
  private static final Setup DAPO = Setup.of(GroupRelativeConfig.DAPO);
  private static final Setup GSPO = Setup.of(GroupRelativeConfig.GSPO);
  private static final Setup RLOO = Setup.of(GroupRelativeConfig.RLOO);

  private static Metrics update(GroupRelative trainer, int updates) {
    Metrics last = new Metrics();
    for (int i = 0; i < updates; i++) {
      last = trainer.update((trainer.updates() + 1) / 100.0);
    }
    return last;
  }

  private static State after(Setup setup, int threads, int updates) {
    try (var workers = new Workers(threads)) {
      GroupRelative trainer = setup.trainer(Bandit.model(1), 5, workers);
      update(trainer, updates);
      return States.of(trainer);
    }
  }

  static List<Setup> setups() {
    return List.of(
        GRPO,
        GRPO.withKl(new KlPenalty.InLoss(KlForm.EXACT, 0.1)).withSteps(3, 2, 3e-2),
        GRPO.withKl(new KlPenalty.InReward(0.05)).withReference(new ReferenceConfig(2, 0.5)),
        DAPO,
        GSPO,
        RLOO.withControl(RewardControl.PERMUTED));
  }

  @ParameterizedTest
  @MethodSource("setups")
  void threadsChangeNoBit(Setup setup) {
    Setup larger = setup.withGroups(30, 16);
    State one = after(larger, 1, 2);
    States.assertSame(after(larger, 2, 2), one);
    States.assertSame(after(larger, 3, 2), one);
  }

  @ParameterizedTest
  @MethodSource("setups")
  void savedRunGoesOnToTheBit(Setup setup) {
    try (var workers = new Workers(1)) {
      GroupRelative whole = setup.trainer(Bandit.model(1), 5, workers);
      update(whole, 3);
      State saved = States.of(whole);
      GroupRelative resumed = setup.trainer(Bandit.model(2), 5, workers);
      resumed.load(saved);
      assertThat(resumed.updates()).isEqualTo(3);
      for (int i = 0; i < 3; i++) {
        Metrics expected = update(whole, 1);
        assertThat(update(resumed, 1).asMap()).isEqualTo(expected.asMap());
        assertThat(resumed.warnings()).isEqualTo(whole.warnings());
      }
      States.assertSame(States.of(resumed), States.of(whole));
      assertThat(resumed.tokens()).isEqualTo(whole.tokens());
      assertThat(resumed.gradientSteps()).isEqualTo(whole.gradientSteps());
      assertThat(resumed.rewardCalls()).isEqualTo(whole.rewardCalls());
    }
  }

  @Test
  void seedsDiffer() {
    try (var workers = new Workers(1)) {
      GroupRelative one = RLOO.trainer(Bandit.model(1), 5, workers);
      GroupRelative other = RLOO.trainer(Bandit.model(1), 6, workers);
      update(one, 1);
      update(other, 1);
      assertThat(other.model().parameters().distance(one.model().parameters())).isPositive();
    }
  }

  @Test
  void constantRewardTeachesNothingAndIsToldAfterFiveUpdates() {
    try (var workers = new Workers(1)) {
      Setup setup = RLOO.withReward(_ -> 0.7);
      GroupRelative trainer = setup.trainer(Bandit.model(1), 5, workers);
      Transformer start = Bandit.model(1);
      for (int i = 0; i < 4; i++) {
        Metrics metrics = update(trainer, 1);
        assertThat(metrics.get("zero_variance_groups")).isEqualTo(1);
        assertThat(metrics.get("grad_norm")).isZero();
        assertThat(trainer.warnings()).isEmpty();
      }
      update(trainer, 1);
      assertThat(trainer.warnings())
          .containsExactly(
              "reward: expected scores that differ within a group of 8, got none in 5 updates"
                  + " (scores from 0.7 to 0.7; check the reward on a right and a wrong answer,"
                  + " train the warm start longer, or raise the temperature or the group's size)");
      update(trainer, 1);
      assertThat(trainer.warnings()).isEmpty();
      State expected = new State();
      start.parameters().save(expected);
      States.assertSame(trainer.learned(), expected);
    }
  }

  @Test
  void watchOfTheRewardGoesOnWithTheRun() {
    try (var workers = new Workers(1)) {
      Setup setup = RLOO.withReward(_ -> 0.7);
      GroupRelative whole = setup.trainer(Bandit.model(1), 5, workers);
      update(whole, 3);
      GroupRelative resumed = setup.trainer(Bandit.model(1), 5, workers);
      resumed.load(States.of(whole));
      update(resumed, 2);
      assertThat(resumed.warnings()).hasSize(1);
    }
  }

  private static double fallible(Completion completion) {
    if (completion.tokens()[0] == 3) {
      throw new IllegalStateException("no opinion of B");
    }
    return completion.tokens()[0] == 2 ? 1 : 0;
  }

  @Test
  void completionWithoutAScoreIsLeftOutAndCounted() {
    try (var workers = new Workers(1)) {
      Setup setup = RLOO.withReward(GroupRelativeTest::fallible).withSteps(1, 1, 1e-2);
      GroupRelative trainer = setup.trainer(Bandit.model(1), 5, workers);
      Metrics metrics = update(trainer, 1);
      int unscored = (int) metrics.get("unscored");
      assertThat(unscored).isBetween(1, 95);
      assertThat(trainer.warnings())
          .containsExactly(
              "rewards: expected a finite number for each of 96 completions, got none for "
                  + unscored
                  + " (first: reward 'right' threw java.lang.IllegalStateException: no opinion of"
                  + " B)");
      assertThat(metrics.get("ratio_mean")).isEqualTo(1);
      assertThat(metrics.get("reward")).isBetween(0.0, 1.0);
      assertThat(trainer.rewardCalls()).isEqualTo(96);
    }
  }

  @Test
  void unscoredCompletionsAreNoPartOfTheMeanOfSequences() {
    try (var workers = new Workers(1)) {
      Setup setup = GSPO.withReward(GroupRelativeTest::fallible).withSteps(1, 1, 1e-2);
      Metrics metrics = update(setup.trainer(Bandit.model(1), 5, workers), 1);
      assertThat(metrics.get("ratio_mean")).isCloseTo(1, within(1e-12));
      assertThat(metrics.get("effective_sample_size")).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void nothingIsLearnedWithoutAnyScore() {
    try (var workers = new Workers(1)) {
      Setup setup = GRPO.withReward(_ -> Double.NaN);
      GroupRelative trainer = setup.trainer(Bandit.model(1), 5, workers);
      Metrics metrics = update(trainer, 1);
      assertThat(metrics.get("unscored")).isEqualTo(96);
      assertThat(trainer.gradientSteps()).isZero();
      State expected = new State();
      Bandit.model(1).parameters().save(expected);
      States.assertSame(trainer.learned(), expected);
      assertThat(trainer.warnings())
          .contains(
              "rollout: expected completions to learn from, got none (no completion has a score, or"
                  + " every group's outcomes are alike; check the reward, allow more rounds of"
                  + " dynamicSampling or more samples)");
    }
  }

  @Test
  void stepsWithOneRewardAtTheLastTokenAreOutcomes() {
    Setup process = GRPO.withAdvantage(Supervision.Process.DEFAULTS);
    States.assertSame(after(process, 1, 4), after(GRPO, 1, 4));
  }

  @Test
  void stepsTeachWhereOutcomesAreAllAlike() {
    Transformer model =
        Transformer.create(TransformerConfig.small(16, 16, 32, 1, 2, 24), Rng.ofSeed(1));
    var task = new SortDigits();
    Setup outcomes = GRPO.withTask(task).withReward(new Verifier(task));
    try (var workers = new Workers(1)) {
      Metrics metrics = update(outcomes.trainer(model.copy(), 5, workers), 1);
      assertThat(metrics.get("zero_variance_groups")).isEqualTo(1);
      Setup steps = outcomes.withAdvantage(Supervision.Process.DEFAULTS);
      metrics = update(steps.trainer(model, 5, workers), 1);
      assertThat(metrics.get("zero_variance_groups")).isLessThan(0.5);
      assertThat(metrics.get("grad_norm")).isPositive();
    }
  }

  @Test
  void modelThatChangesBetweenWritingAndLearningIsRefused() {
    Transformer model = Bandit.model(1);
    Setup setup =
        RLOO.withReward(
            completion -> {
              model.parameters().copyFrom(Bandit.model(2).parameters());
              return completion.length();
            });
    try (var workers = new Workers(1)) {
      GroupRelative trainer = setup.trainer(model, 5, workers);
      assertThatThrownBy(() -> trainer.update(0.1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("ratio: must be exactly 1 in the first minibatch, got ");
    }
  }

  @Test
  void dynamicSamplingReplacesGroupsThatAreAlike() {
    try (var workers = new Workers(1)) {
      GroupRelative plain = RLOO.trainer(Bandit.model(1), 5, workers);
      Metrics all = update(plain, 1);
      assertThat(all.get("prompts")).isEqualTo(12);
      assertThat(all.get("zero_variance_groups")).isPositive();
      Setup dynamic = RLOO.withRules(new DynamicSampling(6), new Overlong(false, 0));
      GroupRelative trainer = dynamic.trainer(Bandit.model(1), 5, workers);
      Metrics replaced = update(trainer, 1);
      assertThat(replaced.get("prompts")).isGreaterThan(12);
      assertThat(replaced.get("zero_variance_groups")).isZero();
      assertThat(trainer.rewardCalls()).isEqualTo((long) replaced.get("prompts") * 8);
      assertThat(trainer.tokens()).isGreaterThan(plain.tokens());
    }
  }

  @Test
  void updateOfWhichNoGroupRemainsIsTold() {
    Transformer model =
        Transformer.create(TransformerConfig.small(16, 16, 32, 1, 2, 24), Rng.ofSeed(1));
    var task = new SortDigits();
    try (var workers = new Workers(1)) {
      Setup setup = DAPO.withTask(task).withReward(new Verifier(task));
      GroupRelative trainer = setup.trainer(model, 5, workers);
      for (int i = 0; i < 6; i++) {
        Metrics metrics = update(trainer, 1);
        assertThat(metrics.get("prompts")).isEqualTo(48);
        assertThat(metrics.get("dropped_groups")).isEqualTo(1);
        assertThat(trainer.warnings())
            .singleElement()
            .asString()
            .startsWith("rollout: expected completions to learn from, got none");
      }
      assertThat(trainer.gradientSteps()).isZero();
    }
  }

  @Test
  void completionsWithoutAnEndAreMasked() {
    try (var workers = new Workers(1)) {
      var seen = new ArrayList<Completion>();
      Setup setup =
          RLOO.withReward(
                  completion -> {
                    seen.add(completion);
                    return completion.ended() ? 1 : -1;
                  })
              .withSteps(1, 1, 1e-2);
      update(setup.trainer(Bandit.model(1), 5, workers), 1);
      long unended = seen.stream().filter(completion -> !completion.ended()).count();
      assertThat(unended).isBetween(10L, 90L);
      Setup masked = setup.withRules(new DynamicSampling(0), new Overlong(true, 0));
      // nothing that counts but what never ends: nothing to learn
      Setup never = masked.withTask(new Endless());
      GroupRelative trainer = never.trainer(Bandit.model(1), 5, workers);
      assertThat(update(trainer, 1).get("ended")).isZero();
      assertThat(trainer.gradientSteps()).isZero();
      GroupRelative some = masked.trainer(Bandit.model(1), 5, workers);
      Metrics metrics = update(some, 1);
      assertThat(some.gradientSteps()).isEqualTo(1);
      assertThat(metrics.get("ratio_mean")).isEqualTo(1);
    }
  }

  @Test
  void lengthPenaltyLowersTheRewardsOfLongCompletionsAlone() {
    Setup constant = RLOO.withReward(_ -> 0.7).withSteps(1, 1, 1e-2);
    Setup penalised = constant.withRules(new DynamicSampling(0), new Overlong(false, 1));
    try (var workers = new Workers(1)) {
      Metrics metrics = update(penalised.trainer(Bandit.model(1), 5, workers), 1);
      assertThat(metrics.get("reward")).isCloseTo(0.7, within(1e-12));
      assertThat(metrics.get("grad_norm")).isPositive();
    }
  }

  @Test
  void controlsTeachNothingAboutTheTask() {
    for (RewardControl control : List.of(RewardControl.RANDOM, RewardControl.PERMUTED)) {
      try (var workers = new Workers(1)) {
        Setup setup = RLOO.withControl(control).withGroups(12, 16).withSteps(2, 1, 3e-3);
        GroupRelative trainer = setup.trainer(Bandit.model(1), 5, workers);
        double reward = 0;
        for (int i = 0; i < 20; i++) {
          reward += update(trainer, 1).get("reward") / 20;
        }
        // the share of right answers of a fresh model is about 1/25; of coins, one half
        assertThat(reward).isLessThan(control == RewardControl.RANDOM ? 0.6 : 0.15);
        assertThat(trainer.model().parameters().distance(Bandit.model(1).parameters()))
            .isPositive();
      }
    }
  }

  @Test
  void greatStepsAreToldByTheirClipFraction() {
    try (var workers = new Workers(1)) {
      Setup setup =
          GSPO.withObjective(GroupObjective.GSPO_PAPER)
              .withReward(completion -> completion.tokens()[0] + 0.1 * completion.length())
              .withSteps(4, 6, 3e-3);
      GroupRelative trainer = setup.trainer(Bandit.model(1), 5, workers);
      List<String> warnings = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        update(trainer, 1);
        warnings.addAll(trainer.warnings());
      }
      assertThat(warnings)
          .anySatisfy(
              line ->
                  assertThat(line)
                      .matches(
                          "clip_fraction: expected at most 0.5 behind the first gradient step, got"
                              + " 0\\.\\d\\d \\(widen objective.surrogate or lower"
                              + " optimization.learningRate\\)"));
    }
  }

  @Test
  void planSaysWhatIsOnPolicy() {
    try (var workers = new Workers(1)) {
      assertThat(GRPO.trainer(Bandit.model(1), 5, workers).plan())
          .isEqualTo(
              "12 prompts x 8 = 96 completions; 4 minibatches of 24, 1 epoch: 4 gradient steps an"
                  + " update; on-policy: the first of 4 steps alone, where every ratio is 1");
      assertThat(GRPO.withSteps(1, 1, 1e-2).trainer(Bandit.model(1), 5, workers).plan())
          .endsWith("on-policy: yes, so every ratio is 1 and nothing is ever clipped");
    }
  }

  @Test
  void whatDoesNotGoWithTheTaskIsRefused() {
    try (var workers = new Workers(1)) {
      Setup steps = GRPO.withAdvantage(Supervision.Process.DEFAULTS).withTask(new Endless());
      assertThatThrownBy(() -> steps.trainer(Bandit.model(1), 5, workers))
          .hasMessage(
              "advantage: expected a task with steps, got endless, which has none (take outcome)");
      Setup penalty = GRPO.withRules(new DynamicSampling(0), new Overlong(false, 3));
      assertThatThrownBy(() -> penalty.trainer(Bandit.model(1), 5, workers))
          .hasMessage("overlong.penaltyTokens: must be at most 2, the longest completion, got 3");
    }
  }
}
