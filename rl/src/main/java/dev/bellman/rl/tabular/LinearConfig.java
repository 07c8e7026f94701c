package dev.bellman.rl.tabular;

import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.optim.Schedule;

/// The hyper-parameters of [LinearControl].
///
/// @param envs N, environments that one set of weights learns from in turn, at least 1
/// @param stepsPerIteration steps of each environment in one iteration, at least 1: how often
///   metrics are written and a run can be stopped; it changes nothing of what is learned
/// @param gamma γ, the discount, in [0, 1]
/// @param alpha α, in [0, 1]: the share of the error that an update takes away
/// @param behaviour the policy that acts; it can't be one that counts visits
/// @param target the policy that is learned about, by what it takes the next state to be worth
/// @param initialValue what each action value begins with; a high one makes every action be tried
/// @param features what is seen of an observation
public record LinearConfig(
    int envs,
    int stepsPerIteration,
    double gamma,
    Schedule alpha,
    Exploration behaviour,
    Bootstrap target,
    double initialValue,
    Features features) {
  /// Semi-gradient SARSA.
  public static final LinearConfig LINEAR_SARSA =
      new LinearConfig(
          1,
          1000,
          0.99,
          Schedule.constant(0.1),
          new Exploration.EpsilonGreedy(Schedule.linear(0.1, 0.01)),
          new Bootstrap.NextAction(),
          0,
          new Features.OneHot());

  /// Semi-gradient Q-learning.
  public static final LinearConfig LINEAR_Q_LEARNING = LINEAR_SARSA.with(new Bootstrap.Max());

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range or a policy counts visits
  public LinearConfig {
    Ranges.atLeastOne("envs", envs);
    Ranges.atLeastOne("stepsPerIteration", stepsPerIteration);
    Ranges.unit("gamma", gamma);
    Schedule.requireRange("alpha", alpha, 0, 1);
    refuseCounting("behaviour", behaviour);
    if (target instanceof Bootstrap.Of(Exploration policy)) {
      refuseCounting("target.of.policy", policy);
    }
  }

  static void refuseCounting(String path, Exploration policy) {
    if (policy instanceof Exploration.Ucb) {
      throw new IllegalArgumentException(
          path + ": must not count visits, which features have none of, got ucb (take boltzmann)");
    }
  }

  /// These hyper-parameters with another target.
  ///
  /// @param other the target
  /// @return the changed configuration
  public LinearConfig with(Bootstrap other) {
    return new LinearConfig(
        envs, stepsPerIteration, gamma, alpha, behaviour, other, initialValue, features);
  }

  /// These hyper-parameters with other features.
  ///
  /// @param other the features
  /// @return the changed configuration
  public LinearConfig with(Features other) {
    return new LinearConfig(
        envs, stepsPerIteration, gamma, alpha, behaviour, target, initialValue, other);
  }

  /// These hyper-parameters with another behaviour policy.
  ///
  /// @param other the behaviour
  /// @return the changed configuration
  public LinearConfig with(Exploration other) {
    return new LinearConfig(
        envs, stepsPerIteration, gamma, alpha, other, target, initialValue, features);
  }
}
