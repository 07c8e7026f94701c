package dev.bellman.rl.tabular;

import dev.bellman.rl.math.Ranges;

/// The hyper-parameters of [Lspi].
///
/// @param envs N, environments that steps are collected from, at least 1
/// @param stepsPerIteration steps of each environment in one iteration, at least 1; policy
///   iteration begins anew after each, on all steps so far
/// @param gamma γ, the discount, in [0, 1]
/// @param behaviour the policy that collects; it can't be one that counts visits
/// @param rounds how many policies are evaluated in one iteration at most, at least 1
/// @param tolerance when weights count as settled: no one changed by more, at least 0
/// @param ridge what is added to the diagonal of the equations, at least 0; above 0 where features
///   depend on one another, as those of several tilings do
/// @param features what is seen of an observation
public record LspiConfig(
    int envs,
    int stepsPerIteration,
    double gamma,
    Exploration behaviour,
    int rounds,
    double tolerance,
    double ridge,
    Features features) {
  /// Random steps, as in the paper.
  public static final LspiConfig LSPI =
      new LspiConfig(
          1, 10_000, 0.99, new Exploration.Uniform(), 20, 1e-6, 1e-6, new Features.OneHot());

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range or the policy counts visits
  public LspiConfig {
    Ranges.atLeastOne("envs", envs);
    Ranges.atLeastOne("stepsPerIteration", stepsPerIteration);
    Ranges.unit("gamma", gamma);
    LinearConfig.refuseCounting("behaviour", behaviour);
    Ranges.atLeastOne("rounds", rounds);
    Ranges.notNegative("tolerance", tolerance);
    Ranges.notNegative("ridge", ridge);
  }
}
