package dev.bellman.rl.sac;

import dev.bellman.rl.math.Ranges;
import java.util.OptionalDouble;

/// α, what an action's entropy is worth beside its reward. A variant is another value.
public sealed interface Temperature {
  /// {@return the first α}
  double initial();

  /// The entropy that α is to be learned for.
  ///
  /// @param actionSize A
  /// @return nats; empty if α stays as it is
  OptionalDouble target(int actionSize);

  /// A number that does not change.
  ///
  /// @param value α, at least 0; 0 if entropy is worth nothing
  record Fixed(double value) implements Temperature {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if it is below 0 or infinite
    public Fixed {
      Ranges.notNegative("value", value);
      Ranges.finite("value", value);
    }

    @Override
    public double initial() {
      return value;
    }

    @Override
    public OptionalDouble target(int actionSize) {
      return OptionalDouble.empty();
    }
  }

  /// Learned such that the entropy comes to be -A, with A coordinates of an action in [-1, 1]. The
  /// uniform distribution has A·log 2.
  ///
  /// @param initial the first α, above 0
  record Learned(double initial) implements Temperature {
    /// It begins at 1.
    public static final Learned DEFAULTS = new Learned(1);

    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if it is not above 0, or infinite
    public Learned {
      Ranges.aboveZero("initial", initial);
      Ranges.finite("initial", initial);
    }

    @Override
    public OptionalDouble target(int actionSize) {
      return OptionalDouble.of(-actionSize);
    }
  }

  /// Learned such that the entropy comes to be a given one.
  ///
  /// @param entropy nats, of all coordinates in [-1, 1] together, below A·log 2
  /// @param initial the first α, above 0
  record LearnedFor(double entropy, double initial) implements Temperature {
    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public LearnedFor {
      Ranges.finite("entropy", entropy);
      Ranges.aboveZero("initial", initial);
      Ranges.finite("initial", initial);
    }

    /// @throws IllegalArgumentException if no distribution over such actions has that much
    @Override
    public OptionalDouble target(int actionSize) {
      double most = actionSize * Math.log(2);
      if (entropy >= most) {
        throw new IllegalArgumentException(
            "temperature.learnedFor.entropy: must be below %.3f, that of uniform actions, got %s (is a minus missing?)"
                .formatted(most, entropy));
      }
      return OptionalDouble.of(entropy);
    }
  }
}
