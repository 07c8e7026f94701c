package dev.bellman.llm.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.math.GroupAdvantage;
import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// One prompt, completions of one token, two tokens of which the second one is rewarded.
class BanditTest {
  private static final int GROUP = 4;
  private static final float[] LOGITS = {0.5f, -0.25f};
  private static final double RIGHT = 1 / (1 + StrictMath.exp(0.75));

  private final Parameters parameters = new Parameters();
  private final Scope scope = Scope.recording();

  BanditTest() {
    parameters.add("logits", LOGITS, 1, 2);
  }

  /// Minus the derivative of the loss of one group with respect to the second logit.
  private double slope(int[] written, GroupAdvantage advantage) {
    double[] rewards = new double[GROUP];
    int[] starts = new int[GROUP + 1];
    for (int i = 0; i < GROUP; i++) {
      rewards[i] = written[i];
      starts[i + 1] = i + 1;
    }
    float[] each = new float[GROUP];
    double[] wide = advantage.of(rewards);
    for (int i = 0; i < GROUP; i++) {
      each[i] = (float) wide[i];
    }
    Gradients gradients = parameters.newGradients();
    try (scope) {
      Tensor logits = parameters.get("logits").in(scope);
      Tensor rows = Tensor.concat(0, logits, logits, logits, logits).logSoftmax();
      Tensor logp = rows.gather(written);
      var terms =
          TokenTerms.of(
              scope,
              starts,
              GROUP,
              new Totals(GROUP, GROUP),
              logp,
              logp.detach(),
              scope.constant(each, GROUP));
      GroupObjective.RLOO.of(terms, new Metrics()).backward(gradients);
    }
    return -gradients.get("logits")[1];
  }

  /// The expectation over all 2^G groups.
  private double enumerated(GroupAdvantage advantage) {
    double expected = 0;
    for (int code = 0; code < 1 << GROUP; code++) {
      int[] written = new int[GROUP];
      double probability = 1;
      for (int i = 0; i < GROUP; i++) {
        written[i] = code >> i & 1;
        probability *= written[i] == 1 ? RIGHT : 1 - RIGHT;
      }
      expected += probability * slope(written, advantage);
    }
    return expected;
  }

  private double sampled(GroupAdvantage advantage, int groups) {
    Rng rng = Rng.ofSeed(17);
    double sum = 0;
    for (int g = 0; g < groups; g++) {
      int[] written = new int[GROUP];
      for (int i = 0; i < GROUP; i++) {
        written[i] = rng.uniform(0, 1) < RIGHT ? 1 : 0;
      }
      sum += slope(written, advantage);
    }
    return sum / groups;
  }

  @Test
  void leaveOneOutHasTheGradientOfTheExpectedReward() {
    // dE[R]/dz = p·(1 - p)
    assertThat(enumerated(new GroupAdvantage.LeaveOneOut()))
        .isCloseTo(RIGHT * (1 - RIGHT), within(1e-6));
  }

  @Test
  void centredHasItTimesTheShareOfTheOthers() {
    assertThat(enumerated(new GroupAdvantage.Centred()))
        .isCloseTo(RIGHT * (1 - RIGHT) * 3 / 4, within(1e-6));
  }

  @Test
  void meanOverManyGroupsComesToTheExpectation() {
    for (GroupAdvantage advantage :
        new GroupAdvantage[] {
          new GroupAdvantage.LeaveOneOut(), GroupAdvantage.Standardized.DEFAULTS
        }) {
      // a group's slope spreads by about 0.25, so the mean of 20,000 by 0.002
      assertThat(sampled(advantage, 20_000)).isCloseTo(enumerated(advantage), within(0.007));
    }
  }
}
