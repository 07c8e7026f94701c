package dev.bellman.rl.a3c;

import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.Ranges;
import dev.bellman.rl.math.ValueTarget;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.tensor.optim.RmsProp;
import dev.bellman.tensor.optim.Schedule;

/// A3C's hyper-parameters.
///
/// @param envs N, environments of all actors together, at least one for each: how many whoever
///   starts a run makes; [A3c] goes by those it is given
/// @param actors who acts and learns side by side
/// @param rolloutLength n, steps of each environment between two updates, at least 1
/// @param gae how advantages are estimated; λ = 1 gives n-step advantages
/// @param update how an actor learns from its steps
/// @param value how the value is learned
/// @param entropyCoefficient c_e, the weight of the entropy bonus, usually 0 to 0.02
/// @param network the networks' form
/// @param normalization whether observations and rewards are normalised
public record A3cConfig(
    int envs,
    Actors actors,
    int rolloutLength,
    Gae gae,
    Update update,
    Value value,
    EntropyCoefficient entropyCoefficient,
    MlpActorCritic.Config network,
    Normalization normalization) {
  /// Four actors with four environments each that run freely, five steps an update.
  public static final A3cConfig DEFAULTS =
      new A3cConfig(
          16,
          Actors.DEFAULTS,
          5,
          new Gae(0.99, 1),
          Update.DEFAULTS,
          Value.DEFAULTS,
          EntropyCoefficient.constant(0.01),
          MlpActorCritic.Config.DEFAULTS,
          Normalization.DEFAULTS);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public A3cConfig {
    Ranges.atLeastOne("envs", envs);
    Ranges.atLeastOne("rolloutLength", rolloutLength);
  }

  /// How actors take turns.
  public enum Pace {
    /// Each goes on as fast as it can, on as many threads as there are. What is learned depends on
    /// which thread comes first: no two runs are the same.
    FREE,
    /// One update of each after the other, on one thread: the same bits always.
    IN_TURNS
  }

  /// Who acts and learns side by side.
  ///
  /// @param count K, at least 1; each has its own networks and its share of the environments
  /// @param updates the updates of each in one iteration, at least 1
  /// @param pace how they take turns
  public record Actors(int count, int updates, Pace pace) {
    /// Four that run freely.
    public static final Actors DEFAULTS = new Actors(4, 50, Pace.FREE);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is below 1
    public Actors {
      Ranges.atLeastOne("count", count);
      Ranges.atLeastOne("updates", updates);
    }
  }

  /// How an actor learns from its steps.
  ///
  /// @param learningRate the step size, at least 0, usually 1e-4 to 1e-2
  /// @param maxGradNorm an actor's gradient is clipped to this global norm; infinite for never
  /// @param rmsProp the constants of the optimiser, whose statistics all actors share
  public record Update(Schedule learningRate, double maxGradNorm, RmsProp.Config rmsProp) {
    /// A2C's, which are those of Stable-Baselines3 2.
    public static final Update DEFAULTS =
        new Update(Schedule.constant(7e-4), 0.5, RmsProp.Config.DEFAULTS);

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
