package dev.bellman.rl.env.classic;

import dev.bellman.rl.env.EnvOption;
import dev.bellman.rl.env.EnvSpec;
import java.util.List;

/// Gymnasium's classic control environments. Their physical constants are options too.
public final class ClassicControl {
  private static final EnvOption SUTTON_BARTO_REWARD =
      new EnvOption(
          "sutton_barto_reward",
          EnvOption.Type.BOOLEAN,
          false,
          "reward 0 for each step and -1 for the failing one, instead of 1 for each");
  private static final EnvOption GOAL_VELOCITY =
      Constants.option("goal_velocity", 0, "velocity that the car must have at the goal");

  private ClassicControl() {}

  /// The specs.
  ///
  /// @return one for each id
  public static List<EnvSpec> specs() {
    return List.of(
        cartPole("CartPole-v0", 200, 195),
        cartPole("CartPole-v1", 500, 475),
        mountainCar(),
        mountainCarContinuous(),
        acrobot(),
        pendulum());
  }

  private static EnvSpec cartPole(String id, int maxEpisodeSteps, double rewardThreshold) {
    EnvSpec spec =
        EnvSpec.simulated(
                id,
                "Balance a pole on a moving cart.",
                (n, options) ->
                    new CartPole(
                        n, options.flag(SUTTON_BARTO_REWARD.name()), CartPole.Physics.of(options)))
            .withMaxEpisodeSteps(maxEpisodeSteps)
            .withRewardThreshold(rewardThreshold)
            .withOption(SUTTON_BARTO_REWARD);
    return withOptions(spec, CartPole.Physics.options());
  }

  private static EnvSpec mountainCar() {
    EnvSpec spec =
        EnvSpec.simulated(
                "MountainCar-v0",
                "Drive a weak car out of a valley.",
                (n, options) ->
                    new MountainCar(
                        n, options.number(GOAL_VELOCITY.name()), MountainCar.Physics.of(options)))
            .withMaxEpisodeSteps(200)
            .withRewardThreshold(-110)
            .withOption(GOAL_VELOCITY);
    return withOptions(spec, MountainCar.Physics.options());
  }

  private static EnvSpec mountainCarContinuous() {
    EnvSpec spec =
        EnvSpec.simulated(
                "MountainCarContinuous-v0",
                "Drive a weak car out of a valley with little force.",
                (n, options) ->
                    new MountainCarContinuous(
                        n,
                        options.number(GOAL_VELOCITY.name()),
                        MountainCarContinuous.Physics.of(options)))
            .withMaxEpisodeSteps(999)
            .withRewardThreshold(90)
            .withOption(GOAL_VELOCITY);
    return withOptions(spec, MountainCarContinuous.Physics.options());
  }

  private static EnvSpec acrobot() {
    EnvSpec spec =
        EnvSpec.simulated(
                "Acrobot-v1",
                "Swing the free end of two links up over a line.",
                (n, options) ->
                    new Acrobot(n, Acrobot.Dynamics.of(options), Acrobot.Physics.of(options)))
            .withMaxEpisodeSteps(500)
            .withRewardThreshold(-100)
            .withOption(Acrobot.Dynamics.option());
    return withOptions(spec, Acrobot.Physics.options());
  }

  private static EnvSpec pendulum() {
    EnvSpec spec =
        EnvSpec.simulated(
                "Pendulum-v1",
                "Swing a pendulum up and hold it there.",
                (n, options) -> new Pendulum(n, Pendulum.Physics.of(options)))
            .withMaxEpisodeSteps(200);
    return withOptions(spec, Pendulum.Physics.options());
  }

  private static EnvSpec withOptions(EnvSpec spec, List<EnvOption> options) {
    EnvSpec changed = spec;
    for (EnvOption option : options) {
      changed = changed.withOption(option);
    }
    return changed;
  }
}
