package dev.bellman.llm.loss;

import dev.bellman.tensor.Tensor;

/// The divergence `KL(π ‖ π_ref) = Σ_v π(v)·(log π(v) - log π_ref(v))` of each token, summed over
/// the vocabulary: exact, with the exact gradient, where [dev.bellman.llm.math.KlEstimator] takes a
/// sample.
public final class ExactKl {
  private ExactKl() {}

  /// The divergence at each token.
  ///
  /// @param logp log π, `[N,V]`, each finite
  /// @param logpRef log π_ref, `[N,V]`, each finite
  /// @return shape `[N]`, in nats
  public static Tensor of(Tensor logp, Tensor logpRef) {
    return logp.exp().mul(logp.sub(logpRef)).sum(-1);
  }
}
