package dev.bellman.llm.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RewardControlTest {
  @Test
  void noneLeavesTheRewards() {
    double[] rewards = {1, 2, 3, 4};
    RewardControl.NONE.apply(rewards, 2, 7, 0, 0);
    assertThat(rewards).containsExactly(1, 2, 3, 4);
  }

  @Test
  void randomRewardsAreCoinsThatDoNotSeeTheRewards() {
    double[] some = new double[4_096];
    double[] others = new double[4_096];
    Arrays.fill(others, 5);
    RewardControl.RANDOM.apply(some, 8, 7, 3, 0);
    RewardControl.RANDOM.apply(others, 8, 7, 3, 0);
    assertThat(some).isEqualTo(others).containsOnly(0, 1);
    assertThat(Arrays.stream(some).sum()).isBetween(1_950.0, 2_150.0);
  }

  @Test
  void permutedRewardsStayInTheirGroup() {
    double[] rewards = new double[800];
    Arrays.setAll(rewards, i -> i);
    RewardControl.PERMUTED.apply(rewards, 8, 7, 3, 0);
    int same = 0;
    for (int from = 0; from < rewards.length; from += 8) {
      double[] group = Arrays.copyOfRange(rewards, from, from + 8);
      same += group[0] == from ? 1 : 0;
      Arrays.sort(group);
      assertThat(group[0]).isEqualTo(from);
      assertThat(group[7]).isEqualTo(from + 7);
    }
    assertThat(same).isBetween(4, 24);
  }

  @Test
  void whatIsUnscoredStaysSoAndTakesNoScoreAway() {
    for (RewardControl control : RewardControl.values()) {
      double[] rewards = {1, Double.NaN, 3, 4};
      control.apply(rewards, 4, 7, 3, 0);
      assertThat(rewards[1]).isNaN();
      assertThat(Arrays.stream(rewards).filter(Double::isNaN).count()).isEqualTo(1);
      if (control != RewardControl.RANDOM) {
        assertThat(Arrays.stream(rewards).filter(Double::isFinite).sum()).isEqualTo(8);
      }
    }
  }

  @Test
  void drawsBelongToSeedUpdateAndPrompt() {
    for (RewardControl control :
        new RewardControl[] {RewardControl.RANDOM, RewardControl.PERMUTED}) {
      double[] whole = drawn(control, 16, 7, 3, 0);
      assertThat(drawn(control, 16, 7, 3, 0)).isEqualTo(whole);
      assertThat(drawn(control, 16, 8, 3, 0)).isNotEqualTo(whole);
      assertThat(drawn(control, 16, 7, 4, 0)).isNotEqualTo(whole);
      double[] second = new double[8];
      System.arraycopy(drawn(control, 8, 7, 3, 1), 0, second, 0, 8);
      assertThat(second).isEqualTo(Arrays.copyOfRange(whole, 8, 16));
    }
  }

  private static double[] drawn(
      RewardControl control, int n, long seed, int update, int firstPrompt) {
    double[] rewards = new double[n];
    Arrays.setAll(rewards, i -> i % 8);
    control.apply(rewards, 8, seed, update, firstPrompt);
    return rewards;
  }

  @Test
  void groupsMustBeWhole() {
    assertThatThrownBy(() -> RewardControl.PERMUTED.apply(new double[9], 8, 7, 0, 0))
        .hasMessage("rewards: must be whole groups of 8, got 9");
  }
}
