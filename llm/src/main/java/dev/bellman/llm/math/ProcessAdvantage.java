package dev.bellman.llm.math;

/// Advantages of tokens from rewards of steps (process supervision: Shao et al. 2024,
/// arXiv:2402.03300, section 4.1.3). Step j of completion i ends at token e[i,j] with reward
/// ρ[i,j]; the rewards are standardised over all steps of the whole group, `ρ~ = (ρ - mean) / (std
/// + ε)`, and a token's advantage is the sum of those of the steps that end at it or later, `Â[i,t]
/// = Σ ρ~[i,j]` over e[i,j] ≥ t.
///
/// **Deviations**: the paper has no ε; rewards that are all the same give exact zeros; a reward
/// that is NaN is left out and adds 0.
///
/// @param epsilon ε, at least 0
/// @param unbiased whether the deviation divides by n - 1, else by n
public record ProcessAdvantage(double epsilon, boolean unbiased) {
  /// The sample deviation and ε = 1e-4.
  public static final ProcessAdvantage DEFAULTS = new ProcessAdvantage(1e-4, true);

  /// Checks ε.
  ///
  /// @throws IllegalArgumentException if it is below 0 or not finite
  public ProcessAdvantage {
    Moments.requireEpsilon(epsilon);
  }

  /// The steps of one completion.
  ///
  /// @param rewards ρ of each step
  /// @param ends the place of each step's last token, rising, in [0, length)
  /// @param length T, how many tokens the completion has
  public record Steps(double[] rewards, int[] ends, int length) {
    /// Checks the places.
    ///
    /// @throws IllegalArgumentException if the steps do not fit into the completion
    public Steps {
      if (rewards.length != ends.length) {
        throw new IllegalArgumentException(
            "steps: expected one end for each of %d rewards, got %d"
                .formatted(rewards.length, ends.length));
      }
      int last = -1;
      for (int end : ends) {
        if (end <= last || end >= length) {
          throw new IllegalArgumentException(
              "steps: ends must rise within [0, %d), got %d after %d".formatted(length, end, last));
        }
        last = end;
      }
    }
  }

  /// The advantages of one group.
  ///
  /// @param group the steps of each completion
  /// @return Â of each token of each completion; 0 behind the last step
  public double[][] of(Steps... group) {
    int count = 0;
    for (Steps steps : group) {
      count += steps.rewards().length;
    }
    double[] all = new double[count];
    int place = 0;
    for (Steps steps : group) {
      System.arraycopy(steps.rewards(), 0, all, place, steps.rewards().length);
      place += steps.rewards().length;
    }
    new GroupAdvantage.Standardized(epsilon, unbiased).estimate(all, 0, count, all);
    double[][] advantages = new double[group.length][];
    place = 0;
    for (int i = 0; i < group.length; i++) {
      advantages[i] = suffixSums(group[i], all, place);
      place += group[i].rewards().length;
    }
    return advantages;
  }

  private static double[] suffixSums(Steps steps, double[] normalised, int first) {
    double[] advantages = new double[steps.length()];
    double sum = 0;
    int step = steps.ends().length - 1;
    for (int t = steps.length() - 1; t >= 0; t--) {
      if (step >= 0 && steps.ends()[step] == t) {
        sum += normalised[first + step];
        step--;
      }
      advantages[t] = sum;
    }
    return advantages;
  }
}
