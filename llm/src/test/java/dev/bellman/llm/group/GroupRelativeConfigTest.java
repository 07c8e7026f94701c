package dev.bellman.llm.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.llm.group.GroupRelativeConfig.DynamicSampling;
import dev.bellman.llm.group.GroupRelativeConfig.Overlong;
import dev.bellman.llm.loss.Aggregation;
import dev.bellman.llm.loss.GroupObjective;
import dev.bellman.llm.loss.KlForm;
import dev.bellman.llm.loss.KlPenalty;
import dev.bellman.llm.loss.RatioLevel;
import dev.bellman.llm.loss.Surrogate;
import dev.bellman.llm.math.GroupAdvantage;
import dev.bellman.llm.reward.RewardControl;
import dev.bellman.llm.sample.SamplingConfig;
import dev.bellman.llm.train.Optimization;
import dev.bellman.llm.train.ReferenceConfig;
import dev.bellman.llm.train.RolloutConfig;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import org.junit.jupiter.api.Test;

class GroupRelativeConfigTest {
  private static final Setup GRPO = Setup.of(GroupRelativeConfig.GRPO);
  private static final Setup STEPS =
      Setup.of(GroupRelativeConfig.GSPO_TOKEN).withAdvantage(Supervision.Process.DEFAULTS);
  private static final Overlong KEPT = new Overlong(false, 0);

  private static void assertRefused(Setup setup, String message) {
    assertThatThrownBy(setup::config)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void groupOfOneIsRefused() {
    assertRefused(
        GRPO.withGroups(12, 1),
        "rollout.samples: must be at least 2, got 1 (a group of one has nothing to compare with)");
  }

  @Test
  void minibatchesAreWholeGroups() {
    assertThat(GRPO.withSteps(12, 1, 1e-3).config().gradientStepsPerUpdate()).isEqualTo(12);
    assertRefused(
        GRPO.withSteps(13, 1, 1e-3), "minibatches: must be in [1, 12], whole groups each, got 13");
    assertRefused(
        GRPO.withSteps(0, 1, 1e-3), "minibatches: must be in [1, 12], whole groups each, got 0");
    assertRefused(GRPO.withSteps(4, 0, 1e-3), "epochs: must be at least 1, got 0");
  }

  @Test
  void onPolicyIsOneGradientStep() {
    assertThat(GRPO.withSteps(1, 1, 1e-3).config().onPolicy()).isTrue();
    assertThat(GRPO.withSteps(1, 2, 1e-3).config().onPolicy()).isFalse();
    assertThat(GRPO.withSteps(2, 1, 1e-3).config().onPolicy()).isFalse();
  }

  @Test
  void stepsTakeNoRatioOfSequences() {
    assertThat(STEPS.config().objective().ratio()).isEqualTo(RatioLevel.SEQUENCE_TOKEN);
    assertRefused(
        STEPS.withObjective(GroupObjective.gspo(0.05, 0.05)),
        "objective.ratio: must be TOKEN or SEQUENCE_TOKEN with advantages of steps, got SEQUENCE"
            + " (it takes one advantage a sequence)");
  }

  @Test
  void stepsTakeNothingThatActsOnOutcomes() {
    assertThat(STEPS.withKl(new KlPenalty.InLoss(KlForm.K3, 0.1)).config()).isNotNull();
    assertRefused(
        STEPS.withKl(new KlPenalty.InReward(0.1)),
        "objective.kl: must be none or in the loss with advantages of steps, got"
            + " InReward[beta=0.1]");
    assertRefused(
        STEPS.withRules(new DynamicSampling(0), new Overlong(false, 2)),
        "overlong.penaltyTokens: must be 0 with advantages of steps, got 2 (take masked)");
    assertRefused(
        STEPS.withControl(RewardControl.RANDOM),
        "control: must be NONE with advantages of steps, which rewards do not enter, got RANDOM");
  }

  @Test
  void sequencesTakeNoTokensWeightsOrLogProbabilities() {
    assertThatThrownBy(
            () ->
                new GroupObjective(
                    RatioLevel.SEQUENCE,
                    new Surrogate.Cispo(1, 4),
                    new Aggregation.SequenceMean(),
                    new KlPenalty.None(),
                    0))
        .hasMessageStartingWith("surrogate: expected one of whole sequences with ratio SEQUENCE");
    assertThatThrownBy(
            () ->
                new GroupObjective(
                    RatioLevel.SEQUENCE,
                    new Surrogate.Clip(0.1, 0.1),
                    new Aggregation.TokenMean(),
                    new KlPenalty.None(),
                    0))
        .hasMessageStartingWith("aggregation: expected SequenceMean with ratio SEQUENCE");
  }

  @Test
  void partsCheckTheirNumbers() {
    assertThatThrownBy(() -> new DynamicSampling(-1))
        .hasMessage("rounds: must be at least 0, got -1");
    assertThatThrownBy(() -> new Overlong(true, -1))
        .hasMessage("penaltyTokens: must be at least 0, got -1");
    assertThatThrownBy(() -> new ReferenceConfig(-1, 1))
        .hasMessage("everyUpdates: must be at least 0, got -1");
    assertThatThrownBy(() -> new ReferenceConfig(1, 1.5))
        .hasMessage("share: must be in [0, 1], got 1.5");
    assertThatThrownBy(() -> new RolloutConfig(0, 8, 0, SamplingConfig.DEFAULTS))
        .hasMessage("prompts: must be at least 1, got 0");
    assertThatThrownBy(() -> new RolloutConfig(1, 0, 0, SamplingConfig.DEFAULTS))
        .hasMessage("samples: must be at least 1, got 0");
    assertThatThrownBy(() -> new RolloutConfig(1, 1, -1, SamplingConfig.DEFAULTS))
        .hasMessage("maxTokens: must be at least 0, got -1");
    assertThatThrownBy(() -> new RolloutConfig(1, 1, 0, SamplingConfig.GREEDY))
        .hasMessageStartingWith("sampling: must draw from the whole distribution in training");
    assertThatThrownBy(
            () ->
                new Optimization(new Schedule.Constant(1), new Adam.Config(0.9, 0.99, 1e-8, 0), 0))
        .hasMessage("maxGradNorm: must be above 0, got 0.0");
    assertThatThrownBy(() -> new Supervision.Process(-1, true))
        .hasMessage("epsilon: must be at least 0 and finite, got -1.0");
  }

  @Test
  void presetsAreThoseOfThePapers() {
    assertThat(GroupRelativeConfig.GRPO.objective().kl())
        .isEqualTo(new KlPenalty.InLoss(KlForm.K3, 0.04));
    assertThat(GroupRelativeConfig.DR_GRPO.advantage())
        .isEqualTo(new Supervision.Outcome(new GroupAdvantage.Centred()));
    assertThat(GroupRelativeConfig.DAPO.overlong()).isEqualTo(new Overlong(true, 0));
    assertThat(GroupRelativeConfig.DAPO.dynamicSampling().rounds()).isPositive();
    assertThat(GroupRelativeConfig.GSPO.objective().ratio()).isEqualTo(RatioLevel.SEQUENCE);
    assertThat(GroupRelativeConfig.GSPO.overlong()).isEqualTo(KEPT);
    assertThat(GroupRelativeConfig.RLOO.objective().surrogate()).isEqualTo(new Surrogate.None());
  }
}
