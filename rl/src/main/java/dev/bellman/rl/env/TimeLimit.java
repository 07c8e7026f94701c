package dev.bellman.rl.env;

import dev.bellman.tensor.State;
import java.util.OptionalLong;

/// Truncates an episode after a number of steps; a termination in the same step stays one.
///
/// @param <O> the type of observations
/// @param <A> the type of actions
public final class TimeLimit<O, A> implements Wrapper<O, A> {
  private final Env<O, A> inner;
  private final int maxEpisodeSteps;
  private int elapsed;

  /// Wraps an environment.
  ///
  /// @param inner the environment
  /// @param maxEpisodeSteps the step at which an episode is cut, at least 1
  /// @throws IllegalArgumentException if `maxEpisodeSteps` is less than 1
  public TimeLimit(Env<O, A> inner, int maxEpisodeSteps) {
    if (maxEpisodeSteps < 1) {
      throw new IllegalArgumentException(
          "maxEpisodeSteps: must be at least 1, got " + maxEpisodeSteps);
    }
    this.inner = inner;
    this.maxEpisodeSteps = maxEpisodeSteps;
  }

  @Override
  public Env<O, A> inner() {
    return inner;
  }

  @Override
  public Reset<O> reset(OptionalLong seed) {
    elapsed = 0;
    return inner.reset(seed);
  }

  @Override
  public Step<O> step(A action) {
    Step<O> step = inner.step(action);
    elapsed++;
    return elapsed >= maxEpisodeSteps ? step.withTruncated() : step;
  }

  @Override
  public void save(State out) {
    Wrapper.super.save(out);
    out.putLong("elapsed", elapsed);
  }

  @Override
  public void load(State in) {
    Wrapper.super.load(in);
    elapsed = Math.toIntExact(in.longValue("elapsed"));
  }
}
