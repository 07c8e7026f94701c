package dev.bellman.llm.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.Metrics;
import org.junit.jupiter.api.Test;

class ClipFractionTest {
  private static Metrics mean(double fraction) {
    return new Metrics().put("clip_fraction", fraction);
  }

  @Test
  void stepsBehindTheFirstAreLookedAt() {
    // a mean of 0.3 over two steps is 0.6 in the second
    assertThat(ClipFraction.warning(mean(0.3), 2, "clip"))
        .hasValue(
            "clip_fraction: expected at most 0.5 behind the first gradient step, got 0.60 (widen"
                + " clip or lower optimization.learningRate)");
    assertThat(ClipFraction.warning(mean(0.25), 2, "clip")).isEmpty();
    assertThat(ClipFraction.warning(mean(0.3), 4, "clip")).isEmpty();
  }

  @Test
  void nothingIsClippedWithOneStepOrNone() {
    assertThat(ClipFraction.warning(mean(0), 1, "clip")).isEmpty();
    assertThat(ClipFraction.warning(new Metrics(), 0, "clip")).isEmpty();
  }
}
