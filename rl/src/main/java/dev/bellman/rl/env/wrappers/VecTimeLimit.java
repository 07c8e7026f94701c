package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.env.VecWrapper;
import dev.bellman.tensor.State;
import java.util.Arrays;

/// Truncates the episodes of many environments after a number of steps; a termination in the same
/// step stays one. What [dev.bellman.rl.env.TimeLimit] is for one environment.
///
/// The environments must be able to [VecEnv#restart] one alone.
public final class VecTimeLimit implements VecWrapper {
  private final VecEnv inner;
  private final int maxEpisodeSteps;
  private final int[] elapsed;
  private final Stepped stepped;

  /// Wraps environments.
  ///
  /// @param inner the environments; owned by this from now on
  /// @param maxEpisodeSteps the step at which an episode is cut, at least 1
  /// @throws IllegalArgumentException if `maxEpisodeSteps` is less than 1
  public VecTimeLimit(VecEnv inner, int maxEpisodeSteps) {
    Need.atLeast("maxEpisodeSteps", 1, maxEpisodeSteps);
    this.inner = inner;
    this.maxEpisodeSteps = maxEpisodeSteps;
    elapsed = new int[inner.count()];
    stepped = new Stepped(inner.count());
  }

  @Override
  public VecEnv inner() {
    return inner;
  }

  @Override
  public void reset(long[] seeds, VecStep out) {
    inner.reset(seeds, out);
    Arrays.fill(elapsed, 0);
    stepped.clear();
  }

  @Override
  public void restart(int i, VecStep out) {
    inner.restart(i, out);
    elapsed[i] = 0;
  }

  @Override
  public void step(Actions actions, VecStep out, int from, int to) {
    inner.step(actions, out, from, to);
    if (inner.joint()) {
      stepped.mark(from, to);
      return;
    }
    for (int i = from; i < to; i++) {
      limit(i, out);
    }
  }

  @Override
  public void settle(Actions actions, VecStep out) {
    inner.settle(actions, out);
    stepped.forEach(i -> limit(i, out));
    stepped.clear();
  }

  private void limit(int i, VecStep out) {
    elapsed[i]++;
    boolean ended = out.done(i);
    if (elapsed[i] >= maxEpisodeSteps) {
      out.truncated()[i] = true;
      if (!ended) {
        ObservationRows.finals(observationSpace(), out)
            .copy(i, ObservationRows.current(observationSpace(), out));
        inner.restart(i, out);
      }
    }
    if (out.done(i)) {
      elapsed[i] = 0;
    }
  }

  @Override
  public void save(State out) {
    VecWrapper.super.save(out);
    out.put("elapsed", elapsed);
  }

  @Override
  public void load(State in) {
    VecWrapper.super.load(in);
    Saved.ints(in, "elapsed", elapsed);
  }
}
