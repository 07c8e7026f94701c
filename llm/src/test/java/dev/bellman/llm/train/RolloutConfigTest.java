package dev.bellman.llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bellman.llm.sample.SamplingConfig;
import org.junit.jupiter.api.Test;

class RolloutConfigTest {
  private static final RolloutConfig ROLLOUT =
      new RolloutConfig(32, 16, 0, SamplingConfig.DEFAULTS);

  @Test
  void thePlanTellsUnevenMinibatches() {
    assertThat(ROLLOUT.plan(4, 1, 16)).contains("4 minibatches of 128, ");
    assertThat(ROLLOUT.plan(5, 1, 16)).contains("5 minibatches of 96 or 112, ");
    assertThat(ROLLOUT.plan(5, 1, 1)).contains("5 minibatches of 102 or 103, ");
  }

  @Test
  void whatTheContextHasNoRoomForIsRefused() {
    ROLLOUT.requireRoom(64, 9, 55);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ROLLOUT.requireRoom(64, 9, 56))
        .withMessage(
            "rollout.maxTokens: must be at most 55, since a prompt of 9 is to fit the model's"
                + " context of 64 too, got 56");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ROLLOUT.requireRoom(64, 9, Integer.MAX_VALUE));
  }
}
