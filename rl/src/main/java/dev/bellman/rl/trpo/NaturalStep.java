package dev.bellman.rl.trpo;

import dev.bellman.rl.Metrics;
import dev.bellman.rl.data.Rows;
import dev.bellman.rl.math.ConjugateGradient;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.tensor.ForwardMode;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.ShardedGradient;
import dev.bellman.tensor.ShardedSum;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;

/// One step of a policy along its natural gradient, within a trust region.
///
/// With g the gradient of the surrogate `mean(r·Â)` at the policy that acted and H the damped
/// Fisher matrix, the full step is `√(2δ / sᵀHs)·s` for `H·s = g`. What the policy does not depend
/// on has gradient 0 and stays where it is.
final class NaturalStep {
  /// Rows that are differentiated together. Part of the bits; see [ShardedGradient].
  private static final int SHARD_ROWS = 128;

  /// The rows that the step is made from.
  @FunctionalInterface
  interface Batches {
    /// Rows `from` to `to - 1`.
    Rows.Batch of(Scope scope, int from, int to);
  }

  private static final int KL = 0;
  private static final int SURROGATE = 1;
  private static final int ENTROPY = 2;

  private final TrpoConfig.Step config;
  private final ActorCritic net;
  private final Parameters origin;
  private final ShardedGradient gradient;
  private final ShardedSum sums;
  private final ConjugateGradient solver;
  private final Gradients direction;
  private final double[] g;
  private final double[] s;
  private final double[] product;

  NaturalStep(TrpoConfig.Step config, ActorCritic net, Workers workers) {
    this.config = config;
    this.net = net;
    this.origin = net.parameters().copy();
    this.gradient = new ShardedGradient(net.parameters(), workers, SHARD_ROWS);
    this.sums = new ShardedSum(3, workers, SHARD_ROWS);
    this.direction = net.parameters().newGradients();
    this.g = new double[direction.size()];
    this.s = new double[g.length];
    this.product = new double[g.length];
    this.solver = new ConjugateGradient(config.conjugateGradient(), g.length);
  }

  /// Changes the policy.
  ///
  /// @param batches `rows` rows with scaled advantages, acted on by the policy as it is
  /// @param rows how many
  /// @param progress the share of training that is done
  /// @return what happened
  Metrics take(Batches batches, int rows, double progress) {
    double targetKl = config.targetKl().at(progress);
    surrogateGradient(batches, rows, g);
    double residual = solver.solve((v, out) -> dampedFisher(batches, rows, v, out), g, s);
    dampedFisher(batches, rows, s, product);
    double curvature = ConjugateGradient.dot(s, product);
    double scale = curvature > 0 ? Math.sqrt(2 * targetKl / curvature) : 0;
    for (int i = 0; i < s.length; i++) {
      s[i] *= scale;
    }
    direction.copyFrom(s);
    origin.copyFrom(net.parameters());
    double before = measured(batches, rows)[SURROGATE];
    int[] tries = new int[1];
    double share =
        config
            .search()
            .share(
                tried -> {
                  tries[0]++;
                  net.parameters().move(origin, direction, tried);
                  double[] there = measured(batches, rows);
                  return there[KL] < targetKl && there[SURROGATE] > before;
                });
    net.parameters().move(origin, direction, share);
    double[] after = measured(batches, rows);
    return new Metrics()
        .put("surrogate_improvement", after[SURROGATE] - before)
        .put("kl", after[KL])
        .put("entropy", after[ENTROPY])
        .put("grad_norm", Math.sqrt(ConjugateGradient.dot(g, g)))
        .put("cg_residual", residual)
        .put("line_search_steps", tries[0])
        .put("step_share", share);
  }

  /// The networks' parameters before the last step.
  ///
  /// @return the same object at each call; not to be modified
  Parameters origin() {
    return origin;
  }

  /// The gradient of the surrogate `mean(r·Â)`.
  void surrogateGradient(Batches batches, int rows, double[] out) {
    gradient
        .of(
            rows,
            (scope, _, from, to) -> {
              Rows.Batch batch = batches.of(scope, from, to);
              return surrogate(policy(batch), batch).sum().div(rows);
            })
        .copyTo(out);
  }

  private static Tensor surrogate(Distribution policy, Rows.Batch batch) {
    return policy.logProb(batch.actions()).sub(batch.logpOld()).exp().mul(batch.advantage());
  }

  private Distribution policy(Rows.Batch batch) {
    return net.policy(batch.observations()).masked(batch.mask());
  }

  /// `(F + damping·I)·v` with `F = mean(Jᵀ·M·J)`: J is how the distributions' parameters depend on
  /// the networks', M the distributions' own Fisher information.
  void dampedFisher(Batches batches, int rows, double[] v, double[] out) {
    direction.copyFrom(v);
    gradient
        .of(
            rows,
            (scope, _, from, to) -> {
              Distribution policy = policy(batches.of(scope, from, to));
              Tensor parameters = policy.parameters();
              Tensor change = ForwardMode.tangent(parameters, direction);
              return parameters.mul(policy.fisher(change).detach()).sum().div(rows);
            })
        .copyTo(out);
    ConjugateGradient.add(config.damping(), v, out);
  }

  /// The mean KL divergence, surrogate and entropy of the policy as it is.
  private double[] measured(Batches batches, int rows) {
    double[] means =
        sums.of(
            rows,
            (scope, from, to, out) -> {
              Rows.Batch batch = batches.of(scope, from, to);
              Distribution policy = policy(batch);
              Distribution old = policy.with(batch.parametersOld());
              out[KL] = config.klDirection().of(old, policy).sum().item();
              out[SURROGATE] = surrogate(policy, batch).sum().item();
              out[ENTROPY] = policy.entropy().sum().item();
            });
    for (int i = 0; i < means.length; i++) {
      means[i] /= rows;
    }
    return means;
  }
}
