package dev.bellman.rl.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ActionValueTest {
  private record Result(float[] losses, float[] gradient) {}

  /// Two rows, of which the second terminated.
  private static Result losses(
      ActionValue value, float[] predicted, float[] next, float[] returns, double discount) {
    int k = value.width();
    Parameters parameters = new Parameters();
    parameters.add("predicted", predicted, 2, k);
    Gradients gradients = parameters.newGradients();
    try (Scope scope = Scope.recording()) {
      Tensor losses =
          value.losses(
              scope,
              parameters.get("predicted").in(scope),
              scope.constant(next, 2, k),
              scope.constant(returns, 2),
              scope.constant(new float[] {(float) discount, 0}, 2));
      losses.sum().backward(gradients);
      return new Result(losses.toArray(), gradients.get("predicted"));
    }
  }

  private static float[] mean(ActionValue value, float[] output, int... shape) {
    try (Scope scope = Scope.inference()) {
      return value.mean(scope, scope.constant(output, shape)).toArray();
    }
  }

  @Test
  void squaredErrorOfTheExpectedValueIsNotHalved() {
    // targets 1 + 0.5 · 4 = 3 and 2
    var value = new ActionValue.Expected(new TdLoss.Squared());
    Result result =
        losses(value, new float[] {1, 2.5f}, new float[] {4, 9}, new float[] {1, 2}, 0.5);
    assertThat(result.losses()).containsExactly(4, 0.25f);
    assertThat(result.gradient()).containsExactly(-4, 1);
  }

  @Test
  void huberLossOfTheExpectedValueIsALineBeyondItsLimit() {
    var value = new ActionValue.Expected(new TdLoss.Huber(1));
    Result result =
        losses(value, new float[] {1, 2.5f}, new float[] {4, 9}, new float[] {1, 2}, 0.5);
    assertThat(result.losses()).containsExactly(1.5f, 0.125f);
    assertThat(result.gradient()).containsExactly(-1, 0.5f);
  }

  @Test
  void expectedValueIsItsOwnMean() {
    var value = new ActionValue.Expected(new TdLoss.Squared());
    assertThat(mean(value, new float[] {1, 2, 3, 4}, 2, 1, 2)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void categoricalLossIsTheDivergenceFromTheBackup() {
    // the backups are (1/4, 3/4) and (3/4, 1/4), the predictions (1/2, 1/2)
    var value = new ActionValue.Categorical(2, 0, 1);
    float[] certainlyHigh = {-60, 60, 0, 0};
    Result result = losses(value, new float[4], certainlyHigh, new float[] {0.25f, 0.25f}, 0.5);
    float expected = (float) (0.75 * Math.log(1.5) + 0.25 * Math.log(0.5));
    assertThat(result.losses()[0]).isCloseTo(expected, within(1e-6f));
    assertThat(result.losses()[1]).isCloseTo(expected, within(1e-6f));
    assertThat(result.gradient()[0]).isCloseTo(0.25f, within(1e-6f));
    assertThat(result.gradient()[1]).isCloseTo(-0.25f, within(1e-6f));
    assertThat(result.gradient()[2]).isCloseTo(-0.25f, within(1e-6f));
    assertThat(result.gradient()[3]).isCloseTo(0.25f, within(1e-6f));
  }

  @Test
  void categoricalLossOfAPerfectPredictionIsZero() {
    var value = new ActionValue.Categorical(3, -1, 1);
    float[] both = {-60, 60, -60, -60, -60, 60};
    Result result = losses(value, both, new float[6], new float[] {0, 1}, 0);
    assertThat(result.losses()).containsExactly(0, 0);
    assertThat(result.gradient()).containsOnly(0);
  }

  @Test
  void categoricalMeanWeighsTheAtoms() {
    // atoms -1, 0, 1; probabilities (1/4, 1/4, 1/2), logits far from 0
    float log2 = (float) Math.log(2);
    var value = new ActionValue.Categorical(3, -1, 1);
    float[] one = mean(value, new float[] {80, 80, 80 + log2}, 1, 3);
    assertThat(one[0]).isCloseTo(0.25f, within(1e-5f));
    float[] two = mean(value, new float[] {80, 0, 80, 0, 80 + log2, 80}, 1, 3, 2);
    assertThat(two[0]).isCloseTo(0.25f, within(1e-5f));
    assertThat(two[1]).isCloseTo(1, within(1e-5f));
  }

  @Test
  void quantileLossSumsOverPredictionsAndAveragesOverTargets() {
    // targets (2, -0.5) and (1, 1)
    var value = new ActionValue.Quantile(2, 1);
    Result result =
        losses(
            value, new float[] {0, 0, 1, 1}, new float[] {3, -2, 5, 6}, new float[] {0.5f, 1}, 0.5);
    assertThat(result.losses()).containsExactly(0.8125f, 0);
    assertThat(result.gradient()).containsExactly(0.0625f, -0.3125f, 0, 0);
  }

  @Test
  void quantileMeanIsThatOfTheQuantiles() {
    var value = new ActionValue.Quantile(2, 1);
    assertThat(mean(value, new float[] {1, 2, 3, 6}, 1, 2, 2)).containsExactly(2, 4);
    assertThat(mean(value, new float[] {1, 2, 3, 6}, 2, 2)).containsExactly(1.5f, 4.5f);
  }

  @Test
  void refusesSupportsThatAreNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ActionValue.Categorical(1, 0, 1))
        .withMessage("atoms: must be at least 2, got 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ActionValue.Categorical(2, 1, 1))
        .withMessage("high: must be above low = 1.0, got 1.0");
  }
}
