package dev.bellman.rl.sac;

import dev.bellman.rl.data.Pace;
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
/// @param pace when it acts and when it learns
/// @param replay what is remembered
/// @param update a gradient step
/// @param temperature α, what entropy is worth
/// @param network the networks' form
/// @param noise how actions vary
public record SacConfig(
    int envs,
    double gamma,
    Pace pace,
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
          Pace.DEFAULTS,
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
  }

  /// A gradient step.
  ///
  /// @param learningRate the step size of actor, critics and temperature, at least 0, usually 1e-4
  ///   to 1e-3
  /// @param batchSize B, transitions that are drawn for it, at least 1
  /// @param tau how far the target networks go to the critics, in (0, 1]
  public record Update(Schedule learningRate, int batchSize, double tau) {
    /// The defaults of Stable-Baselines3 2.
    public static final Update DEFAULTS = new Update(Schedule.constant(3e-4), 256, 0.005);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Update {
      Schedule.requireRange("learningRate", learningRate, 0, Double.MAX_VALUE);
      Ranges.atLeastOne("batchSize", batchSize);
      Ranges.aboveZero("tau", tau);
      Ranges.unit("tau", tau);
    }
  }
}
