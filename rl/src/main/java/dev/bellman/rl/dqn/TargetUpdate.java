package dev.bellman.rl.dqn;

import dev.bellman.rl.math.Ranges;

/// How the target network follows the online network. A variant is another value.
public sealed interface TargetUpdate {
  /// The share of the way that the target network goes after environment steps.
  ///
  /// @param before the environment steps before
  /// @param after the environment steps now
  /// @return 1 for a copy, 0 if it stays
  double shareAfterEnvSteps(long before, long after);

  /// The share of the way that the target network goes after a gradient step.
  ///
  /// @param gradientSteps the gradient steps so far, with this one
  /// @return τ, or 0 if it stays
  double shareAfterGradientStep(long gradientSteps);

  /// A copy now and then.
  ///
  /// @param everyEnvSteps environment steps, in all environments together, between two copies, at
  ///   least 1; those before learning starts count, as in Stable-Baselines3
  record Hard(long everyEnvSteps) implements TargetUpdate {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if the number is below 1
    public Hard {
      Ranges.atLeastOne("everyEnvSteps", everyEnvSteps);
    }

    @Override
    public double shareAfterEnvSteps(long before, long after) {
      return after / everyEnvSteps > before / everyEnvSteps ? 1 : 0;
    }

    @Override
    public double shareAfterGradientStep(long gradientSteps) {
      return 0;
    }
  }

  /// A step in its direction: `θ⁻ ← θ⁻ + τ·(θ - θ⁻)`.
  ///
  /// @param tau τ, in (0, 1]
  /// @param everyGradientSteps gradient steps between two such steps, at least 1
  record Polyak(double tau, long everyGradientSteps) implements TargetUpdate {
    /// After each gradient step, half a percent of the way.
    public static final Polyak DEFAULTS = new Polyak(0.005, 1);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Polyak {
      Ranges.aboveZero("tau", tau);
      Ranges.unit("tau", tau);
      Ranges.atLeastOne("everyGradientSteps", everyGradientSteps);
    }

    @Override
    public double shareAfterEnvSteps(long before, long after) {
      return 0;
    }

    @Override
    public double shareAfterGradientStep(long gradientSteps) {
      return gradientSteps % everyGradientSteps == 0 ? tau : 0;
    }
  }
}
