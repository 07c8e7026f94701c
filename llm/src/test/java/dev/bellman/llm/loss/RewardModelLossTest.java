package dev.bellman.llm.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RewardModelLossTest {
  private record Result(float loss, float[] chosen, float[] rejected) {}

  static Stream<LossGolden> pairs() {
    return LossGolden.cases("bradley_terry");
  }

  private static Result of(RewardModelLoss form, float[] chosen, float[] rejected) {
    Parameters parameters = new Parameters();
    parameters.add("chosen", chosen, chosen.length);
    parameters.add("rejected", rejected, rejected.length);
    Gradients gradients = parameters.newGradients();
    try (Scope scope = Scope.recording()) {
      Tensor loss =
          form.of(parameters.get("chosen").in(scope), parameters.get("rejected").in(scope)).mean();
      loss.backward(gradients);
      return new Result(loss.item(), gradients.get("chosen"), gradients.get("rejected"));
    }
  }

  private static float lossOf(RewardModelLoss form, double chosen, double rejected) {
    return of(form, new float[] {(float) chosen}, new float[] {(float) rejected}).loss();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void lossAndGradientsAreThoseOfTheReference(LossGolden c) {
    var form = new RewardModelLoss(c.number("margin"), 0);
    Result result = of(form, c.floats("chosen"), c.floats("rejected"));
    close(new float[] {result.loss()}, new double[] {c.number("loss")});
    close(result.chosen(), c.doubles("grad_chosen"));
    close(result.rejected(), c.doubles("grad_rejected"));
  }

  private static void close(float[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .isCloseTo(expected[i], within(1e-6 + 1e-4 * Math.abs(expected[i])));
    }
  }

  @Test
  void equalScoresCostLnTwo() {
    assertThat(lossOf(RewardModelLoss.DEFAULTS, 1.25, 1.25)).isEqualTo(0.6931472f);
  }

  @Test
  void equalScoresWithAMarginCostItsSoftplus() {
    assertThat((double) lossOf(new RewardModelLoss(0.5, 0), 3, 3))
        .isCloseTo(0.974076984, within(1e-6)); // log(1 + e^0.5)
  }

  @Test
  void addingANumberToBothScoresChangesNothingWithoutCentring() {
    assertThat(lossOf(RewardModelLoss.DEFAULTS, 1, 0.5))
        .isEqualTo(lossOf(RewardModelLoss.DEFAULTS, 5, 4.5));
    assertThat(lossOf(new RewardModelLoss(0, 0.01), 5, 4.5))
        .isGreaterThan(lossOf(new RewardModelLoss(0, 0.01), 1, 0.5));
  }

  @Test
  void centringAddsTheSquaredSum() {
    // 0.01·(2 + 1)² = 0.09
    double without = lossOf(RewardModelLoss.DEFAULTS, 2, 1);
    assertThat((double) lossOf(new RewardModelLoss(0, 0.01), 2, 1))
        .isCloseTo(without + 0.09, within(1e-6));
  }

  @Test
  void slopeWithRespectToTheChosenScoreIsTheChanceOfTheOtherOrder() {
    Result result = of(RewardModelLoss.DEFAULTS, new float[] {1}, new float[] {0});
    assertThat((double) result.chosen()[0]).isCloseTo(-0.268941421, within(1e-6)); // -σ(-1)
    assertThat(result.rejected()[0]).isEqualTo(-result.chosen()[0]);
  }

  @Test
  void farScoresStayFinite() {
    assertThat(lossOf(RewardModelLoss.DEFAULTS, -1000, 1000)).isEqualTo(2000f);
    assertThat(lossOf(RewardModelLoss.DEFAULTS, 1000, -1000)).isZero();
  }

  @Test
  void numbersBelowZeroAreRefused() {
    assertThatThrownBy(() -> new RewardModelLoss(-1, 0))
        .hasMessage("margin: must be at least 0 and finite, got -1.0");
    assertThatThrownBy(() -> new RewardModelLoss(0, -1))
        .hasMessage("centring: must be at least 0 and finite, got -1.0");
  }
}
