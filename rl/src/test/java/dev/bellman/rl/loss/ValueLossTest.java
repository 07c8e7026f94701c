package dev.bellman.rl.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.optim.Schedule;
import org.junit.jupiter.api.Test;

class ValueLossTest {
  private record Result(float[] loss, float[] valueGradient) {}

  /// V = 3, 3, 1.25 from V_old = 1; targets 0, 4, 2.
  private static Result of(ValueLoss form, double progress) {
    Parameters parameters = new Parameters();
    parameters.add("value", new float[] {3, 3, 1.25f}, 3);
    Gradients gradients = parameters.newGradients();
    try (Scope scope = Scope.recording()) {
      Tensor target = scope.constant(new float[] {0, 4, 2}, 3);
      Tensor value = parameters.get("value").in(scope);
      Tensor loss = form.of(value, scope.full(1, 3), target, progress);
      loss.sum().backward(gradients);
      return new Result(loss.toArray(), gradients.get("value"));
    }
  }

  @Test
  void squaredErrorIsNotHalved() {
    Result result = of(new ValueLoss.SquaredError(), 0);
    assertThat(result.loss()).containsExactly(9, 1, 0.5625f);
    assertThat(result.valueGradient()).containsExactly(6, -2, -1.5f);
  }

  @Test
  void clippedPredictionAloneStopsAtTheRange() {
    // V_clip = 1.5, 1.5, 1.25
    Result result = of(new ValueLoss.ClippedPrediction(Schedule.constant(0.5)), 0);
    assertThat(result.loss()).containsExactly(2.25f, 6.25f, 0.5625f);
    assertThat(result.valueGradient()).containsExactly(0, 0, -1.5f);
  }

  @Test
  void maximumOfBothFormsPunishesTheWorse() {
    Result result = of(new ValueLoss.ClippedMaximum(Schedule.constant(0.5)), 0);
    assertThat(result.loss()).containsExactly(9, 6.25f, 0.5625f);
    assertThat(result.valueGradient()[0]).isEqualTo(6);
    assertThat(result.valueGradient()[1]).isZero();
    assertThat(result.valueGradient()[2]).isEqualTo(-1.5f);
  }

  @Test
  void rangeFollowsTheProgress() {
    var form = new ValueLoss.ClippedPrediction(Schedule.linear(1, 0));
    assertThat(of(form, 0.5).loss()).containsExactly(2.25f, 6.25f, 0.5625f);
    assertThat(of(form, 1).loss()).containsExactly(1, 9, 1);
  }
}
