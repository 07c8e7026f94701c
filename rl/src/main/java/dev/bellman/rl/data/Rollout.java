package dev.bellman.rl.data;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.Standardisation;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.Workers;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// T steps of N environments under one policy, and what they say about values.
///
/// Owns the environments' current observations, the episode statistics and the stream that actions
/// are drawn from. Row t·N + i is step t of environment i. The arrays are used again by the next
/// rollout.
public final class Rollout implements Stateful {
  /// Rows of one inference task; rows do not depend on one another, so this changes no bits.
  private static final int INFERENCE_ROWS = 256;

  private final VecEnv envs;
  private final int length;
  private final Workers workers;
  private final Rng rng;
  private final List<Scope> scopes;
  private final VecStep current;
  private final EpisodeStatistics episodes;
  private final Actions taken;
  private final Actions sent;
  private final int policyWidth;
  private final int maskWidth;
  private final Observations finals;
  private final int[] finalRows;

  final Observations observations;
  final Actions actions;
  final float[] policyOld;
  final float[] logpOld;
  final float[] masks;
  final float[] rewards;
  final float[] valuesOld;
  final float[] nextValues;
  final boolean[] terminated;
  final boolean[] truncated;
  final float[] advantages;
  final float[] valueTargets;

  /// Room for rollouts; resets the environments.
  ///
  /// @param envs N environments
  /// @param length T, at least 1
  /// @param seed the run's seed: environment i is seeded from its stream "envs"
  /// @param workers the threads
  public Rollout(VecEnv envs, int length, long seed, Workers workers) {
    int n = envs.count();
    int rows = Math.multiplyExact(length, n);
    this.envs = envs;
    this.length = length;
    this.workers = workers;
    this.rng = Rng.stream(seed, "actions", 0);
    this.scopes = IntStream.range(0, workers.threads()).mapToObj(_ -> Scope.inference()).toList();
    this.current = VecStep.of(envs);
    this.episodes = new EpisodeStatistics(n);
    this.taken = Actions.of(n, envs.actionSpace());
    this.sent = envs.actionSpace() instanceof Box ? Actions.of(n, envs.actionSpace()) : taken;
    this.policyWidth = Distribution.parameterCount(envs.actionSpace());
    this.finals = new Observations(envs.observationSpace(), rows);
    this.finalRows = new int[rows];
    this.observations = new Observations(envs.observationSpace(), rows + n);
    this.actions = Actions.of(rows, envs.actionSpace());
    this.policyOld = new float[rows * policyWidth];
    this.logpOld = new float[rows];
    this.maskWidth = envs.masksActions() ? envs.actionSpace().flatSize() : 0;
    this.masks = new float[rows * maskWidth];
    this.rewards = new float[rows];
    this.valuesOld = new float[rows + n];
    this.nextValues = new float[rows];
    this.terminated = new boolean[rows];
    this.truncated = new boolean[rows];
    this.advantages = new float[rows];
    this.valueTargets = new float[rows];
    long[] seeds = new long[n];
    for (int i = 0; i < n; i++) {
      seeds[i] = Rng.deriveSeed(seed, "envs", i);
    }
    envs.reset(seeds, current);
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

  /// Acts for T steps with the policy as it is: observations, actions, log π_old, rewards and ends.
  ///
  /// @param net whose policy acts
  public void collect(ActorCritic net) {
    int n = envs.count();
    int cuts = 0;
    for (int t = 0; t < length; t++) {
      int row = t * n;
      observations.put(current, row);
      act(net, row);
      workers.run(
          Math.ceilDiv(n, INFERENCE_ROWS),
          (chunk, worker) -> {
            int from = chunk * INFERENCE_ROWS;
            envs.step(sent, current, from, Math.min(n, from + INFERENCE_ROWS));
          });
      episodes.update(current);
      for (int i = 0; i < n; i++) {
        rewards[row + i] = (float) current.rewards()[i];
        terminated[row + i] = current.terminated()[i];
        truncated[row + i] = current.truncated()[i];
        if (current.truncated()[i] && !current.terminated()[i]) {
          finals.putFinal(current, i, cuts);
          finalRows[cuts++] = row + i;
        }
      }
    }
    observations.put(current, rows());
    evaluate(net, cuts);
  }

  private void act(ActorCritic net, int row) {
    int n = envs.count();
    Scope scope = scopes.getFirst();
    try (scope) {
      Distribution policy = net.policy(observations.tensor(scope, row, row + n));
      if (policy instanceof Categorical categorical && maskWidth > 0) {
        putMasks(row);
        policy = categorical.masked(scope.copyOf(masks, row * maskWidth, n, maskWidth));
      }
      policy.sample(rng, taken);
      policy.logProb(taken).copyTo(logpOld, row);
      policy.parameters().copyTo(policyOld, row * policyWidth);
    }
    switch (envs.actionSpace()) {
      case Discrete _ -> System.arraycopy(taken.discrete(), 0, actions.discrete(), row, n);
      case Box box -> {
        int a = box.flatSize();
        System.arraycopy(taken.continuous(), 0, actions.continuous(), row * a, n * a);
        box.clip(taken.continuous(), sent.continuous());
      }
    }
  }

  private void putMasks(int row) {
    byte[] allowed = Objects.requireNonNull(current.actionMasks());
    for (int i = 0; i < allowed.length; i++) {
      masks[row * maskWidth + i] = allowed[i];
    }
  }

  /// V of every observation, and of the true successor of every step.
  private void evaluate(ActorCritic net, int cuts) {
    int n = envs.count();
    values(net, observations, rows() + n, valuesOld);
    System.arraycopy(valuesOld, n, nextValues, 0, rows());
    float[] finalValues = advantages; // free until the estimate
    values(net, finals, cuts, finalValues);
    for (int k = 0; k < cuts; k++) {
      nextValues[finalRows[k]] = finalValues[k];
    }
  }

  private void values(ActorCritic net, Observations of, int rows, float[] out) {
    workers.run(
        Math.ceilDiv(rows, INFERENCE_ROWS),
        (chunk, worker) -> {
          int from = chunk * INFERENCE_ROWS;
          Scope scope = scopes.get(worker);
          try (scope) {
            int to = Math.min(rows, from + INFERENCE_ROWS);
            net.value(of.tensor(scope, from, to)).copyTo(out, from);
          }
        });
  }

  /// Fills in advantages and value targets.
  ///
  /// @param gae how they are estimated
  public void estimate(Gae gae) {
    var steps = new Gae.Steps(rewards, valuesOld, nextValues, terminated, truncated);
    gae.estimate(steps, envs.count(), advantages, valueTargets);
  }

  /// The mean and standard deviation of some rows' advantages.
  ///
  /// @param order which rows; not modified
  /// @param from the place of the first one in `order`
  /// @param to the place after the last one
  /// @return what brings them to mean 0 and standard deviation 1
  public Standardisation standardisation(int[] order, int from, int to) {
    return Standardisation.of(advantages, order, from, to);
  }

  /// How much of the value targets' variance the values explained: `1 - Var(target - V) /
  /// Var(target)`.
  ///
  /// @return at most 1; NaN if the targets do not vary
  public double explainedVariance() {
    double[] sums = new double[4];
    for (int i = 0; i < rows(); i++) {
      double error = valueTargets[i] - valuesOld[i];
      sums[0] += valueTargets[i];
      sums[1] += (double) valueTargets[i] * valueTargets[i];
      sums[2] += error;
      sums[3] += error * error;
    }
    double total = sums[1] - sums[0] * sums[0] / rows();
    double left = sums[3] - sums[2] * sums[2] / rows();
    return total > 0 ? 1 - left / total : Double.NaN;
  }

  @Override
  public void save(State out) {
    rng.save(out.at("actions"));
    episodes.save(out.at("episodes"));
    if (envs.savesState()) {
      envs.save(out.at("environments"));
      current.save(out.at("step"));
    }
  }

  /// Reads back what [#save] wrote. Environments that cannot save their state go on from the reset
  /// they had when this was made, and their running episodes are forgotten.
  @Override
  public void load(State in) {
    rng.load(in.at("actions"));
    episodes.load(in.at("episodes"));
    if (envs.savesState()) {
      envs.load(in.at("environments"));
      current.load(in.at("step"));
    } else {
      episodes.abandonRunning();
    }
  }
}
