package dev.bellman.rl.data;

import dev.bellman.rl.math.Ranges;

/// How many gradient steps follow some environment steps. A variant is another value.
@FunctionalInterface
public interface GradientSteps {
  /// The number of gradient steps.
  ///
  /// @param envSteps the steps in all environments together since the last gradient step
  /// @return at least 0
  int after(int envSteps);

  /// A number that does not depend on how many environments there are.
  ///
  /// @param count the number, at least 1
  record Fixed(int count) implements GradientSteps {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if it is below 1
    public Fixed {
      Ranges.atLeastOne("count", count);
    }

    @Override
    public int after(int envSteps) {
      return count;
    }
  }

  /// One for each step of each environment.
  record PerEnvStep() implements GradientSteps {
    @Override
    public int after(int envSteps) {
      return envSteps;
    }
  }
}
