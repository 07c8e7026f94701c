package dev.bellman.rl.a2c;

import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.Ranges;
import dev.bellman.rl.math.ValueTarget;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.tensor.optim.Optimizer;
import dev.bellman.tensor.optim.RmsProp;
import dev.bellman.tensor.optim.Schedule;

/// A2C's hyper-parameters.
///
/// @param envs N, environments side by side, at least 1: how many whoever starts a run makes; [A2c]
///   goes by those it is given
/// @param rolloutLength n, steps of each environment in one iteration, at least 1
/// @param gae how advantages are estimated; λ = 1 gives n-step advantages
/// @param update how a rollout is learned from
/// @param value how the value is learned
/// @param entropyCoefficient c_e, the weight of the entropy bonus, usually 0 to 0.02
/// @param network the networks' form
/// @param normalization whether observations and rewards are normalised
public record A2cConfig(
    int envs,
    int rolloutLength,
    Gae gae,
    Update update,
    Value value,
    EntropyCoefficient entropyCoefficient,
    MlpActorCritic.Config network,
    Normalization normalization) {
  /// The defaults of Stable-Baselines3 2.
  public static final A2cConfig DEFAULTS =
      new A2cConfig(
          1,
          5,
          new Gae(0.99, 1),
          Update.DEFAULTS,
          Value.DEFAULTS,
          EntropyCoefficient.constant(0),
          MlpActorCritic.Config.DEFAULTS,
          Normalization.DEFAULTS);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public A2cConfig {
    Ranges.atLeastOne("envs", envs);
    Ranges.atLeastOne("rolloutLength", rolloutLength);
  }

  /// How a rollout is learned from.
  ///
  /// @param learningRate the step size, at least 0, usually 1e-4 to 1e-2
  /// @param maxGradNorm the gradient is clipped to this global norm; infinite for never
  /// @param advantageScaling what is done to the advantages of a rollout
  /// @param optimizer what turns gradients into steps
  public record Update(
      Schedule learningRate,
      double maxGradNorm,
      Gae.Scaling advantageScaling,
      Optimizer.Choice optimizer) {
    /// The defaults of Stable-Baselines3 2: RMSprop in PyTorch's form.
    public static final Update DEFAULTS =
        new Update(Schedule.constant(7e-4), 0.5, Gae.Scaling.NONE, RmsProp.Config.DEFAULTS);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Update {
      Schedule.requireRange("learningRate", learningRate, 0, Double.MAX_VALUE);
      Ranges.aboveZero("maxGradNorm", maxGradNorm);
    }
  }

  /// How the value is learned.
  ///
  /// @param coefficient c_v, the weight of the squared error, at least 0
  /// @param target what the value should become
  /// @param learningRate the step size of the parameters that the value has alone
  public record Value(Schedule coefficient, ValueTarget target, CriticRate learningRate) {
    /// Half the squared error from the λ-return, at the policy's step size.
    public static final Value DEFAULTS =
        new Value(
            Schedule.constant(0.5), new ValueTarget.LambdaReturn(), new CriticRate.AsPolicy());

    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if the coefficient is out of its range
    public Value {
      Schedule.requireRange("coefficient", coefficient, 0, Double.MAX_VALUE);
    }
  }
}
