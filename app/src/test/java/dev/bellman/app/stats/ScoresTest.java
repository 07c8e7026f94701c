package dev.bellman.app.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScoresTest {
  private static Scores.Interval interval(double[][] scores, int resamples, long seed) {
    return Scores.stratifiedBootstrap(scores, Scores::interquartileMean, 0.95, resamples, seed);
  }

  @Test
  void aQuarterRoundedDownIsCutAtEachEnd() {
    assertThat(Scores.interquartileMean(8, 1, 7, 2, 6, 3, 5, 4)).isEqualTo(4.5);
    assertThat(Scores.interquartileMean(100, 2, 1, 3, 10)).isEqualTo(5);
    assertThat(Scores.interquartileMean(1, 2, 6)).isEqualTo(3);
    assertThat(Scores.interquartileMean(7)).isEqualTo(7);
    assertThat(Scores.interquartileMean(1, 2, 3, Double.NaN)).isNaN();
  }

  @Test
  void oneRunHasAnIntervalWithoutWidth() {
    assertThat(interval(new double[][] {{5}}, 10, 0)).isEqualTo(new Scores.Interval(5, 5));
  }

  @Test
  void tasksAreResampledByThemselves() {
    double[][] scores = {{0, 0, 0}, {100, 100, 100}};
    assertThat(Scores.stratifiedBootstrap(scores, Scores::interquartileMean, 0.95, 200, 1))
        .isEqualTo(new Scores.Interval(50, 50));
  }

  @Test
  void drawsAreThoseOfNumpy() {
    double[][] scores = {{1, 2, 4, 8, 16}, {3, 9, 27}};
    Scores.Interval interval = interval(scores, 100, 7);
    assertThat(interval.low()).isCloseTo(2.75, within(1e-12));
    assertThat(interval.high()).isCloseTo(12.512499999999996, within(1e-12));
  }

  @Test
  void percentilesAreInterpolated() {
    double[] next = {0};
    var interval = Scores.stratifiedBootstrap(new double[][] {{0}}, sample -> next[0]++, 0.5, 4, 0);
    assertThat(interval).isEqualTo(new Scores.Interval(0.75, 2.25));
  }

  @Test
  void scoresAreNotModified() {
    double[][] scores = {{3, 1, 2}};
    interval(scores, 5, 0);
    Scores.interquartileMean(scores[0]);
    assertThat(Arrays.stream(scores[0]).boxed()).containsExactly(3.0, 1.0, 2.0);
  }

  @Test
  void wrongArgumentsAreRefused() {
    assertThatThrownBy(() -> Scores.interquartileMean())
        .hasMessage("scores: must be at least one, got none");
    assertThatThrownBy(() -> interval(new double[][] {{1}, {}}, 10, 0))
        .hasMessage("scores: every task must have at least one run");
    assertThatThrownBy(() -> interval(new double[][] {{1}}, 0, 0))
        .hasMessage("resamples: must be at least 1, got 0");
    assertThatThrownBy(() -> Scores.stratifiedBootstrap(new double[][] {{1}}, s -> 0, 1.0, 10, 0))
        .hasMessage("confidence: must be in (0, 1), got 1.0");
  }
}
