package dev.bellman.rl.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.optim.Schedule;
import org.junit.jupiter.api.Test;

class PolicyObjectiveTest {
  private static final PolicyObjective HALF = PolicyObjective.Clip.of(0.5);

  /// Ratios and advantages of four rows: above and below the range, each with both signs.
  private static final float[] RATIOS = {2, 2, 0.25f, 0.25f};

  private static final float[] ADVANTAGES = {1, -1, 1, -1};

  private record Result(float[] objective, float[] ratioGradient) {}

  /// The objective of given ratios and the derivative of its sum with respect to them.
  private static Result of(
      PolicyObjective objective, float[] ratios, float[] advantages, double progress) {
    Parameters parameters = new Parameters();
    parameters.add("ratio", ratios, ratios.length);
    Gradients gradients = parameters.newGradients();
    try (Scope scope = Scope.recording()) {
      Tensor ratio = parameters.get("ratio").in(scope);
      Tensor logits = scope.constant(new float[ratios.length], ratios.length, 1);
      var terms =
          new PolicyObjective.Terms(
              Categorical.of(logits),
              logits,
              new Actions(new int[ratios.length], new float[0]),
              scope.full(0, ratios.length),
              ratio,
              scope.constant(advantages, ratios.length),
              progress);
      Tensor result = objective.of(terms);
      result.sum().backward(gradients);
      return new Result(result.toArray(), gradients.get("ratio"));
    }
  }

  private static int clipped(PolicyObjective objective, double progress, float... ratios) {
    try (Scope scope = Scope.inference()) {
      return objective.clipped(scope.constant(ratios, ratios.length), progress);
    }
  }

  private static Result of(PolicyObjective objective) {
    return of(objective, RATIOS, ADVANTAGES, 0);
  }

  @Test
  void cpiIsTheRatioTimesTheAdvantage() {
    Result result = of(new PolicyObjective.Cpi());
    assertThat(result.objective()).containsExactly(2, -2, 0.25f, -0.25f);
    assertThat(result.ratioGradient()).containsExactly(1, -1, 1, -1);
  }

  @Test
  void clippingBoundsTheGainOnly() {
    assertThat(of(HALF).objective()).containsExactly(1.5f, -2, 0.25f, -0.5f);
  }

  @Test
  void onlyRowsThatWouldGainFurtherLoseTheirGradient() {
    // A > 0 above the range and A < 0 below it are flat; the other two keep their gradient
    assertThat(of(HALF).ratioGradient()).containsExactly(0, -1, 1, 0);
  }

  @Test
  void insideTheRangeNothingIsClipped() {
    Result result = of(HALF, new float[] {1.25f, 0.75f}, new float[] {2, -2}, 0);
    assertThat(result.objective()).containsExactly(2.5f, -1.5f);
    assertThat(result.ratioGradient()).containsExactly(2, -2);
  }

  @Test
  void atRatioOneTheGradientIsThePolicyGradient() {
    float[] ones = {1, 1, 1};
    float[] advantages = {3, -2, 0};
    assertThat(of(HALF, ones, advantages, 0).ratioGradient()).containsExactly(advantages);
  }

  @Test
  void eachSideHasItsRange() {
    var objective = new PolicyObjective.Clip(Schedule.constant(0.25), Schedule.constant(0.5));
    Result result = of(objective, new float[] {4, 0}, new float[] {1, -1}, 0);
    assertThat(result.objective()).containsExactly(1.5f, -0.75f);
    assertThat(clipped(objective, 0, 1.4f)).isZero();
    assertThat(clipped(objective, 0, 0.7f)).isEqualTo(1);
  }

  @Test
  void rangesFollowTheProgress() {
    var objective = new PolicyObjective.Clip(Schedule.linear(0.5, 0), Schedule.linear(0.5, 0));
    assertThat(of(objective, RATIOS, ADVANTAGES, 0.5).objective())
        .containsExactly(1.25f, -2, 0.25f, -0.75f);
    assertThat(clipped(objective, 0, 1.3f)).isZero();
    assertThat(clipped(objective, 0.5, 1.3f)).isEqualTo(1);
  }

  @Test
  void ratiosAreCountedAsClippedOutsideOfTheRangeOnly() {
    assertThat(clipped(HALF, 0, 1.5f, 0.5f, 1)).isZero();
    assertThat(clipped(HALF, 0, 1.51f, 0.49f, 1)).isEqualTo(2);
    assertThat(clipped(new PolicyObjective.Cpi(), 0, 100)).isZero();
  }
}
