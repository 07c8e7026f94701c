package dev.bellman.rl.tabular;

import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.optim.Schedule;

/// The hyper-parameters of [TabularControl].
///
/// @param envs N, environments that one table learns from in turn, at least 1
/// @param stepsPerIteration steps of each environment in one iteration, at least 1: how often
///   metrics are written and a run can be stopped; it changes nothing of what is learned
/// @param gamma γ, the discount, in [0, 1]
/// @param stepSize α
/// @param behaviour the policy that acts
/// @param method how the table learns, and of which policy
/// @param initialValue what each action value begins with; a high one makes every action be tried
/// @param bins the numbering of a [dev.bellman.rl.env.Box]'s observations; none for discrete ones
public record ControlConfig(
    int envs,
    int stepsPerIteration,
    double gamma,
    StepSize stepSize,
    Exploration behaviour,
    ControlMethod method,
    double initialValue,
    Bins bins) {
  private static final Exploration BEHAVIOUR =
      new Exploration.EpsilonGreedy(Schedule.linear(1, 0.05));

  /// Q-learning: off-policy, the target policy is greedy.
  public static final ControlConfig Q_LEARNING =
      new ControlConfig(
          1,
          1000,
          0.99,
          new StepSize.Scheduled(Schedule.constant(0.1)),
          BEHAVIOUR,
          new ControlMethod.OneStep(new Bootstrap.Max()),
          0,
          Bins.NONE);

  /// SARSA: on-policy, by the action that the behaviour takes next.
  public static final ControlConfig SARSA =
      Q_LEARNING.with(new ControlMethod.OneStep(new Bootstrap.NextAction()));

  /// Expected SARSA: on-policy, by the behaviour's expectation.
  public static final ControlConfig EXPECTED_SARSA =
      Q_LEARNING.with(new ControlMethod.OneStep(new Bootstrap.Expectation()));

  /// Double Q-learning.
  public static final ControlConfig DOUBLE_Q_LEARNING =
      Q_LEARNING.with(new ControlMethod.DoubleQ());

  /// SARSA with four rewards in each target.
  public static final ControlConfig N_STEP_SARSA =
      Q_LEARNING.with(new ControlMethod.NStep(4, new Bootstrap.NextAction()));

  /// Watkins's Q(λ).
  public static final ControlConfig WATKINS_Q =
      Q_LEARNING.with(new ControlMethod.WatkinsQ(0.9, true));

  /// First-visit Monte Carlo control.
  public static final ControlConfig MONTE_CARLO_CONTROL =
      Q_LEARNING
          .with(new ControlMethod.MonteCarlo(true))
          .with(new StepSize.Scheduled(Schedule.constant(0.05)));

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public ControlConfig {
    Ranges.atLeastOne("envs", envs);
    Ranges.atLeastOne("stepsPerIteration", stepsPerIteration);
    Ranges.unit("gamma", gamma);
  }

  /// These hyper-parameters with another method.
  ///
  /// @param other the method
  /// @return the changed configuration
  public ControlConfig with(ControlMethod other) {
    return new ControlConfig(
        envs, stepsPerIteration, gamma, stepSize, behaviour, other, initialValue, bins);
  }

  /// These hyper-parameters with another behaviour policy.
  ///
  /// @param other the behaviour
  /// @return the changed configuration
  public ControlConfig with(Exploration other) {
    return new ControlConfig(
        envs, stepsPerIteration, gamma, stepSize, other, method, initialValue, bins);
  }

  /// These hyper-parameters with another step size.
  ///
  /// @param other the step size
  /// @return the changed configuration
  public ControlConfig with(StepSize other) {
    return new ControlConfig(
        envs, stepsPerIteration, gamma, other, behaviour, method, initialValue, bins);
  }
}
