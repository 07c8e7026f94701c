package dev.bellman.rl.tabular;

import dev.bellman.rl.math.Ranges;

/// The hyper-parameters of [TabularPrediction].
///
/// @param envs N, environments that one table learns from in turn, at least 1
/// @param stepsPerIteration steps of each environment in one iteration, at least 1: how often
///   metrics are written and a run can be stopped; it changes nothing of what is learned
/// @param gamma γ, the discount, in [0, 1]
/// @param stepSize α
/// @param method how the table learns
/// @param initialValue what each value begins with
/// @param bins the numbering of a [dev.bellman.rl.env.Box]'s observations; none for discrete ones
public record PredictionConfig(
    int envs,
    int stepsPerIteration,
    double gamma,
    StepSize stepSize,
    PredictionMethod method,
    double initialValue,
    Bins bins) {
  /// TD(0); values are means of their targets in the long run.
  public static final PredictionConfig TD =
      new PredictionConfig(
          1, 1000, 0.99, new StepSize.PerVisit(0.8), new PredictionMethod.Td(1), 0, Bins.NONE);

  /// Four rewards in each target.
  public static final PredictionConfig N_STEP_TD = TD.with(new PredictionMethod.Td(4));

  /// TD(λ).
  public static final PredictionConfig TD_LAMBDA =
      TD.with(new PredictionMethod.TdLambda(0.9, false));

  /// First-visit Monte Carlo: values are the means of returns.
  public static final PredictionConfig MONTE_CARLO =
      TD.with(new PredictionMethod.MonteCarlo(true)).with(new StepSize.PerVisit(1));

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public PredictionConfig {
    Ranges.atLeastOne("envs", envs);
    Ranges.atLeastOne("stepsPerIteration", stepsPerIteration);
    Ranges.unit("gamma", gamma);
  }

  /// These hyper-parameters with another method.
  ///
  /// @param other the method
  /// @return the changed configuration
  public PredictionConfig with(PredictionMethod other) {
    return new PredictionConfig(
        envs, stepsPerIteration, gamma, stepSize, other, initialValue, bins);
  }

  /// These hyper-parameters with another step size.
  ///
  /// @param other the step size
  /// @return the changed configuration
  public PredictionConfig with(StepSize other) {
    return new PredictionConfig(envs, stepsPerIteration, gamma, other, method, initialValue, bins);
  }

  /// These hyper-parameters with another discount.
  ///
  /// @param other γ
  /// @return the changed configuration
  public PredictionConfig withGamma(double other) {
    return new PredictionConfig(
        envs, stepsPerIteration, other, stepSize, method, initialValue, bins);
  }
}
