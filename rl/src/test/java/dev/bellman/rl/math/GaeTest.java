package dev.bellman.rl.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Golden;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GaeTest {
  private static final boolean[] NEVER = new boolean[3];
  private static final boolean[] AT_1 = {false, true, false};

  private static Gae.Steps steps(boolean[] terminated, boolean[] truncated) {
    float[] rewards = {1, 2, 3};
    float[] values = {0, 1, 2};
    float[] nextValues = {1, 2, 4};
    return new Gae.Steps(rewards, values, nextValues, terminated, truncated);
  }

  private static float[] advantages(Gae gae, Gae.Steps steps, int n) {
    float[] advantages = new float[steps.rewards().length];
    gae.estimate(steps, n, advantages);
    return advantages;
  }

  private static float[] halves(boolean[] terminated, boolean[] truncated) {
    return advantages(new Gae(0.5, 0.5), steps(terminated, truncated), 1);
  }

  @Test
  void advantagesOfAnUninterruptedRolloutAreExact() {
    assertThat(halves(NEVER, NEVER)).containsExactly(2.1875f, 2.75f, 3f);
  }

  @Test
  void terminationCutsTraceAndBootstrap() {
    assertThat(halves(AT_1, NEVER)).containsExactly(1.75f, 1f, 3f);
  }

  @Test
  void truncationKeepsBootstrapButCutsTrace() {
    assertThat(halves(NEVER, AT_1)).containsExactly(2f, 2f, 3f);
  }

  @Test
  void aStepThatIsBothIsATermination() {
    assertThat(halves(AT_1, AT_1)).containsExactly(1.75f, 1f, 3f);
  }

  @Test
  void lambdaZeroGivesTheTemporalDifference() {
    assertThat(advantages(new Gae(0.5, 0), steps(NEVER, NEVER), 1)).containsExactly(1.5f, 2f, 3f);
  }

  @Test
  void lambdaOneGivesTheReturnMinusTheValue() {
    // G = 1 + 2/2 + 3/4 + 4/8 = 3.25, 2 + 3/2 + 4/4 = 4.5, 3 + 4/2 = 5
    assertThat(advantages(new Gae(0.5, 1), steps(NEVER, NEVER), 1))
        .containsExactly(3.25f, 3.5f, 3f);
  }

  @Test
  void discountOfATenthShiftsDecimals() {
    float[] zeros = new float[4];
    var steps =
        new Gae.Steps(new float[] {1, 2, 3, 4}, zeros, zeros, new boolean[4], new boolean[4]);
    float[] returns = advantages(new Gae(0.1, 1), steps, 1);
    assertThat(returns).containsExactly(new float[] {1.234f, 2.34f, 3.4f, 4f}, within(1e-6f));
  }

  @Test
  void theLastStepKeepsItsRewardAndDiscount() {
    float[] values = {0.5f, 0.4f, 0.3f, 0.2f, 0.1f};
    float[] nextValues = {0.4f, 0.3f, 0.2f, 0.1f, 2f};
    float[] rewards = {1, 1, 1, 1, 1};
    var open = new Gae.Steps(rewards, values, nextValues, new boolean[5], new boolean[5]);
    assertThat(advantages(new Gae(0.99, 0.95), open, 1)[4]).isEqualTo(2.88f, within(1e-6f));
  }

  @Test
  void nothingLeaksOverTheEndOfAnEpisode() {
    float[] values = {0.5f, 0.4f, 0.3f, 0.2f, 0.1f};
    float[] nextValues = {0.4f, 0.3f, 0.2f, 0.1f, 2f};
    float[] rewards = {1, 1, 1, 1, 1};
    boolean[] atTwo = {false, false, true, false, false};
    var ended = new Gae.Steps(rewards, values, nextValues, atTwo, new boolean[5]);
    float[] advantages = advantages(new Gae(0.99, 0.95), ended, 1);
    assertThat(advantages[0]).isEqualTo(2.36f, within(5e-3f));
    assertThat(advantages[1]).isEqualTo(1.56f, within(5e-3f));
    assertThat(advantages[2]).isEqualTo(0.70f, within(1e-6f));
  }

  @Test
  void environmentsSideBySideDoNotMix() {
    float[] rewards = {1, 10, 2, 20, 3, 30};
    float[] values = {0, 0, 1, 10, 2, 20};
    float[] nextValues = {1, 10, 2, 20, 4, 40};
    boolean[] secondAtOne = {false, false, false, true, false, false};
    var steps = new Gae.Steps(rewards, values, nextValues, secondAtOne, new boolean[6]);
    assertThat(advantages(new Gae(0.5, 0.5), steps, 2))
        .containsExactly(2.1875f, 17.5f, 2.75f, 10f, 3f, 30f);
  }

  static Stream<Golden> rolloutBuffers() {
    return Golden.cases("advantages.json", "gae");
  }

  @ParameterizedTest
  @MethodSource("rolloutBuffers")
  void agreesWithStableBaselines(Golden expected) {
    int n = expected.doubles("last_values").length;
    float[] values = expected.floats("values");
    float[] nextValues = new float[values.length];
    System.arraycopy(values, n, nextValues, 0, values.length - n);
    System.arraycopy(expected.floats("last_values"), 0, nextValues, values.length - n, n);
    checkGolden(
        expected,
        new Gae.Steps(
            expected.floats("rewards"),
            values,
            nextValues,
            expected.booleans("done_after_step"),
            new boolean[values.length]),
        n);
  }

  static Stream<Golden> truncated() {
    return Golden.cases("advantages.json", "gae_with_truncation");
  }

  @ParameterizedTest
  @MethodSource("truncated")
  void agreesWithDirectRecursionUnderTruncation(Golden expected) {
    float[] rewards = expected.floats("rewards");
    checkGolden(
        expected,
        new Gae.Steps(
            rewards,
            expected.floats("values"),
            expected.floats("next_values"),
            expected.booleans("terminated"),
            expected.booleans("truncated")),
        rewards.length / expected.rows("rewards"));
  }

  private static void checkGolden(Golden expected, Gae.Steps steps, int n) {
    Gae gae = new Gae(expected.number("gamma"), expected.number("gae_lambda"));
    float[] advantages = new float[steps.rewards().length];
    float[] targets = new float[advantages.length];
    gae.estimate(steps, n, advantages);
    new ValueTarget.LambdaReturn().estimate(steps, n, gae.gamma(), advantages, targets);
    Golden.check(advantages, expected.doubles("advantages"));
    Golden.check(targets, expected.doubles("returns"));
  }

  @Test
  void standardisingUsesTheSampleStandardDeviation() {
    float[] advantages = {1, 2, 3, 4, 100};
    float[] scaled = new float[5];
    Gae.Scaling.STANDARDISED.apply(advantages, new int[] {9, 3, 0, 2, 1}, 1, 5, scaled);
    float unit = (float) Math.sqrt(3 / 5.0); // deviations 1.5, 0.5; variance 5/3
    float[] expected = {-1.5f * unit, -0.5f * unit, 0.5f * unit, 1.5f * unit, 0};
    assertThat(scaled).containsExactly(expected, within(1e-6f));
  }

  @Test
  void oneAloneIsTakenAsItIs() {
    float[] scaled = {7, 7};
    Gae.Scaling.STANDARDISED.apply(new float[] {5, 3}, new int[] {1}, 0, 1, scaled);
    assertThat(scaled).containsExactly(7, 3);
  }

  @Test
  void standardisingEqualAdvantagesGivesZeros() {
    float[] scaled = {7, 7, 7};
    int[] all = IntStream.range(0, 3).toArray();
    Gae.Scaling.STANDARDISED.apply(new float[] {2, 2, 2}, all, 0, 3, scaled);
    assertThat(scaled).containsExactly(0, 0, 0);
  }

  @Test
  void noScalingCopies() {
    float[] scaled = new float[2];
    Gae.Scaling.NONE.apply(new float[] {5, 0.1f}, new int[] {0, 1}, 0, 2, scaled);
    assertThat(scaled).containsExactly(5, 0.1f);
  }

  @Test
  void rangesAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Gae(1.9, 0.5))
        .withMessage("gamma: must be in [0, 1], got 1.9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Gae(0.9, Double.NaN))
        .withMessage("lambda: must be in [0, 1], got NaN");
  }
}
