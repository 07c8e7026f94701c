package dev.bellman.llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.bellman.rl.Metrics;
import org.junit.jupiter.api.Test;

class StepMetricsTest {
  @Test
  void meansOverStepsButExtremesOfRatios() {
    var steps = new StepMetrics();
    steps.add(new Metrics().put("loss", 1).put("ratio_min", 1).put("ratio_max", 1));
    steps.add(new Metrics().put("loss", 4).put("ratio_min", 0.5).put("ratio_max", 1.5));
    steps.add(new Metrics().put("loss", 1).put("ratio_min", 0.7).put("ratio_max", 3));
    Metrics update = new Metrics();
    steps.putInto(update);
    assertThat(steps.steps()).isEqualTo(3);
    assertThat(update.asMap())
        .containsOnly(entry("loss", 2.0), entry("ratio_min", 0.5), entry("ratio_max", 3.0));
  }

  @Test
  void withoutAStepNothingIsPutDown() {
    Metrics update = new Metrics();
    new StepMetrics().putInto(update);
    assertThat(update.asMap()).isEmpty();
  }
}
