package dev.bellman.rl.loss;

import dev.bellman.rl.Metrics;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.optim.Schedule;

/// The loss of an actor-critic that takes one gradient step on what it has just done: `L =
/// -mean(log π(a|s)·Â) + c_v·mean((V - target)²) - c_e·mean(H)` (Mnih et al. 2016,
/// arXiv:1602.01783, section 4). Â and the target are constants.
///
/// @param valueCoefficient c_v, at least 0
/// @param entropyCoefficient c_e
public record AdvantageLoss(Schedule valueCoefficient, EntropyCoefficient entropyCoefficient) {
  /// What the loss looks at; every tensor is `[B]`.
  ///
  /// @param policy π, the distributions now
  /// @param value V(s) now
  /// @param actions what was done
  /// @param advantage Â; constant
  /// @param valueTarget what V should be; constant
  public record Terms(
      Distribution policy, Tensor value, Actions actions, Tensor advantage, Tensor valueTarget) {}

  /// What some rows of a batch of B contribute to its loss. What they contribute to the batch's
  /// metrics is put into `metrics`.
  ///
  /// @param terms the rows
  /// @param b B
  /// @param progress the share of training that is done, in [0, 1]
  /// @param metrics receives `policy_loss`, `value_loss` and `entropy`; modified
  /// @return a scalar, to be minimised
  public Tensor of(Terms terms, int b, double progress, Metrics metrics) {
    Tensor objective = terms.policy.logProb(terms.actions).mul(terms.advantage).sum().div(b);
    Tensor valueLoss = terms.value.sub(terms.valueTarget).square().sum().div(b);
    Tensor entropy = terms.policy.entropy().sum().div(b);
    float weight = (float) entropyCoefficient.at(progress);
    metrics
        .put("policy_loss", -objective.item())
        .put("value_loss", valueLoss.item())
        .put("entropy", entropy.item());
    Tensor loss = objective.neg().add(valueLoss.mul((float) valueCoefficient.at(progress)));
    return weight == 0f ? loss : loss.sub(entropy.mul(weight));
  }

  /// The loss of the next iteration.
  ///
  /// @param entropy the mean entropy of the policy over the batch before its step, in nats
  /// @return this if c_e is not controlled
  public AdvantageLoss next(double entropy) {
    return with(entropyCoefficient.next(() -> entropy));
  }

  /// This loss with another c_e.
  ///
  /// @param coefficient c_e
  /// @return this if it is the same object
  @SuppressWarnings("ReferenceEquality") // a coefficient that is not controlled stays itself
  public AdvantageLoss with(EntropyCoefficient coefficient) {
    return coefficient == entropyCoefficient
        ? this
        : new AdvantageLoss(valueCoefficient, coefficient);
  }
}
