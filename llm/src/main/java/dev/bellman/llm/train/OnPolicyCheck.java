package dev.bellman.llm.train;

import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Tensor;

/// The sampler is the trainer: before the first gradient step of an update, the log-probabilities
/// that training computes must be those with which the tokens were drawn, to the bit.
public final class OnPolicyCheck {
  private static final String CHANGED = "changed_tokens";

  private OnPolicyCheck() {}

  /// Counts the tokens whose log-probability is not the one they were drawn with. NaN is NaN: a
  /// model that has diverged is told by its gradient, not here.
  ///
  /// @param logp as training computes them, shape `[N]`
  /// @param logpOld as they were drawn with, shape `[N]`
  /// @param metrics receives the count
  public static void put(Tensor logp, Tensor logpOld, Metrics metrics) {
    int changed = 0;
    for (int t = 0; t < logp.size(); t++) {
      changed += Float.compare(logp.get(t), logpOld.get(t)) == 0 ? 0 : 1;
    }
    metrics.put(CHANGED, changed);
  }

  /// Takes the count out of a minibatch's metrics.
  ///
  /// @param first whether this is the first minibatch after the rollout
  /// @param metrics the minibatch's sums
  /// @throws IllegalStateException if it is and one log-probability is not the same
  public static void require(boolean first, Metrics metrics) {
    double changed = metrics.take(CHANGED);
    if (first && changed != 0) {
      throw new IllegalStateException(
          "ratio: must be exactly 1 in the first minibatch, got %.0f other tokens (the sampler and"
                  .formatted(changed)
              + " the trainer disagree)");
    }
  }
}
