package dev.bellman.rl.tabular;

import dev.bellman.rl.math.Ranges;

/// The hyper-parameters of [Lstd].
///
/// @param envs N, environments that one system of equations is gathered from, at least 1
/// @param stepsPerIteration steps of each environment in one iteration, at least 1; the equations
///   are solved after each
/// @param gamma γ, the discount, in [0, 1]
/// @param lambda λ, how traces fade, in [0, 1]
/// @param ridge what is added to the diagonal of the equations, at least 0; above 0 where features
///   depend on one another, as those of several tilings do
/// @param features what is seen of an observation
public record LstdConfig(
    int envs, int stepsPerIteration, double gamma, double lambda, double ridge, Features features) {
  /// LSTD(0) of a table.
  public static final LstdConfig LSTD =
      new LstdConfig(1, 10_000, 0.99, 0, 1e-6, new Features.OneHot());

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public LstdConfig {
    Ranges.atLeastOne("envs", envs);
    Ranges.atLeastOne("stepsPerIteration", stepsPerIteration);
    Ranges.unit("gamma", gamma);
    Ranges.unit("lambda", lambda);
    Ranges.notNegative("ridge", ridge);
  }
}
