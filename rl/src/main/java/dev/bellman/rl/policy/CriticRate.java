package dev.bellman.rl.policy;

import dev.bellman.tensor.optim.ParameterGroup;
import dev.bellman.tensor.optim.Schedule;

/// How fast a value learns beside its policy. It holds for the parameters that belong to the value
/// alone; what policy and value share learns at the policy's rate.
@FunctionalInterface
public interface CriticRate {
  /// The parameters that belong to the value alone: those whose names start with `critic.`.
  ParameterGroup GROUP = new ParameterGroup("critic.", 1);

  /// The step size of the value's parameters.
  ///
  /// @param progress the share of training that is done, in [0, 1]
  /// @param policyRate the step size of the policy's parameters now
  /// @return at least 0
  double at(double progress, double policyRate);

  /// The policy's.
  record AsPolicy() implements CriticRate {
    @Override
    public double at(double progress, double policyRate) {
      return policyRate;
    }
  }

  /// One of its own.
  ///
  /// @param schedule the step size, at least 0
  record Own(Schedule schedule) implements CriticRate {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if it begins or ends below 0
    public Own {
      Schedule.requireRange("schedule", schedule, 0, Double.MAX_VALUE);
    }

    @Override
    public double at(double progress, double policyRate) {
      return schedule.at(progress);
    }
  }
}
