package dev.bellman.rl.data;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.math.ActionDiversity;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.Returns;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// What is kept of T·N environment steps, a column for each kind of number. Row t·N + i is step t
/// of environment i.
public final class Rows {
  /// Some rows as a loss sees them. They live as long as the scope they were made in.
  ///
  /// @param observations what was seen, `[B,D]`
  /// @param mask 0 where an action was forbidden, `[B,A]`; null if none can be
  /// @param actions what was done
  /// @param parametersOld what defines π_old, the distributions that acted, `[B,P]`
  /// @param logpOld log π_old(a|s), `[B]`
  /// @param valueOld V(s) when it was acted on, `[B]`
  /// @param advantage Â, scaled, `[B]`
  /// @param valueTarget what V(s) should be, `[B]`
  public record Batch(
      Tensor observations,
      @Nullable Tensor mask,
      Actions actions,
      Tensor parametersOld,
      Tensor logpOld,
      Tensor valueOld,
      Tensor advantage,
      Tensor valueTarget) {}

  private final Space<?> actionSpace;
  private final int policyWidth;
  private final int maskWidth;

  /// T·N rows that were acted on, N that come next, and the final observations of cut episodes.
  final Observations observations;

  /// V of each row of the observations.
  final float[] values;

  /// The row of the observation that truly followed; where the episode terminated it has no value.
  final int[] successors;

  final float[] masks;
  final Actions actions;

  /// Continuous actions as they were sent, squashed and clipped; empty if actions are discrete.
  final float[] sent;

  final float[] policyParameters;
  final float[] logp;
  final float[] rewards;
  final boolean[] terminated;
  final boolean[] truncated;
  final float[] nextValues;
  final float[] advantages;
  final float[] scaledAdvantages;
  final float[] valueTargets;

  Rows(VecEnv envs, int length) {
    int n = envs.count();
    int rows = Math.multiplyExact(length, n);
    this.actionSpace = envs.actionSpace();
    this.policyWidth = Distribution.parameterCount(actionSpace);
    this.maskWidth = envs.masksActions() ? actionSpace.flatSize() : 0;
    this.observations = new Observations(envs.observationSpace(), 2 * rows + n);
    this.values = new float[2 * rows + n];
    this.successors = new int[rows];
    this.masks = new float[rows * maskWidth];
    this.actions = Actions.of(rows, actionSpace);
    this.sent = new float[actions.continuous().length];
    this.policyParameters = new float[rows * policyWidth];
    this.logp = new float[rows];
    this.rewards = new float[rows];
    this.terminated = new boolean[rows];
    this.truncated = new boolean[rows];
    this.nextValues = new float[rows];
    this.advantages = new float[rows];
    this.scaledAdvantages = new float[rows];
    this.valueTargets = new float[rows];
  }

  /// The number of steps in all environments together, T·N.
  ///
  /// @return the rows that were acted on
  public int count() {
    return rewards.length;
  }

  /// Twice as much room with the same content. The values, and what was kept after the rows that
  /// were acted on, are forgotten.
  Rows longer(VecEnv envs) {
    int rows = count();
    Rows twice = new Rows(envs, 2 * rows / envs.count());
    twice.observations.putAll(observations, rows);
    System.arraycopy(masks, 0, twice.masks, 0, masks.length);
    System.arraycopy(actions.discrete(), 0, twice.actions.discrete(), 0, actions.discrete().length);
    System.arraycopy(
        actions.continuous(), 0, twice.actions.continuous(), 0, actions.continuous().length);
    System.arraycopy(sent, 0, twice.sent, 0, sent.length);
    System.arraycopy(policyParameters, 0, twice.policyParameters, 0, policyParameters.length);
    System.arraycopy(logp, 0, twice.logp, 0, rows);
    System.arraycopy(rewards, 0, twice.rewards, 0, rows);
    System.arraycopy(terminated, 0, twice.terminated, 0, rows);
    System.arraycopy(truncated, 0, twice.truncated, 0, rows);
    return twice;
  }

  void putPolicy(Distribution policy, Actions taken, int row) {
    policy.logProb(taken).copyTo(logp, row);
    policy.parameters().copyTo(policyParameters, row * policyWidth);
    actions.put(taken, row, actionSpace);
  }

  void putSent(Actions actions, int row) {
    int width = sent.length / count();
    System.arraycopy(actions.continuous(), 0, sent, row * width, actions.continuous().length);
  }

  void putMasks(float[] allowed, int row) {
    System.arraycopy(allowed, 0, masks, row * maskWidth, allowed.length);
  }

  /// Scales the advantages of some rows, for all batches until the next scaling of the same rows.
  ///
  /// @param scaling how
  /// @param order which rows; not modified
  /// @param from the place of the first one in `order`
  /// @param to the place after the last one
  public void scaleAdvantages(Gae.Scaling scaling, int[] order, int from, int to) {
    scaling.apply(advantages, order, from, to, scaledAdvantages);
  }

  /// How much of the value targets' variance the values explained.
  ///
  /// @return at most 1; NaN if the targets do not vary
  public double explainedVariance() {
    return Returns.explainedVariance(valueTargets, values);
  }

  /// How varied the actions of some rows were: the entropy of the shares of discrete ones, added up
  /// over their parts, in nats; of continuous ones as they were sent, the standard deviation of a
  /// coordinate, in the mean over the coordinates.
  ///
  /// @param order which rows, at least one; not modified
  /// @return the diversity, at least 0
  public double actionDiversity(int[] order) {
    return sent.length > 0
        ? ActionDiversity.deviation(sent, sent.length / count(), order)
        : ActionDiversity.entropy(actions.discrete(), actions.discrete().length / count(), order);
  }

  /// Copies some rows.
  ///
  /// @param scope where they live
  /// @param order which rows; not modified
  /// @param from the place of the first one in `order`
  /// @param to the place after the last one
  /// @return the rows
  @SuppressWarnings("ReferenceEquality") // the same tensors are what is looked for
  public Batch batch(Scope scope, int[] order, int from, int to) {
    Tensor observed = observations.tensor(scope, order, from, to);
    Batch last = Scope.kept(observed) instanceof Batch batch ? batch : null;
    Tensor mask = maskWidth == 0 ? null : scope.rows(masks, maskWidth, order, from, to);
    Actions taken =
        actions.select(scope, order, from, to, actionSpace, last == null ? actions : last.actions);
    Tensor parametersOld = scope.rows(policyParameters, policyWidth, order, from, to);
    Tensor logpOld = scope.select(logp, order, from, to);
    Tensor valueOld = scope.select(values, order, from, to);
    Tensor advantage = scope.select(scaledAdvantages, order, from, to);
    Tensor valueTarget = scope.select(valueTargets, order, from, to);
    if (last != null
        && last.mask == mask
        && last.actions == taken
        && last.parametersOld == parametersOld
        && last.logpOld == logpOld
        && last.valueOld == valueOld
        && last.advantage == advantage
        && last.valueTarget == valueTarget) {
      return last;
    }
    return Scope.keep(
        observed,
        new Batch(observed, mask, taken, parametersOld, logpOld, valueOld, advantage, valueTarget));
  }
}
