package dev.bellman.rl.data;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;

/// Up to B rows of a rollout, copied side by side for a loss. Used again by the next batch.
public final class Batch {
  private final VecEnv envs;
  private final Observations observations;
  private final Actions actions;
  private final int policyWidth;
  private final float[] policyOld;
  private final float[] logpOld;
  private final int maskWidth;
  private final float[] masks;
  private final float[] valuesOld;
  private final float[] advantages;
  private final float[] valueTargets;
  private int size;

  /// Room for some rows.
  ///
  /// @param envs where the rows come from
  /// @param capacity how many rows at most
  public Batch(VecEnv envs, int capacity) {
    this.envs = envs;
    this.observations = new Observations(envs.observationSpace(), capacity);
    this.actions = Actions.of(capacity, envs.actionSpace());
    this.policyWidth = Distribution.parameterCount(envs.actionSpace());
    this.policyOld = new float[capacity * policyWidth];
    this.logpOld = new float[capacity];
    this.maskWidth = envs.masksActions() ? envs.actionSpace().flatSize() : 0;
    this.masks = new float[capacity * maskWidth];
    this.valuesOld = new float[capacity];
    this.advantages = new float[capacity];
    this.valueTargets = new float[capacity];
  }

  /// Copies rows of a rollout.
  ///
  /// @param rollout where from; not modified
  /// @param rows which rows; not modified
  /// @param from the place of the first one in `rows`
  /// @param to the place after the last one
  public void fill(Rollout rollout, int[] rows, int from, int to) {
    size = to - from;
    int width = actions.continuous().length / logpOld.length;
    for (int i = 0; i < size; i++) {
      int row = rows[from + i];
      observations.putRow(rollout.observations, row, i);
      if (width == 0) {
        actions.discrete()[i] = rollout.actions.discrete()[row];
      } else {
        System.arraycopy(
            rollout.actions.continuous(), row * width, actions.continuous(), i * width, width);
      }
      System.arraycopy(
          rollout.policyOld, row * policyWidth, policyOld, i * policyWidth, policyWidth);
      System.arraycopy(rollout.masks, row * maskWidth, masks, i * maskWidth, maskWidth);
      logpOld[i] = rollout.logpOld[row];
      valuesOld[i] = rollout.valuesOld[row];
      advantages[i] = rollout.advantages[row];
      valueTargets[i] = rollout.valueTargets[row];
    }
  }

  /// The number of rows, B.
  ///
  /// @return at least 1
  public int size() {
    return size;
  }

  /// What was observed.
  ///
  /// @param scope where the tensor lives
  /// @return shape `[B,D]`
  public Tensor observations(Scope scope) {
    return observations.tensor(scope, 0, size);
  }

  /// What was done.
  ///
  /// @return B actions
  public Actions actions() {
    return actions;
  }

  /// Distributions without the actions that were forbidden.
  ///
  /// @param policy B distributions
  /// @param scope where the mask lives
  /// @return the same, if no action can be forbidden here
  public Distribution masked(Distribution policy, Scope scope) {
    return policy instanceof Categorical categorical && maskWidth > 0
        ? categorical.masked(scope.constant(masks, size, maskWidth))
        : policy;
  }

  /// The distributions that acted.
  ///
  /// @param scope where their tensors live
  /// @return B distributions
  public Distribution policyOld(Scope scope) {
    return Distribution.of(envs.actionSpace(), scope.constant(policyOld, size, policyWidth));
  }

  /// log π_old(a|s).
  ///
  /// @param scope where the tensor lives
  /// @return shape `[B]`
  public Tensor logpOld(Scope scope) {
    return scope.constant(logpOld, size);
  }

  /// V(s) when it was acted on.
  ///
  /// @param scope where the tensor lives
  /// @return shape `[B]`
  public Tensor valuesOld(Scope scope) {
    return scope.constant(valuesOld, size);
  }

  /// Â.
  ///
  /// @param scope where the tensor lives
  /// @return shape `[B]`
  public Tensor advantages(Scope scope) {
    return scope.constant(advantages, size);
  }

  /// What V(s) should be.
  ///
  /// @param scope where the tensor lives
  /// @return shape `[B]`
  public Tensor valueTargets(Scope scope) {
    return scope.constant(valueTargets, size);
  }
}
