package dev.bellman.rl.math;

import java.util.Arrays;

/// How far K quantiles θ are from the distribution of K' equally probable values (Dabney et al.
/// 2018, arXiv:1710.10044, equation 10). θ_i stands for the level `τ_i = (i + 1/2) / K`. With `u =
/// target_j - θ_i` and Huber's loss L of limit κ it is
///
/// ```
/// Σ_i mean_j |τ_i - 1{u < 0}| · L(u) / κ
/// ```
///
/// Computed pair by pair in arrays, with its gradient: as tensors, the pairs of a batch would cost
/// many times as much. The inner loop has no branches.
///
/// @param kappa κ, above 0
public record QuantileHuber(double kappa) {
  /// Checks the range.
  ///
  /// @throws IllegalArgumentException if κ is not above 0
  public QuantileHuber {
    Ranges.aboveZero("kappa", kappa);
  }

  /// Computes the loss of one row and its gradient.
  ///
  /// @param theta θ, `[K]` from `first`; not modified
  /// @param first the place of the row's first quantile, in `theta` and `gradient`
  /// @param k K
  /// @param target what the quantiles should describe, `[K']` from `firstTarget`; not modified
  /// @param firstTarget the place of the row's first value
  /// @param targets K'
  /// @param losses scratch, at least K; modified
  /// @param gradient receives the derivative with respect to θ; modified
  /// @return the loss
  public float of(
      float[] theta,
      int first,
      int k,
      float[] target,
      int firstTarget,
      int targets,
      float[] losses,
      float[] gradient) {
    Arrays.fill(losses, 0, k, 0f);
    Arrays.fill(gradient, first, first + k, 0f);
    float limit = (float) kappa;
    for (int j = firstTarget; j < firstTarget + targets; j++) {
      addPairs(theta, first, k, target[j], limit, losses, gradient);
    }
    float scale = 1f / (limit * targets);
    float sum = 0;
    for (int i = 0; i < k; i++) {
      sum += losses[i];
      gradient[first + i] *= scale;
    }
    return sum * scale;
  }

  /// One target against all quantiles. With c⁺ = clamp(u, 0, κ) and c⁻ = clamp(-u, 0, κ), `L(u) =
  /// c⁺·(u - c⁺/2) + c⁻·(-u - c⁻/2)`, of which one half is 0.
  private static void addPairs(
      float[] theta, int first, int k, float value, float limit, float[] losses, float[] gradient) {
    float step = 1f / k;
    for (int i = 0; i < k; i++) {
      float level = (i + 0.5f) * step;
      float u = value - theta[first + i];
      float above = Math.min(Math.max(u, 0f), limit);
      float below = Math.min(Math.max(-u, 0f), limit);
      losses[i] += level * above * (u - 0.5f * above) + (1f - level) * below * (-u - 0.5f * below);
      gradient[first + i] += (1f - level) * below - level * above;
    }
  }
}
