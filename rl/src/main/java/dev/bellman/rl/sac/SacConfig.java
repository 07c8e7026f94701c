package dev.bellman.rl.sac;

import dev.bellman.rl.data.GradientSteps;
import dev.bellman.rl.data.ReplayConfig;
import dev.bellman.rl.math.Ranges;
import dev.bellman.rl.policy.ContinuousNetworks;
import dev.bellman.rl.policy.SquashedActor;
import dev.bellman.tensor.optim.Schedule;

/// SAC's hyper-parameters.
///
/// @param envs N, environments side by side, at least 1: how many whoever starts a run makes; [Sac]
///   goes by those it is given
/// @param gamma γ, in [0, 1], usually 0.95 to 0.9999
/// @param learningStarts environment steps, in all environments together, before the first gradient
///   step, at least 0; until then any action of the box is as likely as another
/// @param replay what is remembered
/// @param update how much is learned from each batch, and how often
/// @param temperature α, what entropy is worth
/// @param network the networks' form
/// @param noise how actions vary
public record SacConfig(
    int envs,
    double gamma,
    long learningStarts,
    ReplayConfig replay,
    Update update,
    Temperature temperature,
    ContinuousNetworks network,
    SquashedActor.Noise noise) {
  /// The defaults of Stable-Baselines3 2.
  public static final SacConfig DEFAULTS =
      new SacConfig(
          1,
          0.99,
          100,
          ReplayConfig.DEFAULTS,
          Update.DEFAULTS,
          Temperature.Learned.DEFAULTS,
          ContinuousNetworks.DEFAULTS,
          new SquashedActor.Noise.Independent());

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public SacConfig {
    Ranges.atLeastOne("envs", envs);
    Ranges.unit("gamma", gamma);
    Ranges.notNegative("learningStarts", learningStarts);
  }

  /// How much is learned from each batch, and how often.
  ///
  /// @param trainEvery steps of each environment between two times of learning, at least 1
  /// @param gradientSteps how many gradient steps follow
  /// @param batchSize B, transitions of one gradient step, at least 1
  /// @param learningRate the step size of actor, critics and temperature, at least 0, usually 1e-4
  ///   to 1e-3
  /// @param tau how far the target networks go to the critics, in (0, 1]
  public record Update(
      int trainEvery,
      GradientSteps gradientSteps,
      int batchSize,
      Schedule learningRate,
      double tau) {
    /// The defaults of Stable-Baselines3 2.
    public static final Update DEFAULTS =
        new Update(1, new GradientSteps.Fixed(1), 256, Schedule.constant(3e-4), 0.005);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Update {
      Ranges.atLeastOne("trainEvery", trainEvery);
      Ranges.atLeastOne("batchSize", batchSize);
      Schedule.requireRange("learningRate", learningRate, 0, Double.MAX_VALUE);
      Ranges.aboveZero("tau", tau);
      Ranges.unit("tau", tau);
    }
  }
}
