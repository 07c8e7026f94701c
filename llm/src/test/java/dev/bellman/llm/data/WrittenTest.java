package dev.bellman.llm.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenTest {
  private static final Written WRITTEN =
      Written.of(
          List.of(
              new Completion(new int[] {1}, new int[] {5, 6}, new float[] {-0.5f, -1f}, true),
              new Completion(new int[] {1, 2}, new int[] {7}, new float[] {-2f}, false),
              new Completion(
                  new int[] {1}, new int[] {5, 5, 6}, new float[] {-3f, -4f, -5f}, true)));

  @Test
  void tokensStandOneAfterTheOther() {
    assertThat(WRITTEN.size()).isEqualTo(3);
    assertThat(WRITTEN.tokens()).isEqualTo(6);
    assertThat(WRITTEN.offsets()).containsExactly(0, 2, 3, 6);
    assertThat(WRITTEN.logp()).containsExactly(-0.5f, -1f, -2f, -3f, -4f, -5f);
  }

  @Test
  void numbersOfCompletionsSpreadOverTheirTokens() {
    assertThat(WRITTEN.spread(new double[] {0.25, -1, 3}))
        .containsExactly(0.25f, 0.25f, -1f, 3f, 3f, 3f);
  }

  @Test
  void endsAreCounted() {
    assertThat(WRITTEN.endedShare()).isEqualTo(2.0 / 3);
  }

  @Test
  void nothingIsWrittenToo() {
    Written none = Written.of(List.of());
    assertThat(none.tokens()).isZero();
    assertThat(none.logp()).isEmpty();
  }
}
