package dev.bellman.rl.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/// Literals with γ = ½, so that all numbers are exact.
class ValueTargetTest {
  private static final boolean[] NEVER = new boolean[3];
  private static final boolean[] AT_1 = {false, true, false};

  private static Gae.Steps steps(boolean[] terminated, boolean[] truncated) {
    float[] rewards = {1, 2, 3};
    float[] values = {0, 1, 2};
    float[] nextValues = {1, 2, 4};
    return new Gae.Steps(rewards, values, nextValues, terminated, truncated);
  }

  private static float[] targets(ValueTarget target, Gae.Steps steps, double lambda) {
    float[] advantages = new float[3];
    new Gae(0.5, lambda).estimate(steps, 1, advantages);
    float[] targets = new float[3];
    target.estimate(steps, 1, 0.5, advantages, targets);
    return targets;
  }

  @Test
  void lambdaReturnsAreAdvantagesPlusValues() {
    var target = new ValueTarget.LambdaReturn();
    assertThat(targets(target, steps(NEVER, NEVER), 0.5)).containsExactly(2.1875f, 3.75f, 5f);
  }

  @Test
  void rewardsToGoEndInAValueUnlessTheEpisodeTerminated() {
    var target = new ValueTarget.RewardToGo();
    assertThat(targets(target, steps(NEVER, NEVER), 0.5)).containsExactly(3.25f, 4.5f, 5f);
    assertThat(targets(target, steps(AT_1, NEVER), 0.5)).containsExactly(2f, 2f, 5f);
    assertThat(targets(target, steps(NEVER, AT_1), 0.5)).containsExactly(2.5f, 3f, 5f);
  }

  @Test
  void nStepTargetsEndAfterNRewardsOrWithTheirPiece() {
    // t=0: 1 + 2/2 + 2/4; t=1: 2 + 3/2 + 4/4; t=2: 3 + 4/2
    var target = new ValueTarget.NStep(2);
    assertThat(targets(target, steps(NEVER, NEVER), 0.5)).containsExactly(2.5f, 4.5f, 5f);
    assertThat(targets(target, steps(AT_1, NEVER), 0.5)).containsExactly(2f, 2f, 5f);
    assertThat(targets(target, steps(NEVER, AT_1), 0.5)).containsExactly(2.5f, 3f, 5f);
  }

  @Test
  void temporalDifferenceTargetsLookOneStepAhead() {
    var target = new ValueTarget.Td();
    assertThat(targets(target, steps(NEVER, NEVER), 0.5)).containsExactly(1.5f, 3f, 5f);
    assertThat(targets(target, steps(AT_1, NEVER), 0.5)).containsExactly(1.5f, 2f, 5f);
    assertThat(targets(target, steps(NEVER, AT_1), 0.5)).containsExactly(1.5f, 3f, 5f);
  }

  @Test
  void oneStepIsTheTemporalDifferenceAndManyAreTheRewardToGo() {
    for (boolean[] terminated : new boolean[][] {NEVER, AT_1}) {
      Gae.Steps steps = steps(terminated, NEVER);
      assertThat(targets(new ValueTarget.NStep(1), steps, 0.5))
          .containsExactly(targets(new ValueTarget.Td(), steps, 0.5));
      assertThat(targets(new ValueTarget.NStep(3), steps, 0.5))
          .containsExactly(targets(new ValueTarget.RewardToGo(), steps, 0.5));
      assertThat(targets(new ValueTarget.LambdaReturn(), steps, 0))
          .containsExactly(targets(new ValueTarget.Td(), steps, 0));
      assertThat(targets(new ValueTarget.LambdaReturn(), steps, 1))
          .containsExactly(targets(new ValueTarget.RewardToGo(), steps, 1));
    }
  }

  @Test
  void environmentsDoNotMix() {
    float[] zeros = new float[4];
    var steps =
        new Gae.Steps(
            new float[] {1, 10, 2, 20},
            zeros,
            new float[] {0, 0, 4, 40},
            new boolean[4],
            new boolean[4]);
    float[] targets = new float[4];
    new ValueTarget.RewardToGo().estimate(steps, 2, 0.5, zeros, targets);
    assertThat(targets).containsExactly(3, 30, 4, 40);
    new ValueTarget.NStep(2).estimate(steps, 2, 0.5, zeros, targets);
    assertThat(targets).containsExactly(3, 30, 4, 40);
  }

  @Test
  void aCountBelowOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ValueTarget.NStep(0))
        .withMessage("n: must be at least 1, got 0");
  }
}
