package dev.bellman.rl.math;

/// What is taken off a return before it weighs its action, to make the gradient vary less. A
/// variant is another value.
///
/// The gradient stays unbiased if the baseline does not depend on the action: V of the state and
/// the mean of other episodes do not, the mean of a batch that holds the episode itself does.
@FunctionalInterface
public interface Baseline {
  /// What is known of the steps of E episodes; all arrays have one entry for each step.
  ///
  /// @param returns what each action is credited with
  /// @param values V(s) of each step
  /// @param episode the number of each step's episode, from 0 to `E - 1`
  /// @param episodes E
  record Steps(float[] returns, float[] values, int[] episode, int episodes) {
    /// The mean of each episode's returns.
    ///
    /// @return one for each episode
    public double[] episodeMeans() {
      double[] sums = new double[episodes];
      int[] counts = new int[episodes];
      for (int i = 0; i < episode.length; i++) {
        sums[episode[i]] += returns[i];
        counts[episode[i]]++;
      }
      for (int e = 0; e < episodes; e++) {
        sums[e] /= counts[e];
      }
      return sums;
    }
  }

  /// Fills in advantages: returns without the baseline.
  ///
  /// @param steps the steps; not modified
  /// @param advantages one for each step; modified
  void subtract(Steps steps, float[] advantages);

  /// Whether it needs V.
  ///
  /// @return true if V must be learned
  default boolean learned() {
    return false;
  }

  /// Nothing is taken off.
  record None() implements Baseline {
    @Override
    public void subtract(Steps steps, float[] advantages) {
      System.arraycopy(steps.returns, 0, advantages, 0, steps.returns.length);
    }
  }

  /// The mean over all E episodes, the step's own among them: the gradient shrinks by `(E - 1) / E`
  /// for episodes of the same length. An episode counts with the mean of its returns.
  record BatchMean() implements Baseline {
    @Override
    public void subtract(Steps steps, float[] advantages) {
      double sum = 0;
      for (double mean : steps.episodeMeans()) {
        sum += mean;
      }
      float baseline = (float) (sum / steps.episodes);
      for (int i = 0; i < steps.returns.length; i++) {
        advantages[i] = steps.returns[i] - baseline;
      }
    }
  }

  /// The mean over the other `E - 1` episodes (Kool et al. 2019, "Buy 4 REINFORCE samples, get a
  /// baseline for free!"): unbiased. One episode alone has no baseline.
  record LeaveOneOut() implements Baseline {
    @Override
    public void subtract(Steps steps, float[] advantages) {
      double[] means = steps.episodeMeans();
      double sum = 0;
      for (double mean : means) {
        sum += mean;
      }
      int others = Math.max(1, steps.episodes - 1);
      for (int i = 0; i < steps.returns.length; i++) {
        advantages[i] = steps.returns[i] - (float) ((sum - means[steps.episode[i]]) / others);
      }
    }
  }

  /// V of the state, which is learned from the rewards that came after it.
  record LearnedValue() implements Baseline {
    @Override
    public void subtract(Steps steps, float[] advantages) {
      for (int i = 0; i < steps.returns.length; i++) {
        advantages[i] = steps.returns[i] - steps.values[i];
      }
    }

    @Override
    public boolean learned() {
      return true;
    }
  }
}
