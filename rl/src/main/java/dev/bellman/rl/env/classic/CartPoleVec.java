package dev.bellman.rl.env.classic;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.State;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;

/// Many [CartPole]s with a time limit in flat arrays: the same numbers as [CartPole] bit for bit,
/// without an allocation for each step.
public final class CartPoleVec implements VecEnv {
  private final int n;
  private final boolean suttonBartoReward;
  private final int maxEpisodeSteps;
  private final CartPoleStates carts;
  private final int[] elapsed;

  /// Creates the environments.
  ///
  /// @param n their number, at least 1
  /// @param suttonBartoReward whether the reward is 0 for each step and -1 for the failing one
  /// @param maxEpisodeSteps the step at which an episode is cut, or none
  /// @throws IllegalArgumentException if `n` or `maxEpisodeSteps` is less than 1
  public CartPoleVec(int n, boolean suttonBartoReward, OptionalInt maxEpisodeSteps) {
    if (n < 1) {
      throw new IllegalArgumentException("CartPoleVec: count must be at least 1, got " + n);
    }
    this.n = n;
    this.suttonBartoReward = suttonBartoReward;
    this.maxEpisodeSteps = maxEpisodeSteps.orElse(Integer.MAX_VALUE);
    if (this.maxEpisodeSteps < 1) {
      throw new IllegalArgumentException(
          "maxEpisodeSteps: must be at least 1, got " + this.maxEpisodeSteps);
    }
    carts = new CartPoleStates(n);
    elapsed = new int[n];
  }

  @Override
  public int count() {
    return n;
  }

  @Override
  public Box observationSpace() {
    return CartPoleStates.OBSERVATIONS;
  }

  @Override
  public Discrete actionSpace() {
    return CartPoleStates.ACTIONS;
  }

  @Override
  public void reset(long[] seeds, VecStep out) {
    if (seeds.length != n) {
      throw new IllegalArgumentException(
          "environment 'CartPole': must have %d seeds, got %d".formatted(n, seeds.length));
    }
    for (int i = 0; i < n; i++) {
      carts.seed(i, seeds[i]);
      carts.restart(i);
      carts.observe(i, out.observations());
    }
    Arrays.fill(elapsed, 0);
    Arrays.fill(out.rewards(), 0);
    Arrays.fill(out.terminated(), false);
    Arrays.fill(out.truncated(), false);
  }

  @Override
  public void step(Actions actions, VecStep out, int from, int to) {
    Objects.checkFromToIndex(from, to, n);
    for (int i = from; i < to; i++) {
      int action = actions.discrete()[i];
      if (action != 0 && action != 1) {
        throw new IllegalArgumentException(
            "environment 'CartPole': action[%d] must be an index in 0..1, got %d"
                .formatted(i, action));
      }
      boolean terminated = carts.advance(i, action);
      boolean truncated = ++elapsed[i] >= maxEpisodeSteps;
      out.rewards()[i] = CartPoleStates.reward(terminated, suttonBartoReward);
      out.terminated()[i] = terminated;
      out.truncated()[i] = truncated;
      if (terminated || truncated) {
        carts.observe(i, out.finalObservations());
        carts.restart(i);
        elapsed[i] = 0;
      }
      carts.observe(i, out.observations());
    }
  }

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public void save(State out) {
    carts.save(out);
    out.put("elapsed", elapsed);
  }

  @Override
  public void load(State in) {
    carts.load(in);
    System.arraycopy(in.ints("elapsed", n), 0, elapsed, 0, n);
  }
}
