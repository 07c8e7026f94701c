package dev.bellman.llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Scope;
import org.junit.jupiter.api.Test;

class OnPolicyCheckTest {
  private static Metrics compared(float[] now, float[] drawn) {
    Metrics metrics = new Metrics();
    try (Scope scope = Scope.inference()) {
      OnPolicyCheck.put(
          scope.constant(now, now.length), scope.constant(drawn, drawn.length), metrics);
    }
    return metrics;
  }

  @Test
  void sameBitsPass() {
    Metrics metrics = compared(new float[] {-1f, -2f}, new float[] {-1f, -2f});
    OnPolicyCheck.require(true, metrics);
    assertThat(metrics.asMap()).isEmpty();
  }

  @Test
  void anotherBitIsRefusedBeforeTheFirstStep() {
    float[] drawn = {-1f, -2f, -3f};
    float[] now = {-1f, Math.nextUp(-2f), Math.nextDown(-3f)};
    assertThatThrownBy(() -> OnPolicyCheck.require(true, compared(now, drawn)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "ratio: must be exactly 1 in the first minibatch, got 2 other tokens (the sampler and"
                + " the trainer disagree)");
  }

  @Test
  void laterStepsMayDiffer() {
    Metrics metrics = compared(new float[] {-1f}, new float[] {-2f});
    OnPolicyCheck.require(false, metrics);
    assertThat(metrics.asMap()).isEmpty();
  }

  @Test
  void modelThatHasDivergedIsNotTakenForADisagreement() {
    OnPolicyCheck.require(true, compared(new float[] {Float.NaN}, new float[] {Float.NaN}));
  }
}
