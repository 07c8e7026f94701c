package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Dict;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.MultiBinary;
import dev.bellman.rl.env.MultiDiscrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Tuple;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.tensor.State;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Shows each observation some steps late. The first ones of an episode are zeros: the numbers of a
/// [Box] that are nearest to 0, the first value of a discrete space.
///
/// @param delay the number of steps, at least 0
public record DelayObservation(int delay) implements EnvWrapper {
  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if it is less than 0
  public DelayObservation {
    Need.atLeast("DelayObservation.delay", 0, delay);
  }

  /// Wraps one environment.
  ///
  /// @param env the environment; owned by the result from now on
  /// @param <O> the type of observations
  /// @param <A> the type of actions
  /// @return the wrapped environment
  public <O, A> Env<O, A> wrap(Env<O, A> env) {
    return new ObservationEnv<>(env, new Queue(env.observationSpace(), delay, 1));
  }

  @Override
  public VecEnv wrap(VecEnv envs) {
    return new ObservationVec(envs, new Queue(envs.observationSpace(), delay, envs.count()));
  }

  private static final class Queue implements ObservationMap {
    private final Space<?> space;
    private final int delay;
    private final int[] steps;

    /// What was seen at the steps t with `t % delay` equal to the place.
    private final ObservationRows[] seen;

    private final ObservationRows zeros;

    Queue(Space<?> space, int delay, int n) {
      this.space = space;
      this.delay = delay;
      steps = new int[n];
      seen = new ObservationRows[delay];
      Arrays.setAll(seen, _ -> ObservationRows.of(space, n));
      zeros = ObservationRows.of(space, n);
      for (int i = 0; i < n && !(space instanceof Discrete); i++) {
        putZero(space, zeros.values(), zeros.at(i));
      }
    }

    private static void putZero(Space<?> space, float[] out, int at) {
      switch (space) {
        case Box box -> {
          for (int d = 0; d < box.flatSize(); d++) {
            out[at + d] = Math.min(Math.max(0, box.low(d)), box.high(d));
          }
        }
        case Discrete _ -> out[at] = 1;
        case MultiDiscrete s -> {
          int next = at;
          for (int k = 0; k < s.size(); k++) {
            out[next] = 1;
            next += s.n(k);
          }
        }
        case MultiBinary _ -> {}
        case Dict(Map<String, Space<?>> parts) -> putZeros(parts.values(), out, at);
        case Tuple(List<Space<?>> parts) -> putZeros(parts, out, at);
      }
    }

    private static void putZeros(Iterable<Space<?>> parts, float[] out, int at) {
      int next = at;
      for (Space<?> part : parts) {
        putZero(part, out, next);
        next += part.flatSize();
      }
    }

    @Override
    public Space<?> space() {
      return space;
    }

    @Override
    public void start(int i, ObservationRows in, ObservationRows out) {
      steps[i] = 0;
      next(i, in, out);
    }

    @Override
    public void next(int i, ObservationRows in, ObservationRows out) {
      if (delay == 0) {
        out.copy(i, in);
        return;
      }
      ObservationRows slot = seen[steps[i] % delay];
      out.copy(i, steps[i] < delay ? zeros : slot);
      slot.copy(i, in);
      steps[i]++;
    }

    @Override
    public void save(State out) {
      out.put("steps", steps);
      for (int k = 0; k < delay; k++) {
        Saved.put(out, "seen." + k, seen[k]);
      }
    }

    @Override
    public void load(State in) {
      Saved.ints(in, "steps", steps);
      for (int k = 0; k < delay; k++) {
        Saved.rows(in, "seen." + k, seen[k]);
      }
    }
  }
}
