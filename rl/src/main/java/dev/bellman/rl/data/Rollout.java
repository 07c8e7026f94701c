package dev.bellman.rl.data;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.Returns;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import org.jspecify.annotations.Nullable;

/// T steps of N environments under one policy, and what they say about values. Row t·N + i is step
/// t of environment i. The arrays are used again by the next rollout.
///
/// Owns the environments' current step, the episode statistics and the stream that actions are
/// drawn from.
public final class Rollout implements Stateful {
  private final VecEnv envs;
  private final int n;
  private final Rng rng;
  private final Interaction interaction;
  private final EpisodeStatistics episodes;
  private final int policyWidth;
  private final int maskWidth;

  /// T·N rows that were acted on, N that come next, and the final observations of cut episodes.
  final Observations observations;

  /// V of each row of the observations.
  final float[] valuesOld;

  /// The row of the observation that truly followed; where the episode terminated it has no value.
  private final int[] successors;

  final float[] masks;
  final Actions actions;
  final float[] parametersOld;
  final float[] logpOld;
  final float[] rewards;
  final boolean[] terminated;
  final boolean[] truncated;
  final float[] nextValues;
  final float[] advantages;
  final float[] scaledAdvantages;
  final float[] valueTargets;

  /// Room for rollouts; resets the environments.
  ///
  /// @param envs N environments
  /// @param length T, at least 1
  /// @param seed the run's seed: environment i is seeded from its stream "envs"
  /// @param workers the threads
  public Rollout(VecEnv envs, int length, long seed, Workers workers) {
    this.envs = envs;
    this.n = envs.count();
    this.rng = Rng.stream(seed, "actions", 0);
    this.interaction = new Interaction(envs, seed, "envs", workers);
    this.episodes = new EpisodeStatistics(n);
    int rows = Math.multiplyExact(length, n);
    this.policyWidth = Distribution.parameterCount(envs.actionSpace());
    this.maskWidth = envs.masksActions() ? envs.actionSpace().flatSize() : 0;
    this.observations = new Observations(envs.observationSpace(), 2 * rows + n);
    this.valuesOld = new float[2 * rows + n];
    this.successors = new int[rows];
    this.masks = new float[rows * maskWidth];
    this.actions = Actions.of(rows, envs.actionSpace());
    this.parametersOld = new float[rows * policyWidth];
    this.logpOld = new float[rows];
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
  /// @return the rows of a rollout
  public int rows() {
    return rewards.length;
  }

  /// Episode returns and lengths.
  ///
  /// @return the statistics, updated at each step
  public EpisodeStatistics episodes() {
    return episodes;
  }

  /// Acts for T steps with the policy as it is, and asks for the value of every observation and of
  /// the true successor of every step.
  ///
  /// @param net whose policy acts
  public void collect(ActorCritic net) {
    VecStep current = interaction.current();
    int finals = rows() + n;
    for (int row = 0; row < rows(); row += n) {
      observations.put(current, row);
      act(net, row);
      interaction.step();
      episodes.update(current);
      for (int i = 0; i < n; i++) {
        rewards[row + i] = (float) current.rewards()[i];
        terminated[row + i] = current.terminated()[i];
        truncated[row + i] = current.truncated()[i];
        successors[row + i] = row + n + i;
        if (truncated[row + i] && !terminated[row + i]) {
          observations.putFinal(current, i, finals);
          successors[row + i] = finals++;
        }
      }
    }
    observations.put(current, rows());
    interaction.values(net, observations, finals, valuesOld);
    for (int row = 0; row < rows(); row++) {
      nextValues[row] = valuesOld[successors[row]];
    }
  }

  private void act(ActorCritic net, int row) {
    Actions next = interaction.actions();
    interaction.decide(
        net,
        policy -> {
          policy.sample(rng, next);
          policy.logProb(next).copyTo(logpOld, row);
          policy.parameters().copyTo(parametersOld, row * policyWidth);
        });
    actions.put(next, row, envs.actionSpace());
    System.arraycopy(interaction.masks(), 0, masks, row * maskWidth, n * maskWidth);
  }

  /// Fills in advantages, not scaled, and value targets.
  ///
  /// @param gae how they are estimated
  public void estimate(Gae gae) {
    var steps = new Gae.Steps(rewards, valuesOld, nextValues, terminated, truncated);
    gae.estimate(steps, n, advantages, valueTargets);
    System.arraycopy(advantages, 0, scaledAdvantages, 0, rows());
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
    return Returns.explainedVariance(valueTargets, valuesOld);
  }

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

  /// Copies some rows.
  ///
  /// @param scope where they live
  /// @param order which rows; not modified
  /// @param from the place of the first one in `order`
  /// @param to the place after the last one
  /// @return the rows
  public Batch batch(Scope scope, int[] order, int from, int to) {
    return new Batch(
        observations.tensor(scope, order, from, to),
        maskWidth == 0 ? null : scope.rows(masks, maskWidth, order, from, to),
        actions.select(order, from, to, envs.actionSpace()),
        scope.rows(parametersOld, policyWidth, order, from, to),
        scope.select(logpOld, order, from, to),
        scope.select(valuesOld, order, from, to),
        scope.select(scaledAdvantages, order, from, to),
        scope.select(valueTargets, order, from, to));
  }

  @Override
  public void save(State out) {
    rng.save(out.at("actions"));
    episodes.save(out.at("episodes"));
    interaction.save(out);
  }

  /// Reads back what [#save] wrote. Environments that cannot save their state go on from the reset
  /// they had when this was made, and their running episodes are forgotten.
  @Override
  public void load(State in) {
    rng.load(in.at("actions"));
    episodes.load(in.at("episodes"));
    interaction.load(in);
    if (!envs.savesState()) {
      episodes.abandonRunning();
    }
  }
}
