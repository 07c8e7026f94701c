package dev.bellman.rl.trpo;

import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.loss.KlDirection;
import dev.bellman.rl.loss.ValueLoss;
import dev.bellman.rl.math.ConjugateGradient;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.Ranges;
import dev.bellman.rl.math.ValueTarget;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;

/// TRPO's hyper-parameters.
///
/// @param envs N, environments side by side, at least 1: how many whoever starts a run makes;
///   [Trpo] goes by those it is given
/// @param rolloutLength T, steps of each environment in one iteration, at least 1
/// @param gae how advantages and value targets are estimated
/// @param advantageScaling what is done to the advantages of the whole rollout
/// @param step how the policy is changed, once an iteration
/// @param value how the value is learned, apart from the policy
/// @param network the networks' form
/// @param normalization whether observations and rewards are normalised
public record TrpoConfig(
    int envs,
    int rolloutLength,
    Gae gae,
    Gae.Scaling advantageScaling,
    Step step,
    Value value,
    MlpActorCritic.Config network,
    Normalization normalization) {
  /// Trust region policy optimisation with the defaults of Stable-Baselines3 Contrib 2, but for the
  /// direction of the KL divergence.
  public static final TrpoConfig TRPO =
      new TrpoConfig(
          1,
          2048,
          Gae.DEFAULTS,
          Gae.Scaling.STANDARDISED,
          Step.DEFAULTS,
          Value.DEFAULTS,
          MlpActorCritic.Config.DEFAULTS,
          Normalization.DEFAULTS);

  /// The natural policy gradient: the same step without a search.
  public static final TrpoConfig NPG =
      new TrpoConfig(
          TRPO.envs,
          TRPO.rolloutLength,
          TRPO.gae,
          TRPO.advantageScaling,
          Step.DEFAULTS.withSearch(new LineSearch.None()),
          TRPO.value,
          TRPO.network,
          TRPO.normalization);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public TrpoConfig {
    Ranges.atLeastOne("envs", envs);
    Ranges.atLeastOne("rolloutLength", rolloutLength);
  }

  /// How the policy is changed.
  ///
  /// @param targetKl δ, how far the policy may move, at least 0 (for not at all), usually 0.001 to
  ///     0.05
  /// @param klDirection which divergence the search looks at
  /// @param damping added to the diagonal of the Fisher matrix, at least 0, usually 0.001 to 0.1
  /// @param conjugateGradient how well the step's direction is solved for
  /// @param search how much of the full step is taken
  public record Step(
      Schedule targetKl,
      KlDirection klDirection,
      double damping,
      ConjugateGradient.Config conjugateGradient,
      LineSearch search) {
    /// The defaults of Stable-Baselines3 Contrib 2, with `KL(old || new)`.
    public static final Step DEFAULTS =
        new Step(
            Schedule.constant(0.01),
            KlDirection.OLD_TO_NEW,
            0.1,
            ConjugateGradient.Config.DEFAULTS,
            LineSearch.Backtracking.DEFAULTS);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Step {
      Schedule.requireRange("targetKl", targetKl, 0, Double.MAX_VALUE);
      Ranges.notNegative("damping", damping);
    }

    /// This step with another search.
    ///
    /// @param other the search
    /// @return the step
    public Step withSearch(LineSearch other) {
      return new Step(targetKl, klDirection, damping, conjugateGradient, other);
    }
  }

  /// How the value is learned: by passes over the rollout in minibatches, without gradient
  /// clipping. What it shares with the policy is left to the policy's step.
  ///
  /// @param loss how far a value is from its target
  /// @param target what the value should become
  /// @param epochs passes over the rollout, at least 1
  /// @param minibatchSize samples of one gradient step, at least 1; capped at the rollout, the last
  ///   partial minibatch is kept
  /// @param learningRate the step size, at least 0, usually 1e-4 to 1e-3
  /// @param adam the optimiser's constants
  public record Value(
      ValueLoss loss,
      ValueTarget target,
      int epochs,
      int minibatchSize,
      Schedule learningRate,
      Adam.Config adam) {
    /// The defaults of Stable-Baselines3 Contrib 2.
    public static final Value DEFAULTS =
        new Value(
            new ValueLoss.SquaredError(),
            new ValueTarget.LambdaReturn(),
            10,
            128,
            Schedule.constant(1e-3),
            Adam.Config.DEFAULTS.withEpsilon(1e-5));

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Value {
      Ranges.atLeastOne("epochs", epochs);
      Ranges.atLeastOne("minibatchSize", minibatchSize);
      Schedule.requireRange("learningRate", learningRate, 0, Double.MAX_VALUE);
    }
  }
}
