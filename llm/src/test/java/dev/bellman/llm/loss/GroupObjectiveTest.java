package dev.bellman.llm.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Single tokens, so that values and slopes can be read; ratios 2 and 0.5 have exact logarithms'
/// exponentials to a few bits.
class GroupObjectiveTest {
  private static final KlPenalty NO_KL = new KlPenalty.None();
  private static final double DOUBLED = StrictMath.log(2);
  private static final double HALVED = -DOUBLED;

  private static GroupObjective of(Surrogate surrogate) {
    return new GroupObjective(RatioLevel.TOKEN, surrogate, new Aggregation.TokenMean(), NO_KL, 0);
  }

  private static Tokens.Result result(Surrogate surrogate, double logRatio, double advantage) {
    return Tokens.one(logRatio, advantage, 1).of(of(surrogate));
  }

  /// What is maximised, and its slope with respect to log π.
  private static void check(
      Surrogate surrogate, double logRatio, double advantage, double value, double slope) {
    Tokens.Result result = result(surrogate, logRatio, advantage);
    assertThat((double) -result.loss()).isCloseTo(value, within(1e-6));
    assertThat((double) -result.gradient()[0]).isCloseTo(slope, within(1e-6));
  }

  @Test
  void clippingBoundsGainsAloneAndTakesTheirGradient() {
    var clip = new Surrogate.Clip(0.2, 0.28);
    check(clip, DOUBLED, 3, 3.84, 0); // (1 + 0.28)·3
    check(clip, HALVED, 3, 1.5, 1.5);
    check(clip, DOUBLED, -3, -6, -6);
    check(clip, HALVED, -3, -2.4, 0); // (1 - 0.2)·(-3)
    check(clip, 0, 3, 3, 3);
  }

  @Test
  void dualClipPutsAFloorUnderNegativeAdvantages() {
    var dual = new Surrogate.DualClip(0.2, 0.2, 1.5);
    check(dual, DOUBLED, -3, -4.5, 0); // 1.5·(-3)
    check(dual, StrictMath.log(1.4), -3, -4.2, -4.2);
    check(dual, DOUBLED, 3, 3.6, 0);
    check(dual, HALVED, 3, 1.5, 1.5);
    check(dual, HALVED, -3, -2.4, 0);
  }

  @Test
  void noSurrogateWeighsByTheRatioAlone() {
    check(new Surrogate.None(), DOUBLED, 3, 6, 6);
    check(new Surrogate.None(), HALVED, -3, -1.5, -1.5);
  }

  @Test
  void cispoBoundsTheWeightAndKeepsTheGradient() {
    var cispo = new Surrogate.Cispo(Double.POSITIVE_INFINITY, 0.3);
    double logp = DOUBLED - 1;
    check(cispo, DOUBLED, 3, 1.3 * 3 * logp, 3.9);
    check(cispo, DOUBLED, -3, 1.3 * -3 * logp, -3.9);
    check(cispo, HALVED, 3, 0.5 * 3 * (HALVED - 1), 1.5);
    check(new Surrogate.Cispo(0.2, 0.3), HALVED, 3, 0.8 * 3 * (HALVED - 1), 2.4);
  }

  @Test
  void limitsAreCountedWhereTheyAct() {
    var clip = new Surrogate.Clip(0.2, 0.2);
    assertThat(clip.limit(1.3f, 1)).isEqualTo(1);
    assertThat(clip.limit(1.3f, -1)).isZero();
    assertThat(clip.limit(0.7f, -1)).isEqualTo(-1);
    assertThat(clip.limit(0.7f, 1)).isZero();
    var dual = new Surrogate.DualClip(0.2, 0.2, 3);
    assertThat(dual.limit(3.1f, -1)).isEqualTo(1);
    assertThat(dual.limit(2.9f, -1)).isZero();
    assertThat(dual.limit(0.7f, -1)).isEqualTo(-1);
    var cispo = new Surrogate.Cispo(Double.POSITIVE_INFINITY, 0.2);
    assertThat(cispo.limit(1.3f, -1)).isEqualTo(1);
    assertThat(cispo.limit(0f, -1)).isZero();
    assertThat(new Surrogate.None().limit(100, 1)).isZero();
  }

  @Test
  void metricsAreMeansOverTheTokensOfAllShards() {
    Tokens tokens =
        new Tokens(
            new int[] {0, 2, 4},
            new float[] {(float) (DOUBLED - 1), -1, (float) (HALVED - 1), -1},
            Tokens.filled(4, -1),
            Tokens.filled(4, -2),
            new float[] {1, 1, -1, -1},
            null);
    Metrics metrics = tokens.inShards(of(new Surrogate.Clip(0.2, 0.2)), List.of(1, 1)).metrics();
    assertThat(metrics.get("clip_fraction")).isEqualTo(0.5);
    assertThat(metrics.get("clip_fraction_low")).isEqualTo(0.25);
    assertThat(metrics.get("clip_fraction_high")).isEqualTo(0.25);
    assertThat(metrics.get("ratio_mean")).isCloseTo(1.125, within(1e-6)); // (2 + 1 + ½ + 1) / 4
    assertThat(metrics.get("ratio_min")).isCloseTo(0.5, within(1e-6));
    assertThat(metrics.get("ratio_max")).isCloseTo(2, within(1e-6));
    // 4.5² / (4·6.25)
    assertThat(metrics.get("effective_sample_size")).isCloseTo(0.81, within(1e-6));
    // k3 of 1/2 and of 2, over four tokens: (½ - 1 + ln 2 + 2 - 1 - ln 2) / 4
    assertThat(metrics.get("approx_kl")).isCloseTo(0.125, within(1e-6));
    // log π - log π_ref is 1 + ln 2, 1, 1 - ln 2, 1
    assertThat(metrics.get("ref_kl_k1")).isCloseTo(1, within(1e-6));
    // clipped at 1.2 and at 0.8: (1.2 + 1 - 0.8 - 1) / 4
    assertThat(metrics.get("policy_loss")).isCloseTo(-(1.2 + 1 - 0.8 - 1) / 4, within(1e-6));
  }

  @Test
  void approximateDivergenceIsThatOfTheOldPolicyFromTheNew() {
    // r - 1 - log r with r = 2
    Metrics metrics = result(new Surrogate.None(), DOUBLED, 1).metrics();
    assertThat(metrics.get("approx_kl")).isCloseTo(0.306852819, within(1e-6));
  }

  @Test
  void sequenceRatiosAreCountedAsSequences() {
    Tokens tokens =
        new Tokens(
            new int[] {0, 3, 4},
            new float[] {0, 0, 0, -1},
            Tokens.filled(4, -1),
            Tokens.filled(4, -1),
            new float[] {1, 1, 1, 1},
            null);
    Metrics metrics = tokens.inShards(GroupObjective.gspo(0.1, 0.1), List.of(1, 1)).metrics();
    assertThat(metrics.get("clip_fraction")).isEqualTo(0.5);
    assertThat(metrics.get("ratio_max")).isCloseTo(Math.E, within(1e-5));
  }

  @Test
  void penaltyAddsItsFormTimesBeta() {
    Tokens tokens = Tokens.one(0, 0, 1); // log π = -1
    Tokens far =
        new Tokens(
            tokens.starts(),
            tokens.logp(),
            tokens.logpOld(),
            new float[] {-3},
            tokens.advantage(),
            null);
    // log ρ = -2
    assertThat((double) lossWith(far, KlForm.K1)).isCloseTo(0.5 * 2, within(1e-6));
    assertThat((double) lossWith(far, KlForm.K2)).isCloseTo(0.5 * 2, within(1e-6));
    assertThat((double) lossWith(far, KlForm.K3)).isCloseTo(0.5 * 1.135335283, within(1e-6));
    var inReward = of(new Surrogate.None()).withKl(new KlPenalty.InReward(0.5));
    assertThat(far.of(inReward).loss()).isZero();
  }

  private static float lossWith(Tokens tokens, KlForm form) {
    return tokens.of(of(new Surrogate.None()).withKl(new KlPenalty.InLoss(form, 0.5))).loss();
  }

  @Test
  void entropyBonusIsSubtracted() {
    var objective =
        new GroupObjective(
            RatioLevel.TOKEN, new Surrogate.None(), new Aggregation.TokenMean(), NO_KL, 0.5);
    Tokens.Result result = Tokens.one(0, 0, 1).of(objective);
    // what stands for the entropy is -½·log π = ½
    assertThat(result.loss()).isEqualTo(-0.25f);
    assertThat(result.metrics().get("entropy")).isEqualTo(0.5);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThatThrownBy(
            () ->
                new GroupObjective(
                    RatioLevel.SEQUENCE,
                    new Surrogate.Cispo(1, 4),
                    new Aggregation.SequenceMean(),
                    NO_KL,
                    0))
        .hasMessage(
            "surrogate: expected one of whole sequences with ratio SEQUENCE, got"
                + " Cispo[low=1.0, high=4.0] (take ratio TOKEN or SEQUENCE_TOKEN)");
    assertThatThrownBy(
            () ->
                new GroupObjective(
                    RatioLevel.SEQUENCE,
                    new Surrogate.Clip(0.2, 0.2),
                    new Aggregation.TokenMean(),
                    NO_KL,
                    0))
        .hasMessage(
            "aggregation: expected SequenceMean with ratio SEQUENCE, got TokenMean[],"
                + " which weights sequences by their length (take SequenceMean)");
    assertThatThrownBy(
            () ->
                new GroupObjective(
                    RatioLevel.TOKEN, new Surrogate.None(), new Aggregation.TokenMean(), NO_KL, -1))
        .hasMessage("entropyCoefficient: must be at least 0 and finite, got -1.0");
    assertThatThrownBy(() -> new Surrogate.Clip(-0.1, 0.2))
        .hasMessage("low: must be at least 0, got -0.1");
    assertThatThrownBy(() -> new Surrogate.DualClip(0.2, 0.2, 1.1))
        .hasMessage("c: must be above 1 and at least 1 + high = 1.2, got 1.1 (3 is usual)");
    assertThatThrownBy(() -> new KlPenalty.InLoss(KlForm.K3, 0))
        .hasMessage("beta: must be above 0 and finite, got 0.0 (take kl none)");
    assertThatThrownBy(() -> new KlPenalty.InReward(-1))
        .hasMessage("beta: must be above 0 and finite, got -1.0 (take kl none)");
    assertThatThrownBy(() -> new Aggregation.ConstantLength(0))
        .hasMessage("maxLength: must be at least 1, got 0");
    assertThatThrownBy(() -> new Totals(2, 0))
        .hasMessage(
            "totals: must be at least 1 sequence and 1 token, got 2 and 0 (skip an empty batch)");
  }

  @Test
  void advantagesThatDifferWithinASequenceNeedRatiosOfTokens() {
    Tokens tokens = Tokens.random(1, 0.1, 2).withAdvantage(1, 2);
    assertThatThrownBy(() -> tokens.of(GroupObjective.gspo(0.1, 0.1)))
        .hasMessage(
            "advantage: expected one a sequence with ratio SEQUENCE, got 1.0 and 2.0 in one"
                + " (take ratio SEQUENCE_TOKEN)");
    assertThat(tokens.of(GroupObjective.gspoToken(0.1, 0.1)).loss()).isFinite();
  }

  @Test
  void tensorThatAPartNeedsIsAskedFor() {
    assertThatThrownBy(() -> bare(GroupObjective.GRPO))
        .hasMessage(
            "terms.logpRef: expected the reference's log-probabilities, got none"
                + " (keep a reference or take kl none)");
    assertThatThrownBy(
            () -> bare(GroupObjective.DAPO.withKl(new KlPenalty.InLoss(KlForm.EXACT, 1))))
        .hasMessage(
            "terms.vocabulary: expected log-probabilities of every token for kl EXACT, got none"
                + " (take K3)");
    assertThatThrownBy(
            () ->
                bare(
                    new GroupObjective(
                        RatioLevel.TOKEN,
                        new Surrogate.None(),
                        new Aggregation.TokenMean(),
                        NO_KL,
                        0.1)))
        .hasMessage(
            "terms.entropy: expected each token's entropy with an entropy bonus, got none"
                + " (take entropyCoefficient 0)");
  }

  private static float bare(GroupObjective objective) {
    try (Scope scope = Scope.recording()) {
      Tensor x = scope.full(-1, 2);
      var terms = TokenTerms.of(scope, new int[] {0, 2}, 1, new Totals(1, 2), x, x, x);
      return objective.of(terms, new Metrics()).item();
    }
  }

  @Test
  void tensorsOfAnotherSizeAreRefused() {
    try (Scope scope = Scope.recording()) {
      Tensor x = scope.full(-1, 3);
      assertThatThrownBy(() -> TokenTerms.of(scope, new int[] {0, 2}, 1, new Totals(1, 2), x, x, x))
          .hasMessage("terms.logp: expected shape [2], got [3]");
    }
  }

  @Test
  void presetsAreThoseOfThePapers() {
    assertThat(GroupObjective.DAPO.surrogate()).isEqualTo(new Surrogate.Clip(0.2, 0.28));
    assertThat(GroupObjective.drGrpo(9).aggregation()).isEqualTo(new Aggregation.ConstantLength(9));
    assertThat(GroupObjective.GSPO_PAPER).isEqualTo(GroupObjective.gspo(3e-4, 4e-4));
    assertThat(GroupObjective.GRPO.kl()).isEqualTo(new KlPenalty.InLoss(KlForm.K3, 0.04));
    assertThat(GroupObjective.RLOO.surrogate()).isEqualTo(new Surrogate.None());
    assertThat(GroupObjective.CISPO.surrogate().ofTokens()).isTrue();
  }
}
