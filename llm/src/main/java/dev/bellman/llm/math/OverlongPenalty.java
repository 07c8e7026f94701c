package dev.bellman.llm.math;

/// DAPO's soft penalty for long completions (Yu et al. 2025, arXiv:2503.14476, equation 13), to be
/// added to the reward: 0 up to L - C tokens, falling along a line to -1 at L, -1 beyond.
///
/// @param maxLength L, from which length on the penalty is whole, in tokens
/// @param cache C, over how many tokens it grows, in [1, L]
public record OverlongPenalty(int maxLength, int cache) {
  /// Checks the lengths.
  ///
  /// @throws IllegalArgumentException if the cache is not in [1, maxLength]
  public OverlongPenalty {
    if (cache < 1 || cache > maxLength) {
      throw new IllegalArgumentException(
          "cache: must be in [1, maxLength = %d], got %d".formatted(maxLength, cache));
    }
  }

  /// The penalty.
  ///
  /// @param length |y|, how many tokens were written
  /// @return in [-1, 0]
  public double of(int length) {
    int free = maxLength - cache;
    return length <= free ? 0 : Math.max(-1.0, (double) (free - length) / cache);
  }
}
