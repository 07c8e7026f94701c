package dev.bellman.rl.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectiveSampleSizeTest {
  private static Metrics sums(float... ratios) {
    Metrics metrics = new Metrics();
    try (Scope scope = Scope.inference()) {
      EffectiveSampleSize.putSums(scope.copyOf(ratios, 0, ratios.length), metrics);
    }
    return metrics;
  }

  private static double share(int b, Metrics... parts) {
    Metrics metrics = new Metrics().setSum(List.of(parts));
    EffectiveSampleSize.putShare(b, metrics);
    assertThat(metrics.asMap()).containsOnlyKeys("effective_sample_size");
    return metrics.get("effective_sample_size");
  }

  @Test
  void ratiosOfOneCountInFull() {
    assertThat(share(3, sums(1, 1, 1))).isEqualTo(1);
    assertThat(share(2, sums(0.25f, 0.25f))).isEqualTo(1);
  }

  @Test
  void unequalRatiosCountForLess() {
    assertThat(share(2, sums(1, 3))).isEqualTo(0.8, within(1e-12)); // 16 / (2 · 10)
    assertThat(share(4, sums(2, 0, 0, 0))).isEqualTo(0.25);
  }

  @Test
  void sumsOfPartsAddUp() {
    // 9² / (4 · (1 + 9 + 0.25 + 20.25))
    assertThat(share(4, sums(1, 3), sums(0.5f, 4.5f))).isEqualTo(0.6639344262295082, within(1e-12));
  }
}
