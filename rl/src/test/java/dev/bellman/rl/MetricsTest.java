package dev.bellman.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void numbersKeepTheirOrder() {
    Metrics metrics = new Metrics().put("b", 1).put("a", 2);
    assertThat(metrics.asMap().keySet()).containsExactly("b", "a");
    assertThat(metrics.get("a")).isEqualTo(2);
  }

  @Test
  void sumsAndQuotientsGoByName() {
    Metrics sum = new Metrics().put("a", 9).put("d", 9);
    sum.setSum(
        List.of(new Metrics().put("a", 1).put("b", 2), new Metrics().put("b", 4).put("c", 8)));
    assertThat(sum.over(2).asMap())
        .isEqualTo(new Metrics().put("a", 0.5).put("b", 3).put("c", 4).asMap());
    assertThat(sum.get("b")).isEqualTo(6);
  }

  @Test
  void aNumberCanBeTakenOut() {
    Metrics metrics = new Metrics().put("a", 1).put("b", 2).put("c", 3);
    assertThat(metrics.take("b")).isEqualTo(2);
    assertThat(metrics.asMap()).isEqualTo(new Metrics().put("a", 1).put("c", 3).asMap());
    metrics.plus(new Metrics().put("b", 5));
    assertThat(metrics.get("b")).isEqualTo(5);
    assertThat(metrics.get("c")).isEqualTo(3);
  }

  @Test
  void thereCanBeManyNumbers() {
    Metrics metrics = new Metrics();
    for (int i = 0; i < 20; i++) {
      metrics.put("m" + i, i);
    }
    assertThat(metrics.asMap()).hasSize(20).containsEntry("m0", 0.0).containsEntry("m19", 19.0);
    metrics.put("m19", 5);
    assertThat(metrics.get("m19")).isEqualTo(5);
  }

  @Test
  void nothingOverNothingIsNothing() {
    assertThat(new Metrics().over(0).asMap()).isEmpty();
  }

  @Test
  void unknownNamesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Metrics().put("a", 1).get("b"))
        .withMessage("metric 'b': unknown, there are [a]");
  }
}
