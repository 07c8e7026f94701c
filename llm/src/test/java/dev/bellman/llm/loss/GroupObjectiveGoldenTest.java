package dev.bellman.llm.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.math.GroupAdvantage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Losses, their gradients and advantages against numbers computed by torch.
class GroupObjectiveGoldenTest {
  static Stream<LossGolden> groups() {
    return LossGolden.cases("group_relative");
  }

  static Stream<LossGolden> variants() {
    return LossGolden.cases("variants").filter(c -> c.has("token_advantages"));
  }

  @ParameterizedTest
  @MethodSource("groups")
  void advantagesAreTheStandardisedRewardsOfEachGroup(LossGolden c) {
    double[] rewards = c.doubles("rewards");
    double[] expected = c.doubles("advantages");
    double[] actual = new double[rewards.length];
    int size = (int) c.number("group_size");
    for (int from = 0; from < rewards.length; from += size) {
      GroupAdvantage.Standardized.DEFAULTS.estimate(rewards, from, from + size, actual);
    }
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-9 + 1e-8 * Math.abs(expected[i])));
    }
  }

  @ParameterizedTest
  @MethodSource("groups")
  void lossAndGradientAreThoseOfTheReference(LossGolden c) {
    var clip = new Surrogate.Clip(c.number("epsilon_low"), c.number("epsilon_high"));
    double beta = c.number("kl_coefficient");
    RatioLevel level = RatioLevel.valueOf(upper(c.text("importance_level")));
    KlPenalty kl = beta == 0 ? new KlPenalty.None() : new KlPenalty.InLoss(KlForm.K3, beta);
    int columns = c.doubles("mask").length / c.rows("mask");
    float[] each = c.floats("advantages");
    float[] advantage = new float[each.length * columns];
    for (int t = 0; t < advantage.length; t++) {
      advantage[t] = each[t / columns];
    }
    check(c, new GroupObjective(level, clip, aggregation(c), kl, 0), advantage);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void variantsAndTheirGradientsAreThoseOfTheReference(LossGolden c) {
    GroupObjective objective =
        switch (c.text("kind")) {
          case "gspo_token" ->
              GroupObjective.gspoToken(c.number("epsilon_low"), c.number("epsilon_high"));
          case "cispo" ->
              new GroupObjective(
                  RatioLevel.TOKEN,
                  new Surrogate.Cispo(Double.POSITIVE_INFINITY, c.number("ratio_cap") - 1),
                  aggregation(c),
                  new KlPenalty.None(),
                  0);
          default ->
              new GroupObjective(
                  RatioLevel.TOKEN,
                  new Surrogate.DualClip(
                      c.number("epsilon_low"), c.number("epsilon_high"), c.number("dual_clip")),
                  aggregation(c),
                  new KlPenalty.None(),
                  0);
        };
    check(c, objective, c.floats("token_advantages"));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private static Aggregation aggregation(LossGolden c) {
    return switch (c.text("aggregation")) {
      case "sequence_mean" -> new Aggregation.SequenceMean();
      case "token_mean" -> new Aggregation.TokenMean();
      default -> new Aggregation.ConstantLength(c.doubles("mask").length / c.rows("mask"));
    };
  }

  /// With padding that the mask leaves out, and without padding.
  private static void check(LossGolden c, GroupObjective objective, float[] advantage) {
    float[] mask = c.floats("mask");
    int rows = c.rows("mask");
    int columns = mask.length / rows;
    int[] starts = new int[rows + 1];
    Arrays.setAll(starts, i -> i * columns);
    float[] ref = c.has("reference_log_prob") ? c.floats("reference_log_prob") : mask;
    Tokens padded =
        new Tokens(starts, c.floats("log_prob"), c.floats("old_log_prob"), ref, advantage, mask);
    double[] expected = c.doubles("grad_log_prob");
    Tokens.Result result = padded.of(objective);
    check(result, c.number("loss"), expected);
    Tokens packed = packed(padded);
    check(packed.of(objective), c.number("loss"), kept(expected, mask));
  }

  private static void check(Tokens.Result result, double loss, double[] gradient) {
    assertThat((double) result.loss()).isCloseTo(loss, tolerance(loss));
    assertThat(result.gradient()).hasSameSizeAs(gradient);
    for (int t = 0; t < gradient.length; t++) {
      assertThat((double) result.gradient()[t])
          .as("gradient of token %d", t)
          .isCloseTo(gradient[t], tolerance(gradient[t]));
    }
  }

  private static Offset<Double> tolerance(double expected) {
    return within(1e-6 + 1e-4 * Math.abs(expected));
  }

  /// The tokens that count alone.
  static Tokens packed(Tokens padded) {
    float[] mask = Objects.requireNonNull(padded.mask());
    List<Integer> places = new ArrayList<>();
    int[] starts = new int[padded.starts().length];
    for (int i = 0; i < padded.sequences(); i++) {
      for (int t = padded.starts()[i]; t < padded.starts()[i + 1]; t++) {
        if (mask[t] != 0) {
          places.add(t);
        }
      }
      starts[i + 1] = places.size();
    }
    return new Tokens(
        starts,
        Tokens.at(padded.logp(), places),
        Tokens.at(padded.logpOld(), places),
        Tokens.at(padded.logpRef(), places),
        Tokens.at(padded.advantage(), places),
        null);
  }

  private static double[] kept(double[] x, float[] mask) {
    return IntStream.range(0, x.length).filter(t -> mask[t] != 0).mapToDouble(t -> x[t]).toArray();
  }
}
