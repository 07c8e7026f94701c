package dev.bellman.rl.math;

/// Returns and n-step targets of one episode or of a piece of one, and how well values predict
/// them.
public final class Returns {
  private Returns() {}

  /// Discounted returns `G[t] = r[t] + γ·G[t+1]` (Sutton and Barto 2018, equation 3.9), from the
  /// last step backwards.
  ///
  /// @param rewards r, of T steps; not modified
  /// @param gamma γ
  /// @param lastValue what follows the last step: 0 after termination, V of the final observation
  ///   after truncation
  /// @return G, of T steps
  public static double[] discounted(double[] rewards, double gamma, double lastValue) {
    double[] returns = new double[rewards.length];
    double next = lastValue;
    for (int t = rewards.length - 1; t >= 0; t--) {
      next = rewards[t] + gamma * next;
      returns[t] = next;
    }
    return returns;
  }

  /// n-step targets `r[t] + γ·r[t+1] + … + γⁿ·V[t+n]` (Sutton and Barto 2018, equation 7.1); near
  /// the end the sum is shorter and ends in the last value.
  ///
  /// @param rewards r, of T steps; not modified
  /// @param values V of the T observations and of the one after them: T + 1 values; the last is 0
  ///   after termination. Not modified
  /// @param gamma γ
  /// @param n how many rewards at most, at least 1
  /// @return the targets, of T steps
  /// @throws IllegalArgumentException if n is below 1 or the lengths do not fit
  public static double[] nStep(double[] rewards, double[] values, double gamma, int n) {
    if (n < 1) {
      throw new IllegalArgumentException("n: must be at least 1, got " + n);
    }
    if (values.length != rewards.length + 1) {
      throw new IllegalArgumentException(
          "values: must be one more than the %d rewards, got %d"
              .formatted(rewards.length, values.length));
    }
    double[] targets = new double[rewards.length];
    for (int t = 0; t < rewards.length; t++) {
      int end = Math.min(t + n, rewards.length);
      double target = values[end];
      for (int k = end - 1; k >= t; k--) {
        target = rewards[k] + gamma * target;
      }
      targets[t] = target;
    }
    return targets;
  }

  /// How much of the targets' variance some values explain: `1 - Var(target - V) / Var(target)`.
  ///
  /// @param targets what V should be; not modified
  /// @param values V, at least as many; not modified
  /// @return at most 1; NaN if the targets do not vary
  public static double explainedVariance(float[] targets, float[] values) {
    int n = targets.length;
    double target = 0;
    double error = 0;
    for (int i = 0; i < n; i++) {
      target += (double) targets[i] / n;
      error += ((double) targets[i] - values[i]) / n;
    }
    double total = 0;
    double left = 0;
    boolean varies = false;
    for (int i = 0; i < n; i++) {
      double ofTarget = targets[i] - target;
      double ofError = (double) targets[i] - values[i] - error;
      total += ofTarget * ofTarget;
      left += ofError * ofError;
      varies |= targets[i] != targets[0];
    }
    return varies ? 1 - left / total : Double.NaN;
  }
}
