package dev.bellman.llm.rewardmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.PreferencePair;
import dev.bellman.llm.loss.RewardModelLoss;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.model.TransformerConfig;
import dev.bellman.llm.reward.Rewards;
import dev.bellman.llm.reward.WeightedReward;
import dev.bellman.llm.task.SortDigits;
import dev.bellman.llm.train.Optimization;
import dev.bellman.llm.train.States;
import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewardModelTrainerTest {
  private static final SortDigits TASK = new SortDigits();

  private static RewardModelConfig config(int batchSize) {
    return new RewardModelConfig(
        batchSize,
        new RewardModelLoss(0, 0.01),
        new Optimization(new Schedule.Constant(3e-3), new Adam.Config(0.9, 0.99, 1e-8, 0), 1));
  }

  private static Transformer start(int seed) {
    return Transformer.create(TransformerConfig.small(16, 32, 64, 1, 4, 24), Rng.ofSeed(seed));
  }

  private static RewardModelTrainer trainer(int batchSize, int model, Workers workers) {
    return new RewardModelTrainer(config(batchSize), start(model), TASK, 3, workers);
  }

  @Test
  void accuracyRises() {
    try (var workers = new Workers(1)) {
      RewardModelTrainer trainer = trainer(64, 1, workers);
      Metrics first = trainer.update(0.01);
      assertThat(first.get("accuracy")).isBetween(0.25, 0.75);
      double accuracy = 0;
      for (int i = 2; i <= 150; i++) {
        double now = trainer.update(i / 150.0).get("accuracy");
        accuracy += i > 130 ? now / 20 : 0;
      }
      assertThat(accuracy).isGreaterThan(0.85);
      assertThat(trainer.tokens()).isGreaterThan(150 * 64 * 2);
      assertRewardTellsAnswersApart(trainer, workers);
    }
  }

  /// The trained model as a reward: fresh pairs, scored on several threads, less a constant.
  private static void assertRewardTellsAnswersApart(RewardModelTrainer trainer, Workers workers) {
    Rng rng = Rng.ofSeed(9);
    var completions = new ArrayList<Completion>();
    for (int i = 0; i < 100; i++) {
      PreferencePair pair = TASK.pair(TASK.prompt(rng), rng);
      for (int[] tokens : List.of(pair.chosen(), pair.rejected())) {
        completions.add(new Completion(pair.prompt(), tokens, new float[tokens.length], true));
      }
    }
    var plain = new WeightedReward("model", new RewardModel(trainer.scores(), 0), 1);
    var centred = new WeightedReward("model", new RewardModel(trainer.scores(), 2), 1);
    double[] scores = new Rewards(List.of(plain), workers).of(completions).totals();
    try (var three = new Workers(3)) {
      assertThat(new Rewards(List.of(plain), three).of(completions).totals()).isEqualTo(scores);
    }
    double[] less = new Rewards(List.of(centred), workers).of(completions).totals();
    int right = 0;
    for (int i = 0; i < scores.length; i += 2) {
      right += scores[i] > scores[i + 1] ? 1 : 0;
      assertThat(less[i]).isCloseTo(scores[i] - 2, within(1e-12));
    }
    assertThat(right).isGreaterThan(80);
  }

  @Test
  void languageModelIsLeftAsItWas() {
    try (var workers = new Workers(1)) {
      RewardModelTrainer trainer = trainer(8, 1, workers);
      trainer.update(0.5);
      assertThat(trainer.model().parameters().distance(start(1).parameters())).isZero();
      assertThat(trainer.learned().names()).contains("score.weight");
    }
  }

  @Test
  void threadsChangeNoBit() {
    State[] states = new State[3];
    for (int threads = 1; threads <= 3; threads++) {
      try (var workers = new Workers(threads)) {
        RewardModelTrainer trainer = trainer(50, 1, workers);
        trainer.update(0.3);
        trainer.update(0.6);
        states[threads - 1] = States.of(trainer);
      }
    }
    States.assertSame(states[1], states[0]);
    States.assertSame(states[2], states[0]);
  }

  @Test
  void savedRunGoesOnToTheBit() {
    try (var workers = new Workers(1)) {
      RewardModelTrainer whole = trainer(20, 1, workers);
      whole.update(0.1);
      whole.update(0.2);
      RewardModelTrainer resumed = trainer(20, 2, workers);
      resumed.load(States.of(whole));
      for (double progress : new double[] {0.3, 0.4}) {
        assertThat(resumed.update(progress).asMap()).isEqualTo(whole.update(progress).asMap());
      }
      States.assertSame(States.of(resumed), States.of(whole));
      assertThat(resumed.updates()).isEqualTo(4);
      assertThat(resumed.gradientSteps()).isEqualTo(4);
    }
  }

  @Test
  void batchOfNothingIsRefused() {
    assertThatThrownBy(() -> config(0)).hasMessage("batchSize: must be at least 1, got 0");
  }
}
