package dev.bellman.rl.actorcritic;

import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.Ranges;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Optimizer;
import dev.bellman.tensor.optim.Schedule;

/// Hyper-parameters of the one-step actor-critic.
///
/// @param envs N, environments side by side, at least 1: how many whoever starts a run makes;
///   [ActorCriticTd] goes by those it is given
/// @param rolloutLength T, steps of each environment before a gradient step, at least 1
/// @param gamma γ, the discount, in [0, 1]
/// @param update how the steps are learned from
/// @param value how the value is learned
/// @param entropyCoefficient c_e, the weight of the entropy bonus, usually 0 to 0.02
/// @param network the networks' form
/// @param normalization whether observations and rewards are normalised
public record ActorCriticConfig(
    int envs,
    int rolloutLength,
    double gamma,
    Update update,
    Value value,
    EntropyCoefficient entropyCoefficient,
    MlpActorCritic.Config network,
    Normalization normalization) {
  /// A gradient step after every step of 8 environments.
  public static final ActorCriticConfig DEFAULTS =
      new ActorCriticConfig(
          8,
          1,
          0.99,
          Update.DEFAULTS,
          Value.DEFAULTS,
          EntropyCoefficient.constant(0),
          MlpActorCritic.Config.DEFAULTS,
          Normalization.DEFAULTS);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public ActorCriticConfig {
    Ranges.atLeastOne("envs", envs);
    Ranges.atLeastOne("rolloutLength", rolloutLength);
    Ranges.unit("gamma", gamma);
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
    /// Adam, gradients clipped to 0.5.
    public static final Update DEFAULTS =
        new Update(
            Schedule.constant(3e-4), 0.5, Gae.Scaling.NONE, Adam.Config.DEFAULTS.withEpsilon(1e-5));

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Update {
      Schedule.requireRange("learningRate", learningRate, 0, Double.MAX_VALUE);
      Ranges.aboveZero("maxGradNorm", maxGradNorm);
    }
  }

  /// How the value is learned: from `r + γ·V(s')`.
  ///
  /// @param coefficient c_v, the weight of the squared error, at least 0
  /// @param learningRate the step size of the parameters that the value has alone
  public record Value(Schedule coefficient, CriticRate learningRate) {
    /// Half the squared error, three times the policy's default step size.
    public static final Value DEFAULTS =
        new Value(Schedule.constant(0.5), new CriticRate.Own(Schedule.constant(1e-3)));

    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if the coefficient is out of its range
    public Value {
      Schedule.requireRange("coefficient", coefficient, 0, Double.MAX_VALUE);
    }
  }
}
