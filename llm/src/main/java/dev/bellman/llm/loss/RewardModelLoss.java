package dev.bellman.llm.loss;

import dev.bellman.tensor.Tensor;

/// A reward model's loss on pairs of completions, `-log σ(R_w - R_l - m) + λ·(R_w + R_l)²`: the
/// Bradley-Terry model's likelihood that the chosen one is preferred (Ouyang et al. 2022,
/// arXiv:2203.02155, equation 1), with a margin m and a term that keeps scores around 0. Without
/// that term, adding a number to both scores changes nothing.
///
/// @param margin m, by how much the chosen one is to be better, at least 0
/// @param centring λ, the weight of the squared sum, at least 0; 0.01 is usual
public record RewardModelLoss(double margin, double centring) {
  /// Neither margin nor centring.
  public static final RewardModelLoss DEFAULTS = new RewardModelLoss(0, 0);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is below 0 or not finite
  public RewardModelLoss {
    if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("margin: must be at least 0 and finite, got " + margin);
    }
    if (!(centring >= 0 && centring < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "centring: must be at least 0 and finite, got " + centring);
    }
  }

  /// The loss of each pair. Shards divide the sum of theirs by the pairs of the whole batch.
  ///
  /// @param chosen R_w, the scores of the completions that were preferred, `[B]`
  /// @param rejected R_l, the scores of the others, `[B]`
  /// @return shape `[B]`, to be minimised; ln 2 for equal scores without margin
  public Tensor of(Tensor chosen, Tensor rejected) {
    Tensor likelihood = rejected.sub(chosen).add((float) margin).softplus(); // -log σ(x) = sp(-x)
    return centring == 0
        ? likelihood
        : likelihood.add(chosen.add(rejected).square().mul((float) centring));
  }
}
