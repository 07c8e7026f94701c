package dev.bellman.rl.policy;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;

/// Noise that is a function of the observation for a while: `latentᵀ·E` with a matrix
/// `E ~ N(0, σ²)` of shape `[L,A]` that is drawn seldom, so that an action is explored over several
/// steps and not shaken at each (Raffin, Kober and Stulp 2021, arXiv:2005.05719).
///
/// Over the draws of E, an action's variance is `Σ_L latent²·σ² + 1e-6`.
///
/// @param latent what enters the policy's last layer, `[B,L]`; constant
/// @param logStd log σ, `[L,A]`
/// @param temperature what σ² is multiplied with, above 0
/// @param sampleEvery after how many steps E is drawn anew; 0 if only when a rollout starts
public record StateDependentNoise(
    Tensor latent, Tensor logStd, double temperature, int sampleEvery) {
  private static final float LEAST_VARIANCE = 1e-6f;

  /// Noise for some observations.
  ///
  /// @param latent what enters the policy's last layer, `[B,L]`; no gradient flows back to it
  /// @param logStd log σ, `[L,A]`
  /// @param temperature what σ² is multiplied with, above 0
  /// @param sampleEvery after how many steps E is drawn anew; 0 if only when a rollout starts
  /// @return the noise; the same object again where tensors serve again
  public static StateDependentNoise of(
      Tensor latent, Tensor logStd, double temperature, int sampleEvery) {
    Tensor seen = latent.detach();
    return Scope.kept(seen) instanceof StateDependentNoise same && same.logStd == logStd
        ? same
        : Scope.keep(seen, new StateDependentNoise(seen, logStd, temperature, sampleEvery));
  }

  /// The logarithm of an action's standard deviation over all E.
  ///
  /// @return `½ log(Σ_L latent²·σ² + 1e-6)`, shape `[B,A]`
  public Tensor marginalLogStd() {
    Tensor variance = logStd.in(latent).mul(2f).exp();
    Tensor marginal = latent.square().matmul(variance);
    return marginal.affine((float) temperature, LEAST_VARIANCE).log().mul(0.5f);
  }

  /// How many numbers the matrices E of all rows have.
  ///
  /// @return B·L·A
  public int matrixSize() {
    return latent.shape().dim(0) * logStd.size();
  }

  /// Draws a matrix E for each row.
  ///
  /// @param rng what to draw from
  /// @param matrices receives `[B,L,A]`; modified
  public void draw(Rng rng, float[] matrices) {
    int size = logStd.size();
    double scale = Math.sqrt(temperature);
    for (int place = 0; place < size; place++) {
      double std = scale * StrictMath.exp(logStd.get(place));
      for (int at = place; at < matrixSize(); at += size) {
        matrices[at] = (float) (std * rng.nextGaussian());
      }
    }
  }

  /// Adds the noise of each row to its action.
  ///
  /// @param matrices `[B,L,A]`; not modified
  /// @param actions `[B,A]`; modified
  public void addTo(float[] matrices, float[] actions) {
    int length = logStd.shape().dim(0);
    int a = logStd.shape().dim(1);
    for (int i = 0; i < latent.shape().dim(0); i++) {
      for (int d = 0; d < a; d++) {
        double noise = 0;
        for (int l = 0; l < length; l++) {
          noise += (double) latent.get(i * length + l) * matrices[(i * length + l) * a + d];
        }
        actions[i * a + d] += (float) noise;
      }
    }
  }
}
