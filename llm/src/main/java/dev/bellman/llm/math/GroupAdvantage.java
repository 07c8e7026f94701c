package dev.bellman.llm.math;

/// What each completion's reward says beside those of the other completions of the same prompt. A
/// variant is another value. All is computed in double, and a group whose scored rewards are all
/// the same gives exact zeros, so that rounding is never divided by a small deviation.
@FunctionalInterface
public interface GroupAdvantage {
  /// The advantages of one group.
  ///
  /// @param rewards R of each completion; NaN for one that was not scored: it is left out of all
  ///   statistics and its advantage is 0; not modified
  /// @param from the group's first place
  /// @param to the place after its last one
  /// @param advantages Â, at the same places; modified
  void estimate(double[] rewards, int from, int to, double[] advantages);

  /// The advantages of one group.
  ///
  /// @param rewards R of each completion; NaN for one that was not scored
  /// @return Â of each
  default double[] of(double... rewards) {
    double[] advantages = new double[rewards.length];
    estimate(rewards, 0, rewards.length, advantages);
    return advantages;
  }

  /// `Â = (R - mean) / (std + ε)` (GRPO: Shao et al. 2024, arXiv:2402.03300, section 4.1.2).
  /// Libraries differ in ε and in the deviation; the paper says neither.
  ///
  /// @param epsilon ε, at least 0
  /// @param unbiased whether the deviation divides by n - 1, else by n
  record Standardized(double epsilon, boolean unbiased) implements GroupAdvantage {
    /// The sample deviation and ε = 1e-4.
    public static final Standardized DEFAULTS = new Standardized(1e-4, true);

    /// Checks ε.
    ///
    /// @throws IllegalArgumentException if it is below 0 or not finite
    public Standardized {
      Moments.requireEpsilon(epsilon);
    }

    @Override
    public void estimate(double[] rewards, int from, int to, double[] advantages) {
      Moments m = Moments.of(rewards, from, to);
      m.scale(rewards, from, to, 1 / (m.deviation(unbiased) + epsilon), advantages);
    }
  }

  /// `Â = R - mean` (Dr. GRPO: Liu et al. 2025, arXiv:2503.20783): prompts that are nearly always
  /// or nearly never solved weigh no more than others.
  record Centred() implements GroupAdvantage {
    @Override
    public void estimate(double[] rewards, int from, int to, double[] advantages) {
      Moments.of(rewards, from, to).scale(rewards, from, to, 1, advantages);
    }
  }

  /// `Â = R - mean of the others' R` (RLOO: Ahmadian et al. 2024, arXiv:2402.14740, equation 7),
  /// which is `n/(n - 1)` times the centred one.
  record LeaveOneOut() implements GroupAdvantage {
    @Override
    public void estimate(double[] rewards, int from, int to, double[] advantages) {
      Moments m = Moments.of(rewards, from, to);
      m.scale(rewards, from, to, m.count() / (m.count() - 1.0), advantages);
    }
  }
}
