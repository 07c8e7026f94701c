package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SegmentsTest {
  private static final int[] STARTS = {0, 2, 2, 5};

  @Test
  void eachSegmentIsAddedUpAlone() {
    try (Scope scope = Scope.inference()) {
      Tensor x = scope.constant(new float[] {1, 2, 4, 8, 16}, 5);
      assertThat(Segments.sum(x, STARTS, 3).toArray()).containsExactly(3, 0, 28);
    }
  }

  @Test
  void eachNumberIsRepeatedOverItsSegment() {
    try (Scope scope = Scope.inference()) {
      Tensor x = scope.constant(new float[] {1, 2, 4}, 3);
      assertThat(Segments.spread(x, STARTS, 3).toArray()).containsExactly(1, 1, 4, 4, 4);
    }
  }

  @Test
  void sumHasTheSameBitsWhereverItsSegmentLies() {
    Rng rng = Rng.ofSeed(3);
    float[] values = new float[40];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rng.uniform(-1, 1);
    }
    try (Scope scope = Scope.inference()) {
      float[] all = Segments.sum(scope.constant(values, 40), new int[] {0, 3, 22, 40}, 3).toArray();
      Tensor alone = scope.copyOf(values, 3, 19);
      assertThat(Segments.sum(alone, new int[] {0, 19}, 1).item()).isEqualTo(all[1]);
    }
  }

  @Test
  void segmentsThatDoNotMakeUpTheTensorAreRefused() {
    try (Scope scope = Scope.inference()) {
      Tensor x = scope.full(1, 4);
      assertThatThrownBy(() -> Segments.sum(x, STARTS, 3))
          .hasMessage("segments.sum: expected shape [5], got [4]");
      assertThatThrownBy(() -> Segments.spread(x, STARTS, 3))
          .hasMessage("segments.spread: expected shape [3], got [4]");
      assertThatThrownBy(() -> Segments.sum(x, new int[] {1, 4}, 1))
          .hasMessage("segments.sum: starts must begin at 0, got 1");
      assertThatThrownBy(() -> Segments.sum(x, new int[] {0}, 1))
          .hasMessage("segments.sum: starts must hold one number more than 1 segments, got 1");
      assertThatThrownBy(() -> Segments.sum(x, new int[] {0, 3, 2, 4}, 3))
          .hasMessage("segments.sum: starts must not fall, got 2 after 3");
    }
  }
}
