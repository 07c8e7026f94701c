package dev.bellman.rl.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineTest {
  /// Two episodes: returns 4, 2 (mean 3) and 9.
  private static float[] advantages(Baseline baseline) {
    float[] advantages = new float[3];
    float[] returns = {4, 2, 9};
    float[] values = {1, 1.5f, 2};
    baseline.subtract(new Baseline.Steps(returns, values, new int[] {0, 0, 1}, 2), advantages);
    return advantages;
  }

  @Test
  void literals() {
    assertThat(advantages(new Baseline.None())).containsExactly(4, 2, 9);
    assertThat(advantages(new Baseline.BatchMean())).containsExactly(-2, -4, 3);
    assertThat(advantages(new Baseline.LeaveOneOut())).containsExactly(-5, -7, 6);
    assertThat(advantages(new Baseline.LearnedValue())).containsExactly(3, 0.5f, 7);
  }

  @Test
  void oneEpisodeAloneIsNotLeftOut() {
    float[] advantages = new float[2];
    var steps = new Baseline.Steps(new float[] {4, 2}, new float[2], new int[2], 1);
    new Baseline.LeaveOneOut().subtract(steps, advantages);
    assertThat(advantages).containsExactly(4, 2);
  }

  /// Two arms that pay 1 and 3, a softmax policy with p(second) = 1/4: the gradient of the mean
  /// return with respect to the second logit is `p(1 - p)(3 - 1) = 0.375`. The mean of the estimate
  /// over all batches of n pulls, each weighted with its probability.
  private static double meanGradient(Baseline baseline, int n) {
    double p = 0.25;
    int[] episode = new int[n];
    float[] returns = new float[n];
    float[] advantages = new float[n];
    double mean = 0;
    for (int batch = 0; batch < 1 << n; batch++) {
      double probability = 1;
      for (int e = 0; e < n; e++) {
        boolean second = (batch >> e & 1) == 1;
        episode[e] = e;
        returns[e] = second ? 3 : 1;
        probability *= second ? p : 1 - p;
      }
      baseline.subtract(new Baseline.Steps(returns, new float[n], episode, n), advantages);
      for (int e = 0; e < n; e++) {
        double score = (batch >> e & 1) == 1 ? 1 - p : -p;
        mean += probability * score * advantages[e] / n;
      }
    }
    return mean;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void leaveOneOutIsUnbiasedAndTheBatchMeanShrinks(int n) {
    assertThat(meanGradient(new Baseline.None(), n)).isCloseTo(0.375, within(1e-6));
    assertThat(meanGradient(new Baseline.LeaveOneOut(), n)).isCloseTo(0.375, within(1e-6));
    assertThat(meanGradient(new Baseline.BatchMean(), n))
        .isCloseTo(0.375 * (n - 1) / n, within(1e-6));
  }

  @Test
  void lateStepsCountLessOnlyIfAskedFor() {
    assertThat(StepWeight.UNIFORM.at(0.5, 3)).isEqualTo(1);
    assertThat(StepWeight.DISCOUNTED.at(0.5, 3)).isEqualTo(0.125);
    assertThat(Credit.WHOLE_RETURN.of(2.75f, 3)).isEqualTo(2.75f);
    assertThat(Credit.REWARD_TO_GO.of(2.75f, 3)).isEqualTo(3);
  }
}
