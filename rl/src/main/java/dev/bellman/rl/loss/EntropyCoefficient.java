package dev.bellman.rl.loss;

import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.optim.Schedule;
import java.util.function.DoubleSupplier;

/// c_e, the weight of the entropy bonus. A variant is another value; one that is controlled is
/// replaced after each iteration, never changed.
public interface EntropyCoefficient {
  /// The weight now.
  ///
  /// @param progress the share of training that is done, in [0, 1]
  /// @return c_e, at least 0
  double at(double progress);

  /// What follows an iteration.
  ///
  /// @param entropy measures the mean entropy of the policy over the whole batch, in nats
  /// @return the weight of the next iteration
  default EntropyCoefficient next(DoubleSupplier entropy) {
    return this;
  }

  /// This rule with another weight, such as one that was saved.
  ///
  /// @param coefficient c_e
  /// @return the weight; this if it is not controlled
  default EntropyCoefficient with(double coefficient) {
    return this;
  }

  /// A weight that does not change.
  ///
  /// @param coefficient c_e, at least 0
  /// @return the weight
  static EntropyCoefficient constant(double coefficient) {
    return new Scheduled(Schedule.constant(coefficient));
  }

  /// A weight by schedule.
  ///
  /// @param coefficient c_e, at least 0
  record Scheduled(Schedule coefficient) implements EntropyCoefficient {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if it begins or ends below 0
    public Scheduled {
      Schedule.requireRange("coefficient", coefficient, 0, Double.MAX_VALUE);
    }

    @Override
    public double at(double progress) {
      return coefficient.at(progress);
    }
  }

  /// A weight that keeps the entropy near a target: `log c_e ← log c_e + stepSize · (target - H)`
  /// after each iteration, with the mean entropy H of the policy over the whole batch. This is the
  /// rule of soft actor-critic's temperature (Haarnoja et al. 2018, arXiv:1812.05905, section 5),
  /// once an iteration. A target that no policy has, such as one above log A for A discrete
  /// actions, lets the weight come to its limit: it stays in [1e-6, 1e6].
  ///
  /// @param target the entropy to keep near, in nats; may be below 0 for continuous actions
  /// @param coefficient c_e of the next iteration, above 0
  /// @param stepSize how fast the weight moves, above 0
  record Target(double target, double coefficient, double stepSize) implements EntropyCoefficient {
    private static final double LEAST = 1e-6;
    private static final double GREATEST = 1e6;

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Target {
      Ranges.finite("target", target);
      Ranges.aboveZero("coefficient", coefficient);
      Ranges.finite("coefficient", coefficient);
      Ranges.aboveZero("stepSize", stepSize);
      Ranges.finite("stepSize", stepSize);
    }

    @Override
    public double at(double progress) {
      return coefficient;
    }

    @Override
    public Target next(DoubleSupplier entropy) {
      double change = stepSize * (target - entropy.getAsDouble());
      if (Double.isNaN(change)) {
        return this; // the run has diverged, which is for others to say
      }
      return with(Math.clamp(coefficient * StrictMath.exp(change), LEAST, GREATEST));
    }

    @Override
    public Target with(double other) {
      return new Target(target, other, stepSize);
    }
  }
}
