package dev.bellman.llm.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.llm.data.PreferencePair;
import dev.bellman.tensor.Rng;
import org.junit.jupiter.api.Test;

class SortDigitsTest {
  private final SortDigits task = new SortDigits();

  @Test
  void onlyTheSortedDigitsAreRight() {
    assertThat(task.score(Answers.of(task, "BOS 3 1 3 0 =", "0 1 3 3 EOS"))).isEqualTo(1);
    assertThat(task.score(Answers.of(task, "BOS 3 1 3 0 =", "0 3 1 3 EOS"))).isZero();
    assertThat(task.score(Answers.of(task, "BOS 3 1 3 0 =", "0 1 3 EOS"))).isZero();
    assertThat(task.score(Answers.of(task, "BOS 3 1 3 0 =", "0 1 3 3 3 EOS"))).isZero();
    assertThat(task.wellFormed(Answers.of(task, "BOS 3 1 3 0 =", "9 9 9 9 EOS"))).isTrue();
    assertThat(task.wellFormed(Answers.of(task, "BOS 3 1 3 0 =", "9 9 9 EOS"))).isFalse();
  }

  @Test
  void demonstrationsAreRight() {
    Rng rng = Rng.ofSeed(9);
    int[] lengths = new int[9];
    for (int i = 0; i < 5_000; i++) {
      int[] prompt = task.prompt(rng);
      lengths[prompt.length - 2]++;
      assertThat(task.score(Answers.of(task, prompt, task.demonstration(prompt, rng))))
          .isEqualTo(1);
    }
    for (int digits = 4; digits <= 8; digits++) {
      assertThat(lengths[digits]).isBetween(900, 1_100);
    }
  }

  @Test
  void everyTokenIsAStepThatIsRightInItsPlace() {
    assertThat(task.steps(Answers.of(task, "BOS 3 1 3 0 =", "0 1 3 3 EOS")))
        .containsExactly(1, 1, 1, 1, 1);
    assertThat(task.steps(Answers.of(task, "BOS 3 1 3 0 =", "0 3 3 1 3 EOS")))
        .containsExactly(1, 0, 1, 0, 0, 0);
    assertThat(task.steps(Answers.of(task, "BOS 3 1 3 0 =", "EOS"))).containsExactly(0);
  }

  @Test
  void pairsExchangeTwoUnequalDigits() {
    Rng rng = Rng.ofSeed(10);
    for (int i = 0; i < 1_000; i++) {
      PreferencePair pair = task.pair(task.prompt(rng), rng);
      int different = 0;
      for (int t = 0; t < pair.chosen().length; t++) {
        different += pair.chosen()[t] == pair.rejected()[t] ? 0 : 1;
      }
      assertThat(different).isEqualTo(2);
    }
  }

  @Test
  void equalDigitsLeaveOneToReplace() {
    PreferencePair pair = task.pair(task.vocabulary().tokens("BOS 9 9 9 9 ="), Rng.ofSeed(1));
    assertThat(pair.chosen()).containsExactly(9, 9, 9, 9, 12);
    assertThat(pair.rejected()).containsOnlyOnce(0).contains(9, 12).hasSize(5);
  }
}
