package dev.bellman.rl.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Golden;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReturnsTest {
  private static final Offset<Double> NEAR = within(1e-9);

  @Test
  void discountOfATenthShiftsDecimals() {
    assertThat(Returns.discounted(new double[] {1, 2, 3, 4}, 0.1, 0))
        .containsExactly(new double[] {1.234, 2.34, 3.4, 4}, NEAR);
  }

  @Test
  void whatFollowsTheLastStepIsDiscountedToo() {
    assertThat(Returns.discounted(new double[] {1, 2}, 0.5, 8)).containsExactly(4, 6);
  }

  @Test
  void twoStepTargetsEndInAValue() {
    double[] values = {9, 9, 4, 8, 0};
    assertThat(Returns.nStep(new double[] {1, 2, 3, 4}, values, 0.5, 2))
        .containsExactly(1 + 1 + 1, 2 + 1.5 + 2, 3 + 2 + 0, 4);
  }

  @Test
  void oneStepTargetIsTheTemporalDifferenceTarget() {
    assertThat(Returns.nStep(new double[] {1, 2}, new double[] {9, 4, 8}, 0.5, 1))
        .containsExactly(3, 6);
  }

  static Stream<Golden> episodes() {
    return Golden.cases("advantages.json", "episodes");
  }

  @ParameterizedTest
  @MethodSource("episodes")
  void agreesWithDirectRecursion(Golden expected) {
    double[] rewards = expected.doubles("rewards");
    double[] values = expected.doubles("values");
    double gamma = expected.number("gamma");
    int last = values.length - 1;
    if (expected.values().get("terminated").equals(true)) {
      values[last] = 0;
    }
    assertThat(Returns.discounted(rewards, gamma, values[last]))
        .containsExactly(expected.doubles("returns_bootstrapped"), NEAR);
    assertThat(Returns.nStep(rewards, values, gamma, (int) expected.number("n")))
        .containsExactly(expected.doubles("n_step_targets"), NEAR);
  }

  @Test
  void goldenEpisodesAreSeveral() {
    assertThat(episodes()).hasSize(3);
  }

  @Test
  void explainedVarianceIsOneForPerfectValues() {
    assertThat(Returns.explainedVariance(new float[] {1, 2, 4}, new float[] {1, 2, 4}))
        .isEqualTo(1);
  }

  @Test
  void explainedVarianceIsZeroForAConstantAndBelowForWorse() {
    float[] targets = {1, 2, 3, 4};
    assertThat(Returns.explainedVariance(targets, new float[] {7, 7, 7, 7})).isEqualTo(0, NEAR);
    assertThat(Returns.explainedVariance(targets, new float[] {4, 3, 2, 1})).isEqualTo(-3, NEAR);
  }

  @Test
  void explainedVarianceLooksAtTheFirstValuesOnly() {
    float[] values = Arrays.copyOf(new float[] {1, 2}, 5);
    assertThat(Returns.explainedVariance(new float[] {1, 2}, values)).isEqualTo(1);
  }

  @Test
  void explainedVarianceOfEqualTargetsIsUndefined() {
    assertThat(Returns.explainedVariance(new float[] {2, 2}, new float[] {1, 2})).isNaN();
    float[] many = new float[4096]; // whose mean is rounded
    Arrays.fill(many, 0.3f);
    assertThat(Returns.explainedVariance(many, new float[4096])).isNaN();
  }

  @Test
  void wrongLengthsAndHorizonsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Returns.nStep(new double[2], new double[2], 1, 1))
        .withMessage("values: must be one more than the 2 rewards, got 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Returns.nStep(new double[2], new double[3], 1, 0))
        .withMessage("n: must be at least 1, got 0");
  }
}
