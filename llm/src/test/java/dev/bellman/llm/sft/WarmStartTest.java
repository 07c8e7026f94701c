package dev.bellman.llm.sft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.sft.WarmStart.Outcome;
import dev.bellman.llm.train.Bandit;
import dev.bellman.llm.train.Optimization;
import dev.bellman.llm.train.States;
import dev.bellman.llm.train.TaskEvaluation;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import org.junit.jupiter.api.Test;

class WarmStartTest {
  private static final Bandit TASK = new Bandit();
  private static final SftConfig SFT =
      new SftConfig(
          16,
          new Optimization(new Schedule.Constant(1e-2), new Adam.Config(0.9, 0.99, 1e-8, 0), 1));

  private static Outcome run(WarmStart warmStart, Transformer model, int threads) {
    try (var workers = new Workers(threads)) {
      return warmStart.run(model, TASK, 3, workers);
    }
  }

  @Test
  void stopsWhenTheModelIsGoodEnough() {
    Transformer model = Bandit.model(1);
    Outcome outcome = run(new WarmStart(400, 5, 1, 0.9, SFT), model, 1);
    assertThat(outcome.enough()).isTrue();
    assertThat(outcome.updates()).isBetween(5, 200);
    assertThat(outcome.updates() % 5).isZero();
    assertThat(outcome.tokens()).isEqualTo(outcome.updates() * 32L);
    try (var workers = new Workers(1)) {
      TaskEvaluation reached = TaskEvaluation.of(model, TASK, 1, workers);
      assertThat(reached.greedyAccuracy()).isEqualTo(1);
      assertThat(reached.wellFormed()).isGreaterThan(0.8);
    }
  }

  @Test
  void formAloneIsReachedEarlier() {
    int form = run(new WarmStart(400, 1, 0, 0.9, SFT), Bandit.model(1), 1).updates();
    int answers = run(new WarmStart(400, 1, 1, 0.9, SFT), Bandit.model(1), 1).updates();
    assertThat(form).isLessThanOrEqualTo(answers);
    assertThat(run(new WarmStart(400, 1, 0, 0, SFT), Bandit.model(1), 1).updates()).isEqualTo(1);
  }

  @Test
  void stopsAtTheMostUpdates() {
    Outcome outcome = run(new WarmStart(7, 5, 1, 1, SFT), Bandit.model(1), 1);
    assertThat(outcome).isEqualTo(new Outcome(7, 7 * 32, false));
    Transformer model = Bandit.model(1);
    assertThat(run(new WarmStart(0, 5, 0, 0, SFT), model, 1)).isEqualTo(new Outcome(0, 0, false));
    assertThat(model.parameters().distance(Bandit.model(1).parameters())).isZero();
  }

  @Test
  void threadsChangeNoBit() {
    Transformer one = Bandit.model(1);
    Transformer three = Bandit.model(1);
    var warmStart = new WarmStart(100, 5, 1, 0.9, SFT);
    assertThat(run(warmStart, three, 3)).isEqualTo(run(warmStart, one, 1));
    States.assertSame(States.of(three.parameters()), States.of(one.parameters()));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new WarmStart(-1, 5, 1, 1, SFT))
        .hasMessage("updates: must be at least 0, got -1");
    assertThatThrownBy(() -> new WarmStart(1, 0, 1, 1, SFT))
        .hasMessage("checkEvery: must be at least 1, got 0");
    assertThatThrownBy(() -> new WarmStart(1, 1, 1.1, 1, SFT))
        .hasMessage("accuracy: must be in [0, 1], got 1.1");
    assertThatThrownBy(() -> new WarmStart(1, 1, 1, -0.1, SFT))
        .hasMessage("wellFormed: must be in [0, 1], got -0.1");
  }
}
