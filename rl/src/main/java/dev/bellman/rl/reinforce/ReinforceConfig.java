package dev.bellman.rl.reinforce;

import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.math.Baseline;
import dev.bellman.rl.math.Credit;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.Ranges;
import dev.bellman.rl.math.StepWeight;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Optimizer;
import dev.bellman.tensor.optim.Schedule;

/// REINFORCE's hyper-parameters.
///
/// @param envs N, environments side by side, at least 1: how many whoever starts a run makes;
///   [Reinforce] goes by those it is given. More than one waste some steps, see
///   [dev.bellman.rl.data.Episodes]
/// @param episodes E, whole episodes of one update, at least 1
/// @param gamma γ, the discount, in [0, 1]
/// @param credit what an action is credited with
/// @param stepWeight how much each step of an episode counts
/// @param baseline what is taken off the credit
/// @param update how the episodes are learned from
/// @param value how V is learned, if it is the baseline
/// @param entropyCoefficient c_e, the weight of the entropy bonus, usually 0 to 0.02
/// @param network the networks' form
/// @param normalization whether observations and rewards are normalised
public record ReinforceConfig(
    int envs,
    int episodes,
    double gamma,
    Credit credit,
    StepWeight stepWeight,
    Baseline baseline,
    Update update,
    Value value,
    EntropyCoefficient entropyCoefficient,
    MlpActorCritic.Config network,
    Normalization normalization) {
  /// Rewards to go of 8 episodes with V as the baseline.
  public static final ReinforceConfig DEFAULTS =
      new ReinforceConfig(
          1,
          8,
          0.99,
          Credit.REWARD_TO_GO,
          StepWeight.UNIFORM,
          new Baseline.LearnedValue(),
          Update.DEFAULTS,
          Value.DEFAULTS,
          EntropyCoefficient.constant(0),
          MlpActorCritic.Config.DEFAULTS,
          Normalization.DEFAULTS);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range; if the whole return is to
  ///   count less and less, which is discounted already, or standardised advantages, of which late
  ///   ones would count again; or if one episode is compared with itself
  public ReinforceConfig {
    Ranges.atLeastOne("envs", envs);
    Ranges.atLeastOne("episodes", episodes);
    Ranges.unit("gamma", gamma);
    if (credit == Credit.WHOLE_RETURN && stepWeight == StepWeight.DISCOUNTED) {
      throw new IllegalArgumentException(
          "stepWeight: must be uniform where the credit is the whole return, got discounted");
    }
    if (update.advantageScaling == Gae.Scaling.STANDARDISED
        && stepWeight == StepWeight.DISCOUNTED) {
      throw new IllegalArgumentException(
          "stepWeight: must be uniform where advantages are standardised, got discounted (late"
              + " steps would count again; set update.advantageScaling=none)");
    }
    if (credit == Credit.WHOLE_RETURN && baseline instanceof Baseline.BatchMean && episodes == 1) {
      throw new IllegalArgumentException(
          "episodes: must be at least 2 where the baseline is their mean return, got 1");
    }
  }

  /// How the episodes are learned from.
  ///
  /// @param learningRate the step size, at least 0, usually 1e-4 to 1e-2
  /// @param maxGradNorm the gradient is clipped to this global norm; infinite for never
  /// @param advantageScaling what is done to the advantages of all their steps together
  /// @param optimizer what turns gradients into steps
  public record Update(
      Schedule learningRate,
      double maxGradNorm,
      Gae.Scaling advantageScaling,
      Optimizer.Choice optimizer) {
    /// Adam, standardised advantages, gradients as they are.
    public static final Update DEFAULTS =
        new Update(
            Schedule.constant(1e-3),
            Double.POSITIVE_INFINITY,
            Gae.Scaling.STANDARDISED,
            Adam.Config.DEFAULTS);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Update {
      Schedule.requireRange("learningRate", learningRate, 0, Double.MAX_VALUE);
      Ranges.aboveZero("maxGradNorm", maxGradNorm);
    }
  }

  /// How V is learned: from rewards to go.
  ///
  /// @param coefficient c_v, the weight of the squared error, at least 0
  /// @param learningRate the step size of the parameters that V has alone
  public record Value(Schedule coefficient, CriticRate learningRate) {
    /// Half the squared error, ten times the policy's default step size.
    public static final Value DEFAULTS =
        new Value(Schedule.constant(0.5), new CriticRate.Own(Schedule.constant(1e-2)));

    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if the coefficient is out of its range
    public Value {
      Schedule.requireRange("coefficient", coefficient, 0, Double.MAX_VALUE);
    }
  }
}
