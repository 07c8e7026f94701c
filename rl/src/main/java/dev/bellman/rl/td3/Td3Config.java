package dev.bellman.rl.td3;

import dev.bellman.rl.data.Pace;
import dev.bellman.rl.data.ReplayConfig;
import dev.bellman.rl.math.Ranges;
import dev.bellman.rl.policy.ActionNoise;
import dev.bellman.rl.policy.ContinuousNetworks;
import dev.bellman.tensor.optim.Schedule;

/// The hyper-parameters of TD3 and of DDPG, which is TD3 with one critic, no delay and no
/// smoothing.
///
/// @param envs N, environments side by side, at least 1: how many whoever starts a run makes; [Td3]
///   goes by those it is given
/// @param gamma γ, in [0, 1], usually 0.95 to 0.99
/// @param pace when it acts and when it learns
/// @param replay what is remembered
/// @param update a gradient step
/// @param smoothing noise on the next action that critics learn from
/// @param exploration what is added to the actor's actions
/// @param network the networks' form
public record Td3Config(
    int envs,
    double gamma,
    Pace pace,
    ReplayConfig replay,
    Update update,
    Smoothing smoothing,
    ActionNoise exploration,
    ContinuousNetworks network) {
  /// The defaults of Stable-Baselines3 2, with the exploration of the paper on TD3, which is none
  /// there.
  public static final Td3Config TD3 =
      new Td3Config(
          1,
          0.99,
          Pace.DEFAULTS,
          ReplayConfig.DEFAULTS,
          new Update(Schedule.constant(1e-3), 256, 0.005, 2),
          new Smoothing(0.2, 0.5),
          new ActionNoise.Normal(0.1),
          ContinuousNetworks.DEFAULTS);

  /// One critic, a step of the actor after each of the critic, no smoothing, and noise that drifts.
  public static final Td3Config DDPG =
      new Td3Config(
          1,
          0.99,
          Pace.DEFAULTS,
          ReplayConfig.DEFAULTS,
          new Update(Schedule.constant(1e-3), 256, 0.005, 1),
          new Smoothing(0, 0),
          ActionNoise.OrnsteinUhlenbeck.DEFAULTS,
          new ContinuousNetworks(
              ContinuousNetworks.DEFAULTS.hidden(), ContinuousNetworks.DEFAULTS.activation(), 1));

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public Td3Config {
    Ranges.atLeastOne("envs", envs);
    Ranges.unit("gamma", gamma);
  }

  /// A gradient step.
  ///
  /// @param learningRate the step size of actor and critics, at least 0, usually 1e-4 to 1e-3
  /// @param batchSize B, transitions that are drawn for it, at least 1
  /// @param tau how far the target networks go to the learned ones, in (0, 1]
  /// @param policyDelay gradient steps of the critics for one of the actor, which the target
  ///   networks follow, at least 1
  public record Update(Schedule learningRate, int batchSize, double tau, int policyDelay) {
    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Update {
      Schedule.requireRange("learningRate", learningRate, 0, Double.MAX_VALUE);
      Ranges.atLeastOne("batchSize", batchSize);
      Ranges.aboveZero("tau", tau);
      Ranges.unit("tau", tau);
      Ranges.atLeastOne("policyDelay", policyDelay);
    }
  }

  /// Noise on the next action, so that a critic's value is learned for actions around it:
  /// `clamp(a' + clamp(σ·ε, ±limit), ±1)`.
  ///
  /// @param sigma σ, at least 0; 0 for none
  /// @param limit the greatest noise, at least 0
  public record Smoothing(double sigma, double limit) {
    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is below 0
    public Smoothing {
      Ranges.notNegative("sigma", sigma);
      Ranges.notNegative("limit", limit);
    }
  }
}
