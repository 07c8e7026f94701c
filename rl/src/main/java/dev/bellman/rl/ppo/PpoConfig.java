package dev.bellman.rl.ppo;

import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.rl.loss.ValueLoss;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.Ranges;
import dev.bellman.rl.math.ValueTarget;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;

/// PPO's hyper-parameters.
///
/// @param envs N, environments side by side, at least 1: how many whoever starts a run makes; [Ppo]
///   goes by those it is given
/// @param rolloutLength T, steps of each environment in one iteration, at least 1
/// @param gae how advantages and value targets are estimated
/// @param update how a rollout is learned from
/// @param objective what the policy is changed to make greater
/// @param value how the value is learned
/// @param entropyCoefficient c_e, the weight of the entropy bonus, usually 0 to 0.02
/// @param network the networks' form
/// @param normalization whether observations and rewards are normalised
public record PpoConfig(
    int envs,
    int rolloutLength,
    Gae gae,
    Update update,
    PolicyObjective objective,
    Value value,
    EntropyCoefficient entropyCoefficient,
    MlpActorCritic.Config network,
    Normalization normalization) {
  /// The defaults of Stable-Baselines3 2.
  public static final PpoConfig DEFAULTS =
      new PpoConfig(
          1,
          2048,
          Gae.DEFAULTS,
          Update.DEFAULTS,
          PolicyObjective.Clip.of(0.2),
          Value.DEFAULTS,
          EntropyCoefficient.constant(0),
          MlpActorCritic.Config.DEFAULTS,
          Normalization.DEFAULTS);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public PpoConfig {
    Ranges.atLeastOne("envs", envs);
    Ranges.atLeastOne("rolloutLength", rolloutLength);
  }

  /// How a rollout is learned from.
  ///
  /// @param epochs K, passes over the rollout, at least 1
  /// @param minibatchSize samples of one gradient step, at least 1; capped at the rollout, the last
  ///   partial minibatch is kept
  /// @param learningRate the step size, at least 0, usually 1e-4 to 1e-3
  /// @param maxGradNorm the gradient is clipped to this global norm; infinite for never
  /// @param targetKl when a minibatch's approximate KL is above 1.5 times this, the iteration ends
  ///   before that minibatch's step; infinite for never
  /// @param advantageScaling what is done to the advantages of each minibatch
  /// @param adam the optimiser's constants
  public record Update(
      int epochs,
      int minibatchSize,
      Schedule learningRate,
      double maxGradNorm,
      double targetKl,
      Gae.Scaling advantageScaling,
      Adam.Config adam) {
    /// The defaults of Stable-Baselines3 2.
    public static final Update DEFAULTS =
        new Update(
            10,
            64,
            Schedule.constant(3e-4),
            0.5,
            Double.POSITIVE_INFINITY,
            Gae.Scaling.STANDARDISED,
            Adam.Config.DEFAULTS.withEpsilon(1e-5));

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Update {
      Ranges.atLeastOne("epochs", epochs);
      Ranges.atLeastOne("minibatchSize", minibatchSize);
      Schedule.requireRange("learningRate", learningRate, 0, Double.MAX_VALUE);
      Ranges.aboveZero("maxGradNorm", maxGradNorm);
      Ranges.aboveZero("targetKl", targetKl);
    }
  }

  /// How the value is learned.
  ///
  /// @param loss how far a value is from its target
  /// @param coefficient c_v, the loss's weight, at least 0
  /// @param target what the value should become
  /// @param learningRate the step size of the parameters that the value has alone
  public record Value(
      ValueLoss loss, Schedule coefficient, ValueTarget target, CriticRate learningRate) {
    /// Half the squared error from the λ-return, at the policy's step size.
    public static final Value DEFAULTS =
        new Value(
            new ValueLoss.SquaredError(),
            Schedule.constant(0.5),
            new ValueTarget.LambdaReturn(),
            new CriticRate.AsPolicy());

    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if the coefficient is out of its range
    public Value {
      Schedule.requireRange("coefficient", coefficient, 0, Double.MAX_VALUE);
    }
  }
}
