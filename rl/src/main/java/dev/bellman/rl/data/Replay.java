package dev.bellman.rl.data;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The last transitions of N environments, to be drawn from again and again.
public final class Replay implements Stateful {
  /// Some of the transitions that were drawn, as a loss sees them. They live as long as the scope
  /// they were made in. With n rewards in a target, k ≤ n of them were there before the episode
  /// ended, was cut, or the newest transition was reached.
  ///
  /// @param observations s, `[B,D]`
  /// @param actions a, as they were handed to [Replay#add]
  /// @param returns `Σ_{j<k} γ^j r_j`, `[B]`
  /// @param discounts `γ^k`, and 0 where the episode terminated: the target is `returns + discounts
  ///     · V(s')`, `[B]`
  /// @param nextObservations s', k steps after s, the final observation where the episode was cut,
  ///   `[B,D]`
  /// @param nextMask 0 where an action is forbidden in s', `[B,A]`; null if none can be
  /// @param weights importance weights, 1 where all are drawn alike, `[B]`
  public record Batch(
      Tensor observations,
      Actions actions,
      Tensor returns,
      Tensor discounts,
      Tensor nextObservations,
      @Nullable Tensor nextMask,
      Tensor weights) {}

  private final ReplayConfig config;
  private final int n;
  private final Space<?> actionSpace;
  private final double gamma;
  private final Rng rng;
  private final int capacity;
  private final Observations observations;
  private final Observations nextObservations;
  private final Observations current;
  private final Actions actions;
  private final float[] rewards;
  private final float[] discounts;
  private final float[] ones;
  private int[] drawn = new int[0];
  private long added;

  /// Room for transitions.
  ///
  /// @param config how many, and how they are drawn
  /// @param envs N environments, whose transitions come in
  /// @param gamma γ, in [0, 1]
  /// @param seed the run's seed: transitions are drawn by its stream "replay"
  public Replay(ReplayConfig config, VecEnv envs, double gamma, long seed) {
    this.config = config;
    this.n = envs.count();
    this.actionSpace = envs.actionSpace();
    this.gamma = gamma;
    this.rng = Rng.stream(seed, "replay", 0);
    this.capacity = Math.ceilDiv(config.capacity(), n) * n;
    this.observations = new Observations(envs.observationSpace(), capacity);
    this.nextObservations = new Observations(envs.observationSpace(), capacity);
    this.current = new Observations(envs.observationSpace(), n);
    this.actions = Actions.of(capacity, actionSpace);
    this.rewards = new float[capacity];
    this.discounts = new float[capacity];
    this.ones = new float[capacity];
    java.util.Arrays.fill(ones, 1f);
  }

  /// Takes over what the environments show before their first step, or after one that is not to be
  /// remembered.
  ///
  /// @param shown the first observations; not modified
  public void start(VecStep shown) {
    current.put(shown, 0);
  }

  /// Remembers a step of all environments.
  ///
  /// @param taken the actions, in any units that fit the action space; not modified
  /// @param after what they led to; not modified
  public void add(Actions taken, VecStep after) {
    int row = (int) (added % capacity);
    observations.copy(current, 0, row, n);
    nextObservations.put(after, row);
    actions.put(taken, row, actionSpace);
    for (int i = 0; i < n; i++) {
      rewards[row + i] = (float) after.rewards()[i];
      discounts[row + i] = after.terminated()[i] ? 0f : (float) gamma;
      if (after.done(i)) {
        nextObservations.putFinal(after, i, row + i);
      }
    }
    current.put(after, 0);
    added += n;
  }

  /// {@return the transitions that can be drawn}
  public int size() {
    return (int) Math.min(added, capacity);
  }

  /// Draws transitions, which stay drawn until the next call.
  ///
  /// @param count how many, at least 1
  /// @param progress the share of the total budget that is done, for schedules
  public void sample(int count, double progress) {
    if (drawn.length != count) {
      drawn = new int[count];
    }
    rng.fillInts(size(), drawn);
  }

  /// Some of the drawn transitions. May be called by several threads for scopes of their own.
  ///
  /// @param scope where they live
  /// @param from the first one's place among the drawn
  /// @param to the place after the last one
  /// @return the transitions
  public Batch batch(Scope scope, int from, int to) {
    return new Batch(
        observations.tensor(scope, drawn, from, to),
        actions.select(scope, drawn, from, to, actionSpace, actions),
        scope.select(rewards, drawn, from, to),
        scope.select(discounts, drawn, from, to),
        nextObservations.tensor(scope, drawn, from, to),
        null,
        scope.select(ones, drawn, from, to));
  }

  /// Tells how wrong the drawn transitions' predictions were, for [ReplaySampling]s that depend on
  /// it.
  ///
  /// @param errors of each drawn one the TD error, of either sign; not modified
  public void learned(float[] errors) {}

  /// {@return how many environment steps ago the drawn transitions were made, in the mean}
  public double age() {
    long sum = 0;
    for (int row : drawn) {
      sum += Math.floorMod(added - 1 - row, (long) capacity);
    }
    return (double) sum / drawn.length;
  }

  /// {@return whether [#save] writes the transitions}
  public boolean saved() {
    return config.saved();
  }

  @Override
  public void save(State out) {
    rng.save(out.at("rng"));
  }

  @Override
  public void load(State in) {
    rng.load(in.at("rng"));
  }
}
