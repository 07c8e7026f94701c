package dev.bellman.rl.data;

import dev.bellman.rl.math.Ranges;

/// How many gradient steps follow when environments were stepped. A variant is another value.
public sealed interface GradientSteps {
  /// The number of gradient steps.
  ///
  /// @param envSteps the steps just taken, in all environments together
  /// @return at least 1
  long after(long envSteps);

  /// Always the same number.
  ///
  /// @param count the number, at least 1
  record Fixed(int count) implements GradientSteps {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if the number is below 1
    public Fixed {
      Ranges.atLeastOne("count", count);
    }

    @Override
    public long after(long envSteps) {
      return count;
    }
  }

  /// As many as environment steps, in all environments together.
  record PerEnvStep() implements GradientSteps {
    @Override
    public long after(long envSteps) {
      return envSteps;
    }
  }
}
