package dev.bellman.rl.loss;

import dev.bellman.rl.policy.Distribution;
import dev.bellman.tensor.Tensor;

/// Which of the two Kullback-Leibler divergences between the policy that acted and the policy now.
/// They have the same value up to second order around the policy that acted.
public enum KlDirection {
  /// `KL(old || new)`, as in the papers on TRPO and PPO.
  OLD_TO_NEW {
    @Override
    public Tensor of(Distribution old, Distribution now) {
      return old.kl(now);
    }
  },
  /// `KL(new || old)`, as in Stable-Baselines3's TRPO.
  NEW_TO_OLD {
    @Override
    public Tensor of(Distribution old, Distribution now) {
      return now.kl(old);
    }
  };

  /// The divergence in nats, exact.
  ///
  /// @param old the policy that acted
  /// @param now the policy now, of the same kind
  /// @return shape `[B]`
  public abstract Tensor of(Distribution old, Distribution now);
}
