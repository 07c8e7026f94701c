package dev.bellman.llm.reward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RewardWatchTest {
  private static final double[] FLAT = {0, 0, 1, 1, Double.NaN, 1};

  @Test
  void saysOnceThatARewardNeverVaries() {
    var watch = new RewardWatch();
    for (int update = 0; update < 4; update++) {
      assertThat(watch.observe(FLAT, 2)).isEmpty();
    }
    assertThat(watch.observe(FLAT, 2))
        .hasValue(
            "reward: expected scores that differ within a group of 2, got none in 5 updates (scores"
                + " from 0.0 to 1.0; check the reward on a right and a wrong answer, train the warm"
                + " start longer, or raise the temperature or the group's size)");
    assertThat(watch.observe(FLAT, 2)).isEmpty();
  }

  @Test
  void staysSilentOnceARewardHasVaried() {
    var watch = new RewardWatch();
    assertThat(watch.observe(new double[] {0, 0, 0, 1}, 2)).isEmpty();
    for (int update = 0; update < 20; update++) {
      assertThat(watch.observe(FLAT, 2)).isEmpty();
    }
  }

  @Test
  void saysWhenNothingIsScored() {
    var watch = new RewardWatch();
    double[] unscored = {Double.NaN, Double.NaN};
    for (int update = 0; update < 4; update++) {
      assertThat(watch.observe(unscored, 2)).isEmpty();
    }
    assertThat(watch.observe(unscored, 2).orElseThrow()).contains("(no score at all;");
  }
}
