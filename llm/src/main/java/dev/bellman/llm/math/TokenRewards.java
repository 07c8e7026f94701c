package dev.bellman.llm.math;

/// Rewards of tokens from the score of a whole completion, with a penalty for leaving the reference
/// (Ziegler et al. 2019, arXiv:1909.08593, equation 2; Ouyang et al. 2022, arXiv:2203.02155):
/// `r[t] = -β·k1[t] + 1[t = T]·R` with `k1[t] = log π_old - log π_ref` of the token.
///
/// **Deviation**: the score stands at the last token itself, the end token if there is one; some
/// libraries put it one place later.
public final class TokenRewards {
  private TokenRewards() {}

  /// The reward of each token of one completion.
  ///
  /// @param score R, given once
  /// @param beta β, at least 0
  /// @param logpOld log π_old of each token; not modified
  /// @param logpRef log π_ref of each token; not modified
  /// @param from the completion's first place
  /// @param to the place after its last one
  /// @param rewards r, at the same places; modified
  public static void of(
      double score,
      double beta,
      double[] logpOld,
      double[] logpRef,
      int from,
      int to,
      double[] rewards) {
    for (int t = from; t < to; t++) {
      rewards[t] = -beta * KlEstimator.K1.of(logpRef[t] - logpOld[t]);
    }
    rewards[to - 1] += score;
  }

  /// The reward of a whole completion, `R - β·Σ k1[t]`: the sum of its tokens' rewards.
  ///
  /// @param score R
  /// @param beta β, at least 0
  /// @param logpOld log π_old of each token; not modified
  /// @param logpRef log π_ref of each token; not modified
  /// @param from the completion's first place
  /// @param to the place after its last one
  /// @return the reward
  public static double sum(
      double score, double beta, double[] logpOld, double[] logpRef, int from, int to) {
    double divergence = 0;
    for (int t = from; t < to; t++) {
      divergence += KlEstimator.K1.of(logpRef[t] - logpOld[t]);
    }
    return score - beta * divergence;
  }
}
