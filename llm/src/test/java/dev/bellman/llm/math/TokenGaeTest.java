package dev.bellman.llm.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TokenGaeTest {
  private record Estimate(double[] advantages, double[] returns) {}

  private static Estimate of(TokenGae gae, double[] rewards, double[] values, int from, int to) {
    Estimate estimate = new Estimate(new double[rewards.length], new double[rewards.length]);
    gae.estimate(rewards, values, from, to, estimate.advantages, estimate.returns);
    return estimate;
  }

  private static double[] of(double... x) {
    return x;
  }

  private static double[] random(Rng rng, int n) {
    double[] x = new double[n];
    Arrays.setAll(x, _ -> rng.uniform(-1, 1));
    return x;
  }

  @Test
  void advantagesFollowTheRecursion() {
    // γ = λ = ½: δ = 1 + ½·1 - 0, 2 + ½·2 - 1, 4 - 2
    Estimate e = of(new TokenGae(0.5, 0.5), of(1, 2, 4), of(0, 1, 2), 0, 3);
    assertThat(e.advantages()).containsExactly(2.125, 2.5, 2);
    assertThat(e.returns()).containsExactly(2.125, 3.5, 4);
  }

  @Test
  void lambdaOneGivesTheRewardsToGoMinusTheValue() {
    Estimate e = of(new TokenGae(1, 1), of(1, 2, 4), of(0.5, 1, 2), 0, 3);
    assertThat(e.advantages()).containsExactly(6.5, 5, 2);
    assertThat(e.returns()).containsExactly(7, 6, 4);
  }

  @Test
  void lambdaZeroGivesTheTemporalDifferences() {
    Estimate e = of(new TokenGae(1, 0), of(1, 2, 4), of(0.5, 1, 2), 0, 3);
    assertThat(e.advantages()).containsExactly(1.5, 3, 2);
  }

  @Test
  void withoutValuesAndPenaltyEveryTokenHasTheScore() {
    double[] rewards = new double[4];
    TokenRewards.of(0.75, 0, of(-1, -2, -3, -4), of(-2, -2, -2, -2), 0, 4, rewards);
    Estimate e = of(new TokenGae(1, 1), rewards, new double[4], 0, 4);
    assertThat(e.advantages()).containsOnly(0.75);
  }

  @Test
  void whatStandsAroundACompletionChangesNothing() {
    Rng rng = Rng.ofSeed(4);
    for (int round = 0; round < 50; round++) {
      int length = 1 + rng.nextInt(8);
      int before = rng.nextInt(4);
      int after = rng.nextInt(4);
      double[] rewards = random(rng, before + length + after);
      double[] values = random(rng, before + length + after);
      Estimate padded = of(TokenGae.DEFAULTS, rewards, values, before, before + length);
      Estimate alone =
          of(
              TokenGae.DEFAULTS,
              Arrays.copyOfRange(rewards, before, before + length),
              Arrays.copyOfRange(values, before, before + length),
              0,
              length);
      for (int t = 0; t < padded.advantages().length; t++) {
        boolean inside = t >= before && t < before + length;
        assertThat(padded.advantages()[t]).isEqualTo(inside ? alone.advantages()[t - before] : 0);
        assertThat(padded.returns()[t]).isEqualTo(inside ? alone.returns()[t - before] : 0);
      }
    }
  }

  @Test
  void scoreStandsAtTheLastTokenAndThePenaltyAtEach() {
    double[] rewards = {9, 0, 0, 9};
    double[] logpOld = {0, -1, -2, 0};
    double[] logpRef = {0, -1.5, -1, 0};
    TokenRewards.of(2, 0.5, logpOld, logpRef, 1, 3, rewards);
    assertThat(rewards).containsExactly(9, -0.25, 2.5, 9);
    assertThat(TokenRewards.sum(2, 0.5, logpOld, logpRef, 1, 3)).isCloseTo(2.25, within(1e-15));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new TokenGae(1.5, 0)).hasMessage("gamma: must be in [0, 1], got 1.5");
    assertThatThrownBy(() -> new TokenGae(1, -1)).hasMessage("lambda: must be in [0, 1], got -1.0");
  }
}
