package dev.bellman.rl.policy;

import dev.bellman.rl.math.Ranges;

/// How continuous actions vary around their mean. A variant is another value.
public sealed interface PolicyNoise {
  /// Each action is drawn anew, with a standard deviation that does not depend on the observation.
  record Independent() implements PolicyNoise {}

  /// The noise is a function of the observation; see [StateDependentNoise].
  ///
  /// @param sampleEvery after how many steps the function is drawn anew, at least 0; 0 if only when
  ///   a rollout starts
  record StateDependent(int sampleEvery) implements PolicyNoise {
    /// Drawn anew when a rollout starts.
    public static final StateDependent DEFAULTS = new StateDependent(0);

    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if it is below 0
    public StateDependent {
      Ranges.notNegative("sampleEvery", sampleEvery);
    }
  }
}
