package dev.bellman.rl.env.classic;

import dev.bellman.rl.env.EnvOption;
import dev.bellman.rl.env.EnvSpec;
import java.util.List;

/// Gymnasium's classic control environments.
public final class ClassicControl {
  private static final EnvOption SUTTON_BARTO_REWARD =
      new EnvOption(
          "sutton_barto_reward",
          EnvOption.Type.BOOLEAN,
          false,
          "reward 0 for each step and -1 for the failing one, instead of 1 for each");

  private ClassicControl() {}

  /// The specs.
  ///
  /// @return one for each id
  public static List<EnvSpec> specs() {
    return List.of(cartPole("CartPole-v0", 200, 195), cartPole("CartPole-v1", 500, 475));
  }

  private static EnvSpec cartPole(String id, int maxEpisodeSteps, double rewardThreshold) {
    return EnvSpec.simulated(
            id,
            "Balance a pole on a moving cart.",
            (n, options) -> new CartPole(n, options.flag(SUTTON_BARTO_REWARD.name())))
        .withMaxEpisodeSteps(maxEpisodeSteps)
        .withRewardThreshold(rewardThreshold)
        .withOption(SUTTON_BARTO_REWARD);
  }
}
