package dev.bellman.llm.loss;

import dev.bellman.tensor.Tensor;

/// How the divergence from the reference is put into a loss, token by token; log ρ = log π_ref -
/// log π of the token that was written (Schulman, "Approximating KL divergence", 2020). Values and
/// gradients differ: what the mean of a form over π's own samples becomes when it is
/// differentiated stands beside each.
public enum KlForm {
  /// `-log ρ`. Its expected gradient is 0: as a loss it does nothing but add noise. It belongs into
  /// the reward.
  K1 {
    @Override
    Tensor of(TokenTerms terms) {
      return terms.logRatioToReference().neg();
    }
  },

  /// `½·log² ρ`. Its expected gradient is that of KL(π ‖ π_ref); its value is biased.
  K2 {
    @Override
    Tensor of(TokenTerms terms) {
      return terms.logRatioToReference().square().mul(0.5f);
    }
  },

  /// `ρ - 1 - log ρ` (GRPO: Shao et al. 2024, arXiv:2402.03300, equation 4). Its value is without
  /// bias; its expected gradient is that of the other direction, KL(π_ref ‖ π). log ρ is limited to
  /// ±20, outside of which no gradient flows, so that ρ stays finite.
  K3 {
    @Override
    Tensor of(TokenTerms terms) {
      Tensor logRho = terms.logRatioToReference().clamp(-LIMIT, LIMIT);
      return logRho.exp().sub(1f).sub(logRho);
    }
  },

  /// KL(π ‖ π_ref) summed over the vocabulary ([ExactKl]): value and gradient without bias and
  /// without noise.
  EXACT {
    @Override
    Tensor of(TokenTerms terms) {
      TokenTerms.Vocabulary vocabulary = terms.vocabulary();
      if (vocabulary == null) {
        throw new IllegalArgumentException(
            "terms.vocabulary: expected log-probabilities of every token for kl EXACT, got none"
                + " (take K3)");
      }
      return terms.kept(ExactKl.of(vocabulary.logp(), vocabulary.logpRef()));
    }
  };

  /// The greatest logarithm of a ratio whose exponential is taken; e^20 is 4.9e8.
  static final float LIMIT = 20f;

  /// The form at each token, `[N]`; 0 where it does not count.
  abstract Tensor of(TokenTerms terms);
}
