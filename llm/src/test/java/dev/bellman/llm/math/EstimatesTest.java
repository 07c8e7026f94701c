package dev.bellman.llm.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Divergences of samples, the chance that one of k is right, and the penalty for long completions.
class EstimatesTest {
  @Test
  void estimatesOfTheDivergenceAreTheirFormulas() {
    double logRho = StrictMath.log(2);
    assertThat(KlEstimator.K1.of(logRho)).isEqualTo(-logRho);
    assertThat(KlEstimator.K2.of(logRho)).isCloseTo(0.24022650695910072, within(1e-15));
    assertThat(KlEstimator.K3.of(logRho)).isCloseTo(0.3068528194400547, within(1e-15));
  }

  @Test
  void estimatesAreZeroWhereThePoliciesAgree() {
    for (KlEstimator estimator : KlEstimator.values()) {
      assertThat(Math.abs(estimator.of(0))).isZero();
    }
  }

  @Test
  void secondAndThirdAreNeverNegative() {
    for (double logRho = -3; logRho <= 3; logRho += 0.01) {
      assertThat(KlEstimator.K2.of(logRho)).isNotNegative();
      assertThat(KlEstimator.K3.of(logRho)).isNotNegative();
    }
  }

  @Test
  void firstAndThirdHaveTheDivergenceAsTheirExpectation() {
    double[] p = {0.5, 0.3, 0.2};
    double[] ref = {0.1, 0.6, 0.3};
    double[] expectation = new double[3];
    double divergence = 0;
    for (int a = 0; a < 3; a++) {
      double logRho = StrictMath.log(ref[a] / p[a]);
      divergence -= p[a] * logRho;
      for (KlEstimator estimator : KlEstimator.values()) {
        expectation[estimator.ordinal()] += p[a] * estimator.of(logRho);
      }
    }
    assertThat(expectation[0]).isCloseTo(divergence, within(1e-15));
    assertThat(expectation[2]).isCloseTo(divergence, within(1e-15));
    assertThat(expectation[1]).isNotCloseTo(divergence, within(1e-3));
  }

  @Test
  void passAtKIsTheShareOfSubsetsWithARightOne() {
    assertThat(PassAtK.of(8, 2, 1)).isCloseTo(0.25, within(1e-15));
    assertThat(PassAtK.of(4, 1, 2)).isCloseTo(0.5, within(1e-15)); // 1 - 3/6
    assertThat(PassAtK.of(5, 2, 3)).isCloseTo(0.9, within(1e-15)); // 1 - 1/10
    assertThat(PassAtK.of(8, 0, 8)).isZero();
    assertThat(PassAtK.of(8, 1, 8)).isEqualTo(1);
    assertThat(PassAtK.of(8, 8, 1)).isEqualTo(1);
  }

  @Test
  void passAtKRefusesMoreThanThereAre() {
    assertThatThrownBy(() -> PassAtK.of(4, 1, 5))
        .hasMessage("pass@k: expected 1 <= k <= n and 0 <= right <= n, got k 5, n 4, right 1");
  }

  @Test
  void penaltyGrowsAlongALineOverTheCache() {
    var penalty = new OverlongPenalty(20, 8);
    assertThat(penalty.of(1)).isZero();
    assertThat(penalty.of(12)).isZero();
    assertThat(penalty.of(14)).isEqualTo(-0.25);
    assertThat(penalty.of(20)).isEqualTo(-1);
    assertThat(penalty.of(21)).isEqualTo(-1);
    assertThatThrownBy(() -> new OverlongPenalty(20, 21))
        .hasMessage("cache: must be in [1, maxLength = 20], got 21");
  }

  @Test
  void whiteningBringsMeanAndVarianceToZeroAndOne() {
    double[] x = {1, 2, 3, 4};
    double[] whitened = new double[4];
    Whitening.CENTRED.apply(x, 0, 4, whitened);
    double deviation = Math.sqrt(5.0 / 3 + 1e-8);
    assertThat(whitened)
        .containsExactly(
            new double[] {-1.5 / deviation, -0.5 / deviation, 0.5 / deviation, 1.5 / deviation},
            within(1e-15));
    Whitening.KEEPING_MEAN.apply(x, 0, 4, whitened);
    assertThat(Arrays.stream(whitened).average().orElseThrow()).isCloseTo(2.5, within(1e-12));
    assertThat(whitened[3]).isCloseTo(2.5 + 1.5 / deviation, within(1e-12));
  }

  @Test
  void whiteningLooksAtWhatTheMaskCountsAlone() {
    double[] x = {1, 99, 3, -99, 5};
    boolean[] mask = {true, false, true, false, true};
    double[] whitened = new double[5];
    Whitening.CENTRED.apply(x, mask, whitened);
    assertThat(whitened).containsExactly(new double[] {-1, 0, 0, 0, 1}, within(1e-8));
    Whitening.KEEPING_MEAN.apply(x, mask, whitened);
    assertThat(whitened).containsExactly(new double[] {2, 0, 3, 0, 4}, within(1e-8));
  }

  @Test
  void whiteningOfEqualNumbersGivesExactZeros() {
    double[] whitened = new double[3];
    Whitening.CENTRED.apply(new double[] {0.1, 0.1, 0.1}, 0, 3, whitened);
    assertThat(whitened).containsOnly(0);
    Whitening.KEEPING_MEAN.apply(new double[] {7, 7, 7}, 0, 1, whitened);
    assertThat(whitened).containsExactly(7, 0, 0);
  }
}
