package dev.bellman.llm.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.Written;
import dev.bellman.llm.math.KlController;
import dev.bellman.llm.ppo.LanguagePpoConfig.Estimate;
import dev.bellman.llm.reward.Scores;
import dev.bellman.rl.Metrics;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EstimatesTest {
  private static final float[] VALUES = {0.5f, 0.25f, 1f, 0f};
  private static final float[] OLD = {-1f, -0.5f, -2f, -1f};
  private static final float[] REFERENCE = {-1.5f, -0.5f, -1f, -1f};

  /// Two tokens with an end, then two without.
  private static final Written WRITTEN = Written.of(List.of(completion(true), completion(false)));

  private final Metrics metrics = new Metrics();

  private static Completion completion(boolean ended) {
    return new Completion(new int[] {1}, new int[] {5, 6}, new float[2], ended);
  }

  private static LanguagePpoConfig config(Estimate estimate, double missingEndPenalty) {
    LanguagePpoConfig base = LanguagePpoConfig.DEFAULTS;
    return new LanguagePpoConfig(
        base.rollout(),
        estimate,
        base.clip(),
        base.value(),
        new KlController.Fixed(0),
        missingEndPenalty,
        0,
        base.reference(),
        base.minibatches(),
        base.epochs(),
        base.optimization());
  }

  private Estimates estimates(
      Estimate estimate, double missingEndPenalty, double beta, double... scores) {
    int unscored = 0;
    for (double score : scores) {
      unscored += Double.isNaN(score) ? 1 : 0;
    }
    return Estimates.of(
        config(estimate, missingEndPenalty),
        WRITTEN,
        new Scores(scores, new double[][] {scores}, unscored, Optional.empty()),
        beta,
        OLD,
        REFERENCE,
        VALUES,
        metrics);
  }

  private static Estimate plain(double gamma, double lambda) {
    return new Estimate(gamma, lambda, false, false);
  }

  private static void assertClose(float[] actual, double... expected) {
    assertThat(actual).hasSize(expected.length);
    for (int t = 0; t < expected.length; t++) {
      assertThat((double) actual[t]).isCloseTo(expected[t], within(1e-6));
    }
  }

  @Test
  void scoreStandsAtTheLastToken() {
    Estimates estimates = estimates(plain(1, 1), 0, 0, 2, -1);
    assertClose(estimates.returns(), 2, 2, -1, -1);
    assertClose(estimates.advantage(), 1.5, 1.75, -2, -1);
    assertThat(estimates.mask()).containsExactly(1f, 1f, 1f, 1f);
    assertThat(metrics.get("reward")).isEqualTo(0.5);
    assertThat(metrics.get("length")).isEqualTo(2);
    assertThat(metrics.get("ended")).isEqualTo(0.5);
    assertThat(metrics.get("unscored")).isZero();
  }

  @Test
  void advantagesAreGae() {
    // δ = (0 + 0.9·0.25 - 0.5, 2 - 0.25), (0 + 0 - 1, -1 - 0), and γλ = 0.45
    Estimates estimates = estimates(plain(0.9, 0.5), 0, 0, 2, -1);
    assertClose(estimates.advantage(), -0.275 + 0.45 * 1.75, 1.75, -1 - 0.45, -1);
    assertClose(estimates.returns(), -0.275 + 0.45 * 1.75 + 0.5, 2, -0.45, -1);
  }

  @Test
  void divergenceFromTheReferenceCosts() {
    // k1 is 0.5, 0, -1, 0; with β = 0.2 rewards are -0.1, 2, 0.2, -1
    Estimates estimates = estimates(plain(1, 1), 0, 0.2, 2, -1);
    assertClose(estimates.returns(), 1.9, 2, -0.8, -1);
    assertThat(metrics.get("sequence_kl")).isEqualTo(-0.25);
    assertThat(metrics.get("reward")).isEqualTo(0.5);
  }

  @Test
  void missingEndCosts() {
    Estimates estimates = estimates(plain(1, 1), 0.75, 0, 2, -1);
    assertClose(estimates.returns(), 2, 2, -1.75, -1.75);
    assertThat(metrics.get("reward")).isEqualTo(0.5);
  }

  @Test
  void advantagesAreWhitenedAndReturnsAreNot() {
    Estimates estimates = estimates(new Estimate(1, 1, true, false), 0, 0, 2, -1);
    // 1.5, 1.75, -2, -1 have the mean 0.0625 and the unbiased variance 10.296875 / 3
    double deviation = StrictMath.sqrt(10.296875 / 3 + 1e-8);
    assertClose(
        estimates.advantage(),
        1.4375 / deviation,
        1.6875 / deviation,
        -2.0625 / deviation,
        -1.0625 / deviation);
    assertClose(estimates.returns(), 2, 2, -1, -1);
  }

  @Test
  void whitenedRewardsKeepTheirMean() {
    Estimates estimates = estimates(new Estimate(1, 1, false, true), 0, 0, 2, -1);
    // rewards 0, 2, 0, -1 have the mean 0.25 and the unbiased variance 4.75 / 3
    double deviation = StrictMath.sqrt(4.75 / 3 + 1e-8);
    double none = -0.25 / deviation + 0.25;
    double good = 1.75 / deviation + 0.25;
    double bad = -1.25 / deviation + 0.25;
    assertClose(estimates.returns(), none + good, good, none + bad, bad);
  }

  @Test
  void completionsWithoutAScoreDoNotCount() {
    Estimates estimates = estimates(new Estimate(1, 1, true, false), 0, 0.2, 2, Double.NaN);
    assertThat(estimates.mask()).containsExactly(1f, 1f, 0f, 0f);
    // 1.9 - 0.5 and 2 - 0.25, whose deviation is 0.35 / √2
    assertClose(estimates.advantage(), -0.70710678, 0.70710678, 0, 0);
    assertThat(metrics.get("unscored")).isEqualTo(1);
    assertThat(metrics.get("reward")).isEqualTo(2);
    assertThat(metrics.get("sequence_kl")).isEqualTo(0.5);
    assertThat(estimates.tokens(WRITTEN, new int[] {1, 0}, 0, 2)).isEqualTo(2);
    assertThat(estimates.tokens(WRITTEN, new int[] {1, 0}, 0, 1)).isZero();
  }

  @Test
  void explainedVarianceIsOneLessTheShareLeft() {
    estimates(plain(1, 1), 0, 0, 2, -1);
    // returns 2, 2, -1, -1 have variance 2.25; errors 1.5, 1.75, -2, -1 have 10.296875 / 4
    assertThat(metrics.get("explained_variance")).isCloseTo(1 - 10.296875 / 4 / 2.25, within(1e-9));
  }
}
