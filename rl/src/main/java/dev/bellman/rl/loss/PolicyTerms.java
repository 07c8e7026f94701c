package dev.bellman.rl.loss;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.tensor.Tensor;
import java.util.function.Supplier;

/// What a policy objective may look at; every tensor is `[B]`.
///
/// @param policy π, the distributions now
/// @param behaviour π_old, the distributions that acted; made when asked for
/// @param actions what was done
/// @param logp log π(a|s)
/// @param ratio r = π(a|s) / π_old(a|s)
/// @param advantage Â; constant
/// @param progress the share of training that is done, in [0, 1]
public record PolicyTerms(
    Distribution policy,
    Supplier<Distribution> behaviour,
    Actions actions,
    Tensor logp,
    Tensor ratio,
    Tensor advantage,
    double progress) {
  /// π_old, the distributions that acted; constant.
  ///
  /// @return B distributions
  public Distribution policyOld() {
    return behaviour.get();
  }
}
