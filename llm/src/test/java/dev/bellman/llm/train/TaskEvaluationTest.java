package dev.bellman.llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.task.Task;
import dev.bellman.tensor.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskEvaluationTest {
  private static TaskEvaluation evaluated(Transformer model, Task task, int threads) {
    try (var workers = new Workers(threads)) {
      return TaskEvaluation.of(model, task, 7, workers);
    }
  }

  @Test
  void knownCompletionsGiveKnownNumbers() {
    // A: `B C`; B: `C BOS`; C: `BOS EOS`
    Task task = new Scored(3, completion -> completion.tokens()[0] / 4.0);
    TaskEvaluation evaluation = evaluated(Writers.adding(1), task, 1);
    assertThat(evaluation.prompts()).isEqualTo(3);
    assertThat(evaluation.greedyAccuracy()).isEqualTo(1.0 / 3);
    assertThat(evaluation.greedyScore()).isCloseTo(1.75 / 3, within(1e-12));
    assertThat(evaluation.passAt1()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(evaluation.passAt8()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(evaluation.score()).isCloseTo(1.75 / 3, within(1e-12));
    assertThat(evaluation.wellFormed()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(evaluation.ended()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(evaluation.length()).isEqualTo(2);
    assertThat(evaluation.distinctRight()).isCloseTo(1.0 / 3, within(1e-12));
  }

  @Test
  void drawsOfAUniformModelGiveTheirExpectations() {
    Task task = new Scored(512, completion -> completion.tokens()[0] == 3 ? 1 : 0);
    TaskEvaluation evaluation = evaluated(Writers.uniform(), task, 2);
    assertThat(evaluation.prompts()).isEqualTo(512);
    assertThat(evaluation.greedyAccuracy()).isZero();
    assertThat(evaluation.passAt1()).isCloseTo(0.2, within(0.02));
    assertThat(evaluation.passAt8()).isCloseTo(1 - StrictMath.pow(0.8, 8), within(0.03));
    assertThat(evaluation.wellFormed()).isCloseTo(0.6, within(0.02));
    // the first token ends, or another one is followed by the end
    assertThat(evaluation.ended()).isCloseTo(0.2 + 0.8 * 0.2, within(0.02));
    assertThat(evaluation.length()).isCloseTo(1.8, within(0.02));
  }

  @Test
  void differentRightAnswersAreCounted() {
    Task task = new Scored(512, _ -> 1);
    // of `EOS` and twenty pairs, 16 draws find 11 on average: 1 - 0.8^16, and 20·(1 - 0.96^16)
    double expected = 1 - StrictMath.pow(0.8, 16) + 20 * (1 - StrictMath.pow(0.96, 16));
    assertThat(evaluated(Writers.uniform(), task, 1).distinctRight())
        .isCloseTo(expected, within(0.3));
  }

  @Test
  void threadsChangeNothingAndSeedsDo() {
    Task task = new Scored(200, completion -> completion.tokens()[0] == 3 ? 1 : 0);
    TaskEvaluation one = evaluated(Writers.uniform(), task, 1);
    assertThat(evaluated(Writers.uniform(), task, 2)).isEqualTo(one);
    assertThat(evaluated(Writers.uniform(), task, 3)).isEqualTo(one);
    try (var workers = new Workers(1)) {
      assertThat(TaskEvaluation.of(Writers.uniform(), task, 8, workers)).isNotEqualTo(one);
    }
  }

  @Test
  void greedyAccuracyTakesAnyPrompts() {
    Task task = new Scored(3, completion -> completion.ended() ? 1 : 0);
    try (var workers = new Workers(1)) {
      assertThat(
              TaskEvaluation.greedyAccuracy(
                  Writers.adding(1),
                  task,
                  List.of(new int[] {0}, new int[] {3}, new int[] {4}, new int[] {0, 4}),
                  workers))
          .isEqualTo(0.75);
    }
  }
}
