package dev.bellman.llm.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.llm.math.ProcessAdvantage.Steps;
import org.junit.jupiter.api.Test;

class ProcessAdvantageTest {
  private static final ProcessAdvantage PLAIN = new ProcessAdvantage(0, false);

  private static double[] of(double... x) {
    return x;
  }

  @Test
  void tokensTakeTheStepsThatEndAtThemOrLater() {
    // rewards 0, 2, 2, 0 have mean 1 and deviation 1: -1, 1 and 1, -1
    double[][] advantages =
        PLAIN.of(
            new Steps(of(0, 2), new int[] {1, 3}, 5), new Steps(of(2, 0), new int[] {0, 1}, 2));
    assertThat(advantages[0]).containsExactly(0, 0, 1, 1, 0);
    assertThat(advantages[1]).containsExactly(0, -1);
  }

  @Test
  void oneStepAtTheLastTokenIsTheOutcome() {
    double[] rewards = {0.2, 1, 0.7, 0};
    int[] lengths = {3, 1, 4, 2};
    Steps[] group = new Steps[4];
    for (int i = 0; i < 4; i++) {
      group[i] = new Steps(of(rewards[i]), new int[] {lengths[i] - 1}, lengths[i]);
    }
    double[] outcome = GroupAdvantage.Standardized.DEFAULTS.of(rewards);
    double[][] advantages = ProcessAdvantage.DEFAULTS.of(group);
    for (int i = 0; i < 4; i++) {
      assertThat(advantages[i]).hasSize(lengths[i]).containsOnly(outcome[i]);
    }
  }

  @Test
  void equalStepsGiveExactZeros() {
    double[][] advantages =
        ProcessAdvantage.DEFAULTS.of(
            new Steps(of(0.1, 0.1), new int[] {0, 2}, 3), new Steps(of(0.1), new int[] {1}, 2));
    assertThat(advantages[0]).containsOnly(0);
    assertThat(advantages[1]).containsOnly(0);
  }

  @Test
  void stepThatWasNotScoredAddsNothing() {
    double[][] advantages =
        PLAIN.of(
            new Steps(of(0, Double.NaN), new int[] {0, 2}, 3), new Steps(of(2), new int[] {1}, 2));
    assertThat(advantages[0]).containsExactly(-1, 0, 0);
    assertThat(advantages[1]).containsExactly(1, 1);
  }

  @Test
  void stepsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new Steps(of(1), new int[] {2}, 2))
        .hasMessage("steps: ends must rise within [0, 2), got 2 after -1");
    assertThatThrownBy(() -> new Steps(of(1, 1), new int[] {1, 1}, 2))
        .hasMessage("steps: ends must rise within [0, 2), got 1 after 1");
    assertThatThrownBy(() -> new Steps(of(1, 1), new int[] {1}, 2))
        .hasMessage("steps: expected one end for each of 2 rewards, got 1");
  }
}
