package dev.bellman.llm.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.tensor.Scope;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBatchTest {
  private static final List<Completion> ALL =
      List.of(
          completion(new int[] {10, 11, 12}, 20, 21),
          completion(new int[] {13}, 30),
          completion(new int[] {14, 15}, 40, 41, 42));

  private static Completion completion(int[] prompt, int... tokens) {
    return new Completion(prompt, tokens, new float[tokens.length], true);
  }

  private static int[] used(int[] array, int size) {
    return Arrays.copyOf(array, size);
  }

  @Test
  void sequencesStandWithoutTheirLastTokens() {
    try (Scope scope = Scope.inference()) {
      TokenBatch batch = TokenBatch.of(scope, ALL, new int[] {0, 1, 2}, 0, 3);
      assertThat(batch.completions()).isEqualTo(3);
      assertThat(batch.input().sequences()).isEqualTo(3);
      assertThat(batch.input().size()).isEqualTo(9);
      assertThat(used(batch.input().starts(), 4)).containsExactly(0, 4, 5, 9);
      assertThat(used(batch.input().tokens(), 9))
          .containsExactly(10, 11, 12, 20, 13, 14, 15, 40, 41);
    }
  }

  @Test
  void placesAreTheRowsThatPredictTheTargets() {
    try (Scope scope = Scope.inference()) {
      TokenBatch batch = TokenBatch.of(scope, ALL, new int[] {0, 1, 2}, 0, 3);
      assertThat(batch.size()).isEqualTo(6);
      assertThat(used(batch.starts(), 4)).containsExactly(0, 2, 3, 6);
      assertThat(used(batch.targets(), 6)).containsExactly(20, 21, 30, 40, 41, 42);
      assertThat(used(batch.places(), 6)).containsExactly(2, 3, 4, 6, 7, 8);
    }
  }

  @Test
  void partOfAnOrderIsTaken() {
    try (Scope scope = Scope.inference()) {
      int[] order = {1, 2, 0};
      TokenBatch batch = TokenBatch.of(scope, ALL, order, 1, 3);
      assertThat(used(batch.input().tokens(), 8)).containsExactly(14, 15, 40, 41, 10, 11, 12, 20);
      assertThat(used(batch.starts(), 3)).containsExactly(0, 3, 5);
      assertThat(used(batch.places(), 5)).containsExactly(1, 2, 3, 6, 7);
      float[] column = {1, 2, 3, 4, 5, 6};
      assertThat(batch.pick(scope, column, new int[] {0, 2, 3, 6}, order, 1).toArray())
          .containsExactly(4f, 5f, 6f, 1f, 2f);
    }
  }
}
