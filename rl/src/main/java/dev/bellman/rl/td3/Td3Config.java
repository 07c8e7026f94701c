package dev.bellman.rl.td3;

import dev.bellman.rl.data.GradientSteps;
import dev.bellman.rl.data.ReplayConfig;
import dev.bellman.rl.math.Ranges;
import dev.bellman.rl.policy.ActionNoise;
import dev.bellman.rl.policy.ContinuousNetworks;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.optim.Schedule;
import java.util.List;

/// The hyper-parameters of TD3 and of DDPG, which is TD3 with one critic, no delay and no
/// smoothing.
///
/// @param envs N, environments side by side, at least 1: how many whoever starts a run makes; [Td3]
///   goes by those it is given
/// @param gamma γ, in [0, 1], usually 0.95 to 0.99
/// @param learningStarts environment steps, in all environments together, before the first gradient
///   step, at least 0; until then any action of the box is as likely as another
/// @param replay what is remembered
/// @param update how much is learned from each batch, and how often
/// @param smoothing noise on the next action that critics learn from
/// @param exploration what is added to the actor's actions
/// @param network the networks' form
public record Td3Config(
    int envs,
    double gamma,
    long learningStarts,
    ReplayConfig replay,
    Update update,
    Smoothing smoothing,
    ActionNoise exploration,
    ContinuousNetworks network) {
  /// The widths of both papers.
  private static final List<Integer> HIDDEN = List.of(400, 300);

  /// The defaults of Stable-Baselines3 2, with the exploration of the paper on TD3, which is none
  /// there.
  public static final Td3Config TD3 =
      new Td3Config(
          1,
          0.99,
          100,
          ReplayConfig.DEFAULTS,
          new Update(1, new GradientSteps.Fixed(1), 256, Schedule.constant(1e-3), 0.005, 2),
          new Smoothing(0.2, 0.5),
          new ActionNoise.Normal(0.1),
          new ContinuousNetworks(HIDDEN, Activation.RELU, 2));

  /// One critic, a step of the actor after each of the critic, no smoothing, and noise that drifts,
  /// which is none in Stable-Baselines3.
  public static final Td3Config DDPG =
      new Td3Config(
          1,
          0.99,
          100,
          ReplayConfig.DEFAULTS,
          new Update(1, new GradientSteps.Fixed(1), 256, Schedule.constant(1e-3), 0.005, 1),
          new Smoothing(0, 0),
          ActionNoise.OrnsteinUhlenbeck.DEFAULTS,
          new ContinuousNetworks(HIDDEN, Activation.RELU, 1));

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public Td3Config {
    Ranges.atLeastOne("envs", envs);
    Ranges.unit("gamma", gamma);
    Ranges.notNegative("learningStarts", learningStarts);
  }

  /// How much is learned from each batch, and how often.
  ///
  /// @param trainEvery steps of each environment between two times of learning, at least 1
  /// @param gradientSteps how many gradient steps follow
  /// @param batchSize B, transitions of one gradient step, at least 1
  /// @param learningRate the step size of actor and critics, at least 0, usually 1e-4 to 1e-3
  /// @param tau how far the target networks go to the learned ones, in (0, 1]
  /// @param policyDelay gradient steps of the critics for one of the actor, which the target
  ///   networks follow, at least 1
  public record Update(
      int trainEvery,
      GradientSteps gradientSteps,
      int batchSize,
      Schedule learningRate,
      double tau,
      int policyDelay) {
    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Update {
      Ranges.atLeastOne("trainEvery", trainEvery);
      Ranges.atLeastOne("batchSize", batchSize);
      Schedule.requireRange("learningRate", learningRate, 0, Double.MAX_VALUE);
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

    /// Draws noise; nothing is drawn if σ is 0.
    ///
    /// @param rng what to draw from
    /// @param out receives the noise; modified
    void draw(Rng rng, float[] out) {
      if (sigma > 0) {
        for (int i = 0; i < out.length; i++) {
          out[i] = (float) Math.clamp(sigma * rng.nextGaussian(), -limit, limit);
        }
      }
    }
  }
}
