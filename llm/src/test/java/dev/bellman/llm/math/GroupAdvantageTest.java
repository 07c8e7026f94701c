package dev.bellman.llm.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.math.GroupAdvantage.Centred;
import dev.bellman.llm.math.GroupAdvantage.LeaveOneOut;
import dev.bellman.llm.math.GroupAdvantage.Standardized;
import dev.bellman.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GroupAdvantageTest {
  private static final Offset<Double> CLOSE = within(1e-12);
  private static final Standardized POPULATION = new Standardized(0, false);
  private static final Standardized SAMPLE = new Standardized(0, true);
  private static final List<GroupAdvantage> ALL =
      List.of(POPULATION, SAMPLE, Standardized.DEFAULTS, new Centred(), new LeaveOneOut());

  private static double[] random(long seed, int n) {
    Rng rng = Rng.ofSeed(seed);
    double[] rewards = new double[n];
    Arrays.setAll(rewards, _ -> rng.uniform(-3, 5));
    return rewards;
  }

  private static void close(double[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(tolerance));
    }
  }

  @Test
  void equalRewardsHaveAdvantagesOfExactlyZeroForAnyValueAndGroup() {
    for (GroupAdvantage advantage : ALL) {
      for (double reward : new double[] {0, 1, 0.1, 0.3, 5.3, -2.7, 1e300, 1e-300}) {
        for (int n = 1; n <= 64; n++) {
          double[] rewards = new double[n];
          Arrays.fill(rewards, reward);
          assertThat(advantage.of(rewards)).containsOnly(0.0);
        }
      }
    }
  }

  @Test
  void advantagesAddUpToZero() {
    for (GroupAdvantage advantage : ALL) {
      for (int n = 2; n < 20; n++) {
        assertThat(Arrays.stream(advantage.of(random(n, n))).sum()).isCloseTo(0, CLOSE);
      }
    }
  }

  @Test
  void squaresAddUpToTheGroupOrToOneLess() {
    for (int n = 2; n < 20; n++) {
      double[] rewards = random(n, n);
      assertThat(squares(POPULATION.of(rewards))).isCloseTo(n, CLOSE);
      assertThat(squares(SAMPLE.of(rewards))).isCloseTo(n - 1, CLOSE);
    }
  }

  private static double squares(double[] x) {
    return Arrays.stream(x).map(a -> a * a).sum();
  }

  @Test
  void twoCompletionsOneOfThemRight() {
    close(POPULATION.of(0, 1), new double[] {-1, 1}, 1e-15);
    double half = 1 / Math.sqrt(2);
    close(SAMPLE.of(0, 1), new double[] {-half, half}, 1e-15);
    close(new Centred().of(0, 1), new double[] {-0.5, 0.5}, 0);
    close(new LeaveOneOut().of(0, 1), new double[] {-1, 1}, 0);
  }

  @Test
  void binaryRewardsWeighByHowRareTheyAre() {
    // p = 1/5: √((1 - p)/p) = 2 and -√(p/(1 - p)) = -1/2
    close(POPULATION.of(0, 0, 1, 0, 0), new double[] {-0.5, -0.5, 2, -0.5, -0.5}, 1e-15);
  }

  @Test
  void leaveOneOutIsTheCentredOneTimesTheGroupOverOneLess() {
    double[] rewards = random(5, 8);
    double[] centred = Arrays.stream(new Centred().of(rewards)).map(a -> a * 8 / 7).toArray();
    close(new LeaveOneOut().of(rewards), centred, 1e-12);
    double others = (Arrays.stream(rewards).sum() - rewards[3]) / 7;
    assertThat(new LeaveOneOut().of(rewards)[3]).isCloseTo(rewards[3] - others, CLOSE);
  }

  @Test
  void addingANumberToAllRewardsChangesNothing() {
    double[] rewards = random(6, 7);
    double[] shifted = Arrays.stream(rewards).map(r -> r + 11).toArray();
    for (GroupAdvantage advantage : ALL) {
      close(advantage.of(shifted), advantage.of(rewards), 1e-12);
    }
  }

  @Test
  void scaleOfTheRewardsIsDividedOutOrKept() {
    double[] rewards = random(6, 7);
    double[] scaled = Arrays.stream(rewards).map(r -> 4 * r).toArray();
    close(SAMPLE.of(scaled), SAMPLE.of(rewards), 1e-12);
    for (GroupAdvantage advantage : List.of(new Centred(), new LeaveOneOut())) {
      double[] expected = Arrays.stream(advantage.of(rewards)).map(a -> 4 * a).toArray();
      close(advantage.of(scaled), expected, 1e-12);
    }
  }

  @Test
  void epsilonIsAddedToTheDeviation() {
    close(new Standardized(0.5, false).of(0, 2), new double[] {-1 / 1.5, 1 / 1.5}, 1e-15);
  }

  @Test
  void whatWasNotScoredIsLeftOutAndHasNoAdvantage() {
    for (GroupAdvantage advantage : ALL) {
      double[] scored = advantage.of(1, 4, 2);
      double[] expected = {scored[0], 0, scored[1], scored[2], 0};
      close(advantage.of(1, Double.NaN, 4, 2, Double.NaN), expected, 0);
      assertThat(advantage.of(Double.NaN, 3)).containsExactly(0, 0);
      assertThat(advantage.of(Double.NaN, Double.NaN)).containsExactly(0, 0);
      assertThat(advantage.of(3, Double.NaN, 3)).containsExactly(0, 0, 0);
    }
  }

  @Test
  void groupIsARangeOfTheBatch() {
    double[] advantages = {9, 9, 9, 9};
    new Centred().estimate(new double[] {5, 1, 3, 7}, 1, 3, advantages);
    assertThat(advantages).containsExactly(9, -1, 1, 9);
  }

  @Test
  void orderWithinTheGroupDoesNotMatter() {
    for (GroupAdvantage advantage : ALL) {
      double[] straight = advantage.of(1, 2, 4);
      double[] turned = advantage.of(4, 2, 1);
      close(turned, new double[] {straight[2], straight[1], straight[0]}, 1e-15);
    }
  }

  @Test
  void negativeEpsilonIsRefused() {
    assertThatThrownBy(() -> new Standardized(-1, true))
        .hasMessage("epsilon: must be at least 0 and finite, got -1.0");
  }
}
