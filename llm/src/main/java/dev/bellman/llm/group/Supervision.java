package dev.bellman.llm.group;

import dev.bellman.llm.math.GroupAdvantage;
import dev.bellman.llm.math.ProcessAdvantage;

/// What of a group is compared. A variant is another value.
public sealed interface Supervision {
  /// The rewards of whole completions; each token of one has the same advantage.
  ///
  /// @param compared how a reward becomes an advantage
  record Outcome(GroupAdvantage compared) implements Supervision {}

  /// The rewards of steps (arXiv:2402.03300, section 4.1.3), which the task gives; a token's
  /// advantage is the sum of those of the steps that end at it or later. See [ProcessAdvantage].
  ///
  /// @param epsilon ε, at least 0
  /// @param unbiased whether the deviation divides by n - 1, else by n
  record Process(double epsilon, boolean unbiased) implements Supervision {
    /// The sample deviation and ε = 1e-4.
    public static final Process DEFAULTS = new Process(1e-4, true);

    /// Checks ε.
    ///
    /// @throws IllegalArgumentException if it is below 0 or not finite
    public Process {
      new ProcessAdvantage(epsilon, unbiased);
    }

    ProcessAdvantage advantage() {
      return new ProcessAdvantage(epsilon, unbiased);
    }
  }
}
