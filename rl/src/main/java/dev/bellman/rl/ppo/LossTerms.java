package dev.bellman.rl.ppo;

import dev.bellman.rl.Metrics;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.tensor.Tensor;

/// The parts of the loss, for the metrics: one shard's share, a minibatch's, or the sum over an
/// iteration's gradient steps.
final class LossTerms {
  private double policyLoss;
  private double valueLoss;
  private double entropy;
  private double clipFraction;
  private int gradientSteps;
  double kl;
  double gradNorm;

  /// Keeps the shares of the three terms.
  void set(Tensor objective, Tensor valueLoss, Tensor entropy) {
    this.policyLoss = -objective.item();
    this.valueLoss = valueLoss.item();
    this.entropy = entropy.item();
  }

  /// Keeps the share of the KL estimate `(r - 1) - log r` (k3 in Schulman's note "Approximating KL
  /// divergence", 2020) and of the rows whose ratio is clipped.
  void compare(Tensor logRatio, Tensor ratio, PolicyObjective objective, double progress, int b) {
    double sum = 0;
    int clipped = 0;
    for (int i = 0; i < ratio.size(); i++) {
      double r = ratio.get(i);
      sum += (r - 1) - logRatio.get(i);
      clipped += objective.clips(r, progress) ? 1 : 0;
    }
    this.kl = sum / b;
    this.clipFraction = (double) clipped / b;
  }

  /// The sum of the shards' shares, in order.
  static LossTerms sum(LossTerms[] shards, int count) {
    LossTerms sum = new LossTerms();
    for (int i = 0; i < count; i++) {
      sum.add(shards[i]);
    }
    sum.gradientSteps = 1;
    return sum;
  }

  void add(LossTerms other) {
    policyLoss += other.policyLoss;
    valueLoss += other.valueLoss;
    entropy += other.entropy;
    clipFraction += other.clipFraction;
    kl += other.kl;
    gradNorm += other.gradNorm;
    gradientSteps += other.gradientSteps;
  }

  /// Means over the gradient steps; NaN if none was taken.
  Metrics metrics(double learningRate, double explainedVariance) {
    double n = gradientSteps;
    return new Metrics()
        .put("policy_loss", policyLoss / n)
        .put("value_loss", valueLoss / n)
        .put("entropy", entropy / n)
        .put("approx_kl", kl / n)
        .put("clip_fraction", clipFraction / n)
        .put("explained_variance", explainedVariance)
        .put("grad_norm", gradNorm / n)
        .put("learning_rate", learningRate);
  }
}
