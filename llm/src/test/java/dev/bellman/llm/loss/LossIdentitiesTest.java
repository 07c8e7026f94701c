package dev.bellman.llm.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.loss.Aggregation.ConstantLength;
import dev.bellman.llm.loss.Aggregation.SequenceMean;
import dev.bellman.llm.loss.Aggregation.TokenMean;
import dev.bellman.llm.math.GroupAdvantage;
import dev.bellman.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the published objectives have in common, and where they part.
class LossIdentitiesTest {
  private static final KlPenalty NO_KL = new KlPenalty.None();
  private static final int[] LENGTHS = {4, 1, 7, 2, 5, 3};

  private static GroupObjective objective(
      RatioLevel ratio, Surrogate surrogate, Aggregation aggregation) {
    return new GroupObjective(ratio, surrogate, aggregation, NO_KL, 0);
  }

  private static GroupObjective clip(RatioLevel ratio, Aggregation aggregation) {
    return objective(ratio, new Surrogate.Clip(0.2, 0.2), aggregation);
  }

  private static GroupObjective grpo() {
    return GroupObjective.GRPO.withKl(NO_KL);
  }

  /// One of every kind that is allowed.
  private static List<GroupObjective> all() {
    List<GroupObjective> all = new ArrayList<>();
    Surrogate[] surrogates = {
      new Surrogate.None(),
      new Surrogate.Clip(0.1, 0.2),
      new Surrogate.DualClip(0.1, 0.2, 1.5),
      new Surrogate.Cispo(0.5, 0.2)
    };
    Aggregation[] aggregations = {new SequenceMean(), new TokenMean(), new ConstantLength(9)};
    KlPenalty[] penalties = {
      NO_KL, new KlPenalty.InLoss(KlForm.K2, 0.1), new KlPenalty.InLoss(KlForm.K3, 0.1)
    };
    for (RatioLevel ratio : RatioLevel.values()) {
      for (Surrogate surrogate : surrogates) {
        for (Aggregation aggregation : aggregations) {
          boolean ofSequences = ratio == RatioLevel.SEQUENCE;
          boolean mean = aggregation instanceof SequenceMean;
          if (!ofSequences || (mean && !surrogate.ofTokens())) {
            KlPenalty penalty = penalties[all.size() % penalties.length];
            all.add(new GroupObjective(ratio, surrogate, aggregation, penalty, 0.01));
          }
        }
      }
    }
    return all;
  }

  private static void close(float[] actual, float[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int t = 0; t < actual.length; t++) {
      assertThat(actual[t]).as("token %d", t).isCloseTo(expected[t], within((float) tolerance));
    }
  }

  @Test
  void onPolicyEveryObjectiveHasTheGradientOfReinforce() {
    Tokens tokens = Tokens.random(2, 0, LENGTHS).onPolicy();
    float[] reinforce = new float[tokens.logp().length];
    for (int i = 0; i < LENGTHS.length; i++) {
      for (int t = tokens.starts()[i]; t < tokens.starts()[i + 1]; t++) {
        reinforce[t] = -tokens.advantage()[t] / (LENGTHS.length * LENGTHS[i]);
      }
    }
    Surrogate[] surrogates = {
      new Surrogate.None(), new Surrogate.Clip(0.2, 0.2), new Surrogate.Cispo(1, 4)
    };
    for (RatioLevel ratio : RatioLevel.values()) {
      for (Surrogate surrogate : surrogates) {
        if (ratio != RatioLevel.SEQUENCE || !surrogate.ofTokens()) {
          GroupObjective objective = objective(ratio, surrogate, new SequenceMean());
          close(tokens.of(objective).gradient(), reinforce, 1e-7);
        }
      }
    }
  }

  @Test
  void onPolicyTheLossIsZeroAndItsGradientIsNot() {
    Tokens tokens = Tokens.random(2, 0, 3, 5).onPolicy();
    float[] advantage = new float[8];
    for (int t = 0; t < 8; t++) {
      advantage[t] = t < 3 ? 0.75f : -0.75f;
    }
    for (GroupObjective objective : List.of(grpo(), GroupObjective.gspo(0.1, 0.1))) {
      Tokens.Result result = tokens.withAdvantage(advantage).of(objective);
      assertThat(result.loss()).isCloseTo(0f, within(1e-7f));
      assertThat(result.gradient()[0]).isEqualTo(-0.125f);
    }
  }

  @Test
  void theFirstMinibatchHasRatiosOfExactlyOne() {
    for (GroupObjective objective : all()) {
      var metrics = Tokens.random(3, 0, LENGTHS).onPolicy().inShards(objective, List.of(2, 4));
      assertThat(metrics.metrics().get("ratio_min")).isEqualTo(1);
      assertThat(metrics.metrics().get("ratio_max")).isEqualTo(1);
    }
  }

  @Test
  void gspoTokenIsGspoWhereAllTokensOfASequenceHaveOneAdvantage() {
    for (double epsilon : new double[] {0.01, 10}) { // most are clipped; none is
      Tokens tokens = Tokens.random(4, 0.5, LENGTHS);
      Tokens.Result gspo = tokens.of(GroupObjective.gspo(epsilon, epsilon));
      Tokens.Result gspoToken = tokens.of(GroupObjective.gspoToken(epsilon, epsilon));
      assertThat(gspoToken.loss()).isCloseTo(gspo.loss(), within(1e-6f));
      close(gspoToken.gradient(), gspo.gradient(), 1e-7);
    }
  }

  @Test
  void offPolicyGspoIsNotGrpo() {
    Tokens tokens = Tokens.random(4, 0.5, LENGTHS);
    Tokens.Result gspo = tokens.of(objective(RatioLevel.SEQUENCE, clipless(), new SequenceMean()));
    Tokens.Result grpo = tokens.of(objective(RatioLevel.TOKEN, clipless(), new SequenceMean()));
    assertThat(Math.abs(gspo.loss() - grpo.loss())).isGreaterThan(1e-3f);
  }

  private static Surrogate clipless() {
    return new Surrogate.None();
  }

  @Test
  void gspoGivesAllTokensOfASequenceOneWeight() {
    Tokens tokens = Tokens.random(4, 0.5, LENGTHS);
    float[] gradient = tokens.of(GroupObjective.gspo(10, 10)).gradient();
    for (int i = 0; i < LENGTHS.length; i++) {
      double log = 0;
      for (int t = tokens.starts()[i]; t < tokens.starts()[i + 1]; t++) {
        log += (double) (tokens.logp()[t] - tokens.logpOld()[t]) / LENGTHS[i];
      }
      for (int t = tokens.starts()[i]; t < tokens.starts()[i + 1]; t++) {
        double expected =
            -StrictMath.exp(log) * tokens.advantage()[t] / (LENGTHS.length * LENGTHS[i]);
        assertThat((double) gradient[t]).isCloseTo(expected, within(1e-6));
      }
    }
  }

  @Test
  void completionsOfOneTokenMakeGspoExactlyGrpo() {
    Tokens tokens = Tokens.random(5, 0.5, 1, 1, 1, 1, 1);
    for (Tokens each : List.of(tokens, tokens.onPolicy())) {
      Tokens.Result gspo = each.of(clip(RatioLevel.SEQUENCE, new SequenceMean()));
      Tokens.Result grpo = each.of(clip(RatioLevel.TOKEN, new SequenceMean()));
      assertThat(gspo.loss()).isEqualTo(grpo.loss());
      assertThat(gspo.gradient()).isEqualTo(grpo.gradient());
    }
  }

  @Test
  void groupWithoutVarianceHasAGradientOfExactlyZero() {
    for (double reward : new double[] {0, 1, 0.1, 0.3, 5.3, -1e9}) {
      double[] rewards = new double[LENGTHS.length];
      Arrays.fill(rewards, reward);
      double[] each = GroupAdvantage.Standardized.DEFAULTS.of(rewards);
      Tokens tokens = Tokens.random(6, 0.5, LENGTHS);
      float[] advantage = new float[tokens.logp().length];
      for (int i = 0; i < LENGTHS.length; i++) {
        for (int t = tokens.starts()[i]; t < tokens.starts()[i + 1]; t++) {
          advantage[t] = (float) each[i];
        }
      }
      for (GroupObjective objective : all()) {
        var bare =
            new GroupObjective(
                objective.ratio(), objective.surrogate(), objective.aggregation(), NO_KL, 0);
        for (float slope : tokens.withAdvantage(advantage).of(bare).gradient()) {
          assertThat(Math.abs(slope)).isZero();
        }
      }
    }
  }

  @Test
  void equalLengthsMakeTheAggregationsOne() {
    Tokens tokens = Tokens.random(7, 0.5, 4, 4, 4);
    Tokens.Result mean = tokens.of(clip(RatioLevel.TOKEN, new SequenceMean()));
    for (Aggregation other : List.of(new TokenMean(), new ConstantLength(4))) {
      Tokens.Result result = tokens.of(clip(RatioLevel.TOKEN, other));
      assertThat(result.loss()).isCloseTo(mean.loss(), within(1e-7f));
      close(result.gradient(), mean.gradient(), 1e-8);
    }
  }

  @Test
  void unequalLengthsTellTheAggregationsApart() {
    Tokens tokens = Tokens.random(7, 0.5, 4, 1, 9);
    float sequences = tokens.of(clip(RatioLevel.TOKEN, new SequenceMean())).loss();
    float all = tokens.of(clip(RatioLevel.TOKEN, new TokenMean())).loss();
    float constant = tokens.of(clip(RatioLevel.TOKEN, new ConstantLength(9))).loss();
    assertThat(Math.abs(sequences - all)).isGreaterThan(1e-3f);
    assertThat(Math.abs(sequences - constant)).isGreaterThan(1e-3f);
    assertThat(Math.abs(all - constant)).isGreaterThan(1e-3f);
  }

  @Test
  void aWideClipIsPlainImportanceWeighting() {
    Tokens tokens = Tokens.random(8, 1, LENGTHS);
    for (RatioLevel ratio : RatioLevel.values()) {
      Tokens.Result wide =
          tokens.of(objective(ratio, new Surrogate.Clip(1e6, 1e6), new SequenceMean()));
      Tokens.Result plain = tokens.of(objective(ratio, clipless(), new SequenceMean()));
      assertThat(wide.loss()).isEqualTo(plain.loss());
      assertThat(wide.gradient()).isEqualTo(plain.gradient());
    }
  }

  @Test
  void anySplitIntoShardsGivesTheSameLossGradientAndMetrics() {
    Rng rng = Rng.ofSeed(9);
    for (GroupObjective objective : all()) {
      Tokens tokens = Tokens.random(rng.nextInt(1000), 0.3, LENGTHS);
      if (rng.nextInt(2) == 0) {
        float[] mask = new float[tokens.logp().length];
        for (int t = 0; t < mask.length; t++) {
          mask[t] = rng.nextInt(4) == 0 ? 0 : 1;
        }
        tokens = tokens.withMask(mask);
      }
      Tokens.Result whole = tokens.inShards(objective, List.of(LENGTHS.length));
      for (int split = 0; split < 10; split++) {
        Tokens.Result cut = tokens.inShards(objective, sizes(rng));
        assertThat(cut.loss()).isCloseTo(whole.loss(), within(1e-6f));
        close(cut.gradient(), whole.gradient(), 1e-6);
        whole
            .metrics()
            .asMap()
            .forEach(
                (name, x) ->
                    assertThat(cut.metrics().get(name)).as(name).isCloseTo(x, within(1e-6)));
      }
    }
  }

  private static List<Integer> sizes(Rng rng) {
    List<Integer> sizes = new ArrayList<>();
    for (int left = LENGTHS.length; left > 0; left -= sizes.getLast()) {
      sizes.add(1 + rng.nextInt(left));
    }
    return sizes;
  }

  @Test
  void orderOfSequencesDoesNotMatter() {
    Tokens tokens = Tokens.random(10, 0.5, LENGTHS);
    List<Integer> order = new ArrayList<>(IntStream.range(0, LENGTHS.length).boxed().toList());
    for (GroupObjective objective : all()) {
      Collections.rotate(order, 1);
      Collections.swap(order, 0, 3);
      Tokens.Result straight = tokens.of(objective);
      Tokens.Result permuted = tokens.pick(order).of(objective);
      assertThat(permuted.loss()).isCloseTo(straight.loss(), within(1e-6f));
      int place = 0;
      for (int i : order) {
        for (int t = tokens.starts()[i]; t < tokens.starts()[i + 1]; t++) {
          assertThat(permuted.gradient()[place]).isEqualTo(straight.gradient()[t]);
          place++;
        }
      }
    }
  }

  @Test
  void whatTheMaskLeavesOutChangesNoBitWhateverItIs() {
    Tokens tokens = Tokens.random(11, 0.5, LENGTHS);
    int n = tokens.logp().length;
    float[] mask = Tokens.filled(n, 1);
    for (int t = 0; t < n; t += 3) {
      mask[t] = 0;
    }
    float[] strange = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -1e30f, 3f};
    for (GroupObjective objective : all()) {
      Tokens.Result plain = tokens.withMask(mask).of(objective);
      for (float value : strange) {
        Tokens changed =
            new Tokens(
                tokens.starts(),
                replaced(tokens.logp(), mask, value),
                replaced(tokens.logpOld(), mask, -value),
                replaced(tokens.logpRef(), mask, value),
                replaced(tokens.advantage(), mask, value),
                mask);
        Tokens.Result result = changed.of(objective);
        assertThat(result.loss()).isEqualTo(plain.loss());
        assertThat(result.gradient()).isEqualTo(plain.gradient());
        assertThat(result.metrics().asMap()).isEqualTo(plain.metrics().asMap());
      }
    }
  }

  private static float[] replaced(float[] x, float[] mask, float value) {
    float[] y = x.clone();
    for (int t = 0; t < y.length; t++) {
      y[t] = mask[t] == 0 ? value : x[t];
    }
    return y;
  }

  @Test
  void paddingThatTheMaskLeavesOutIsAsIfItWereNotThere() {
    Tokens tokens = Tokens.random(12, 0.5, LENGTHS);
    float[] mask = Tokens.filled(tokens.logp().length, 1);
    for (int i = 0; i < LENGTHS.length; i++) {
      mask[tokens.starts()[i + 1] - 1] = LENGTHS[i] > 1 ? 0 : 1; // behind
      mask[tokens.starts()[i]] = LENGTHS[i] > 2 ? 0 : 1; // before
    }
    Tokens padded = tokens.withMask(mask);
    for (GroupObjective objective : all()) {
      Tokens.Result packed = GroupObjectiveGoldenTest.packed(padded).of(objective);
      Tokens.Result result = padded.of(objective);
      assertThat(result.loss()).isCloseTo(packed.loss(), within(1e-6f));
      int place = 0;
      for (int t = 0; t < mask.length; t++) {
        if (mask[t] != 0) {
          assertThat(result.gradient()[t]).isCloseTo(packed.gradient()[place++], within(1e-7f));
        } else {
          assertThat(result.gradient()[t]).isZero();
        }
      }
    }
  }

  @Test
  void sequenceWithoutATokenThatCountsAddsNothing() {
    Tokens tokens = Tokens.random(13, 0.5, 3, 2);
    float[] mask = {1, 1, 1, 0, 0};
    for (GroupObjective objective : all()) {
      Tokens.Result result = tokens.withMask(mask).of(objective);
      Tokens.Result alone = tokens.pick(List.of(0)).of(objective, new Totals(2, 3));
      assertThat(result.loss()).isEqualTo(alone.loss());
      assertThat(result.gradient()[3]).isZero();
    }
  }

  @Test
  void sequenceRatioOfEqualTokenRatiosIsThatRatioForAnyLength() {
    for (int length : new int[] {1, 2, 5, 64, 1000}) {
      var metrics =
          Tokens.one(StrictMath.log(1.5), 1, length).of(GroupObjective.gspo(10, 10)).metrics();
      assertThat(metrics.get("ratio_min")).isCloseTo(1.5, within(1e-5));
      assertThat(metrics.get("ratio_max")).isEqualTo(metrics.get("ratio_min"));
    }
  }

  @Test
  void extremeLogRatiosStayFinite() {
    for (GroupObjective objective : all()) {
      for (float far : new float[] {-1e4f, -100, 100, 1e4f}) {
        for (float advantage : new float[] {-1, 0, 1}) {
          Tokens tokens = Tokens.random(14, 0.1, 3, 2);
          float[] logp = tokens.logp().clone();
          logp[1] = far;
          Tokens.Result result =
              tokens
                  .withLogp(logp)
                  .withAdvantage(Tokens.filled(5, advantage))
                  .of(
                      new GroupObjective(
                          objective.ratio(),
                          objective.surrogate(),
                          objective.aggregation(),
                          objective.kl(),
                          0));
          assertThat(Float.isFinite(result.loss())).isTrue();
          for (float slope : result.gradient()) {
            assertThat(Float.isFinite(slope)).isTrue();
          }
          result.metrics().asMap().forEach((name, x) -> assertThat(x).as(name).isFinite());
        }
      }
    }
  }
}
