package dev.bellman.llm.math;

/// The chance that at least one of k samples is right, estimated without bias from n samples of
/// which c are right: `1 - (n-c choose k) / (n choose k)` (Chen et al. 2021, arXiv:2107.03374,
/// equation 1).
public final class PassAtK {
  private PassAtK() {}

  /// The estimate for one prompt.
  ///
  /// @param samples n
  /// @param right c, in [0, n]
  /// @param k in [1, n]
  /// @return in [0, 1]
  /// @throws IllegalArgumentException if a number is out of its range
  public static double of(int samples, int right, int k) {
    if (k < 1 || k > samples || right < 0 || right > samples) {
      throw new IllegalArgumentException(
          "pass@k: expected 1 <= k <= n and 0 <= right <= n, got k %d, n %d, right %d"
              .formatted(k, samples, right));
    }
    if (samples - right < k) {
      return 1;
    }
    double allWrong = 1;
    for (int i = samples - right + 1; i <= samples; i++) {
      allWrong *= 1 - (double) k / i;
    }
    return 1 - allWrong;
  }
}
