package dev.bellman.rl.trpo;

import dev.bellman.rl.math.Ranges;
import java.util.function.DoublePredicate;

/// How much of the full step is taken. A variant is another value.
@FunctionalInterface
public interface LineSearch {
  /// Chooses a share of the full step.
  ///
  /// @param acceptable tries a share: whether the policy there is within the bound and better
  /// @return the share, 0 for no step
  double share(DoublePredicate acceptable);

  /// The full step, whatever comes of it: the natural policy gradient.
  record None() implements LineSearch {
    @Override
    public double share(DoublePredicate acceptable) {
      return 1;
    }
  }

  /// The first acceptable of the shares 1, f, f², ...; no step if none is.
  ///
  /// @param factor f, in (0, 1)
  /// @param tries shares that are tried at most, at least 1
  record Backtracking(double factor, int tries) implements LineSearch {
    /// Factor 0.8, 10 tries.
    public static final Backtracking DEFAULTS = new Backtracking(0.8, 10);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Backtracking {
      if (!(factor > 0 && factor < 1)) {
        throw new IllegalArgumentException("factor: must be in (0, 1), got " + factor);
      }
      Ranges.atLeastOne("tries", tries);
    }

    @Override
    public double share(DoublePredicate acceptable) {
      double share = 1;
      for (int i = 0; i < tries; i++) {
        if (acceptable.test(share)) {
          return share;
        }
        share *= factor;
      }
      return 0;
    }
  }
}
