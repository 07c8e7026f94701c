package dev.bellman.rl.tabular;

import dev.bellman.tensor.optim.Schedule;

/// How far a value is moved towards its target.
public interface StepSize {
  /// α for one update.
  ///
  /// @param visits how often the value was changed before
  /// @param progress the share of the total budget that is done, in [0, 1]
  /// @return α, in [0, 1]
  double at(int visits, double progress);

  /// The same for every value.
  ///
  /// @param alpha α, in [0, 1]
  record Scheduled(Schedule alpha) implements StepSize {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if α is not in [0, 1]
    public Scheduled {
      Schedule.requireRange("alpha", alpha, 0, 1);
    }

    @Override
    public double at(int visits, double progress) {
      return alpha.at(progress);
    }
  }

  /// `1 / (n + 1)^exponent` at the n + 1-th visit: with exponent 1 the value is the mean of its
  /// targets; above 0.5 the conditions of Robbins and Monro hold.
  ///
  /// @param exponent the exponent, in (0.5, 1]
  record PerVisit(double exponent) implements StepSize {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if the exponent is not in (0.5, 1]
    public PerVisit {
      if (!(exponent > 0.5 && exponent <= 1)) {
        throw new IllegalArgumentException("exponent: must be in (0.5, 1], got " + exponent);
      }
    }

    @Override
    public double at(int visits, double progress) {
      return exponent == 1 ? 1.0 / (visits + 1) : 1 / StrictMath.pow(visits + 1, exponent);
    }
  }
}
