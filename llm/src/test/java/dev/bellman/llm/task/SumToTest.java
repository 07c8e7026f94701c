package dev.bellman.llm.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.tensor.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SumToTest {
  private final SumTo task = new SumTo();

  @Test
  void has2800Prompts() {
    assertThat(SumTo.all()).hasSize(2_800);
    assertThat(SumTo.all().stream().map(Arrays::toString)).doesNotHaveDuplicates();
    assertThat(task.heldOut(Integer.MAX_VALUE)).hasSize(257);
  }

  @Test
  void randomDigitsAreRightOnceIn28Times() {
    long right = 0;
    int fewest = 1_000;
    int most = 0;
    // the score depends on the remainder alone, so that one prompt stands for each
    for (int remainder = 0; remainder <= 27; remainder++) {
      int count = 0;
      for (int answer = 0; answer < 1_000; answer++) {
        int[] tokens = {answer / 100, answer / 10 % 10, answer % 10, 12};
        int[] prompt = {11, (remainder + 7) / 10, (remainder + 7) % 10, 13, 3, 4, 14};
        count += (int) task.score(Answers.of(task, prompt, tokens));
      }
      right += count;
      fewest = Math.min(fewest, count);
      most = Math.max(most, count);
    }
    assertThat(right).isEqualTo(1_000);
    assertThat(right / 28_000.0).isEqualTo(1 / 28.0);
    assertThat(fewest).isEqualTo(1);
    assertThat(most).isEqualTo(75);
  }

  @Test
  void addsTheDigitsOfPromptAndAnswer() {
    assertThat(task.score(Answers.of(task, "BOS 2 5 | 3 4 :", "9 9 0 EOS"))).isEqualTo(1);
    assertThat(task.score(Answers.of(task, "BOS 2 5 | 3 4 :", "6 6 6 EOS"))).isEqualTo(1);
    assertThat(task.score(Answers.of(task, "BOS 2 5 | 3 4 :", "6 6 7 EOS"))).isZero();
    assertThat(task.score(Answers.of(task, "BOS 2 5 | 3 4 :", "6 6 6 0 EOS"))).isZero();
    assertThat(task.wellFormed(Answers.of(task, "BOS 2 5 | 3 4 :", "6 6 7 EOS"))).isTrue();
    assertThat(task.wellFormed(Answers.of(task, "BOS 2 5 | 3 4 :", "9 9 EOS"))).isFalse();
  }

  @Test
  void demonstrationsKnowNothingOfTheSum() {
    Rng rng = Rng.ofSeed(8);
    double right = 0;
    for (int i = 0; i < 20_000; i++) {
      int[] prompt = task.prompt(rng);
      right += task.score(Answers.of(task, prompt, task.demonstration(prompt, rng)));
    }
    assertThat(right / 20_000).isBetween(0.032, 0.040);
  }

  @Test
  void aSumThatThreeDigitsCannotReachIsRefused() {
    int[] prompt = task.vocabulary().tokens("BOS 4 5 | 0 0 :");
    assertThatThrownBy(() -> task.score(Answers.of(task, prompt, new int[] {9, 9, 9, 12})))
        .hasMessage(
            "sum-to.prompt: expected 'BOS n n | a b :' with a + b + 0..27 = nn, got"
                + " 'BOS 4 5 | 0 0 :'");
  }
}
