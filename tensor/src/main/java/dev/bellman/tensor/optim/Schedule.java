package dev.bellman.tensor.optim;

/// A number that may change while training goes on.
@FunctionalInterface
public interface Schedule {
  /// The value at a point of training.
  ///
  /// @param progress the share of the total budget that is done, in [0, 1]
  /// @return the value
  double at(double progress);

  /// A value that does not change.
  ///
  /// @param value the value
  /// @return the schedule
  static Schedule constant(double value) {
    return new Constant(value);
  }

  /// A straight line; see [Linear].
  ///
  /// @param from the first value
  /// @param to the last value
  /// @return the schedule
  static Schedule linear(double from, double to) {
    return new Linear(from, to);
  }

  /// Checks the values of a schedule at the start, at the end and after each hundredth between.
  ///
  /// @param name what the message begins with
  /// @param schedule what is checked
  /// @param low the least value allowed
  /// @param high the greatest value allowed, infinite for any
  /// @throws IllegalArgumentException if a value is NaN or out of the range
  static void requireRange(String name, Schedule schedule, double low, double high) {
    for (int i = 0; i <= 100; i++) {
      int percent = i < 2 ? 100 * i : i - 1; // the ends first: they are what was asked for
      double value = schedule.at(percent / 100.0);
      if (!(value >= low && value <= high)) {
        throw new IllegalArgumentException(
            high < Double.MAX_VALUE
                ? "%s: must be in [%s, %s], got %s".formatted(name, low, high, value)
                : "%s: must be at least %s, got %s".formatted(name, low, value));
      }
    }
  }

  /// A value that does not change.
  ///
  /// @param value the value
  record Constant(double value) implements Schedule {
    @Override
    public double at(double progress) {
      return value;
    }
  }

  /// `from + (to - from) · progress`.
  ///
  /// @param from the value at the start
  /// @param to the value at the end
  record Linear(double from, double to) implements Schedule {
    @Override
    public double at(double progress) {
      return from + (to - from) * progress;
    }
  }

  /// A straight line over the first share of training, then its end: `from + (to - from) · min(1,
  /// progress / share)`.
  ///
  /// @param from the value at the start
  /// @param to the value from `share` on
  /// @param share the share of training after which nothing changes, in (0, 1]
  record LinearUntil(double from, double to, double share) implements Schedule {
    /// Checks the share.
    ///
    /// @throws IllegalArgumentException if it is not in (0, 1]
    public LinearUntil {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException("share: must be in (0, 1], got " + share);
      }
    }

    @Override
    public double at(double progress) {
      return progress < share ? from + (to - from) * (progress / share) : to;
    }
  }

  /// Half a cosine wave: `to + (from - to) · (1 + cos(π · progress)) / 2` (Loshchilov and Hutter
  /// 2017, arXiv:1608.03983, equation 5, without restarts).
  ///
  /// @param from the value at the start
  /// @param to the value at the end
  record Cosine(double from, double to) implements Schedule {
    @Override
    public double at(double progress) {
      return to + (from - to) * 0.5 * (1 + StrictMath.cos(Math.PI * progress));
    }
  }

  /// `from · (to / from)^progress`.
  ///
  /// @param from the value at the start, above 0
  /// @param to the value at the end, above 0
  record Exponential(double from, double to) implements Schedule {
    /// Checks the ends.
    ///
    /// @throws IllegalArgumentException if one of them is not above 0
    public Exponential {
      requirePositive("from", from);
      requirePositive("to", to);
    }

    private static void requirePositive(String name, double value) {
      if (!(value > 0)) {
        throw new IllegalArgumentException(name + ": must be above 0, got " + value);
      }
    }

    @Override
    public double at(double progress) {
      return from * StrictMath.pow(to / from, progress);
    }
  }

  /// Rises in a straight line from 0 to the first value of another schedule, which then runs over
  /// what is left.
  ///
  /// @param share the share of training spent rising, in [0, 1)
  /// @param then what follows
  record Warmup(double share, Schedule then) implements Schedule {
    /// Checks the share.
    ///
    /// @throws IllegalArgumentException if it is not in [0, 1)
    public Warmup {
      if (!(share >= 0 && share < 1)) {
        throw new IllegalArgumentException("share: must be in [0, 1), got " + share);
      }
    }

    @Override
    public double at(double progress) {
      return progress < share
          ? then.at(0) * (progress / share)
          : then.at((progress - share) / (1 - share));
    }
  }
}
