package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.env.VecWrapper;
import dev.bellman.rl.env.Wrapper;
import dev.bellman.tensor.State;
import java.util.OptionalLong;

/// Refuses steps before the first reset and, of a single environment, after an episode's end.
/// Built-in environments do so themselves.
public record OrderEnforcing() implements EnvWrapper {
  private static IllegalStateException refusal() {
    return new IllegalStateException(
        "step: must follow a reset, got no running episode (call reset first)");
  }

  /// Wraps one environment.
  ///
  /// @param env the environment, with its time limit if it has one; owned by the result from now on
  /// @param <O> the type of observations
  /// @param <A> the type of actions
  /// @return the wrapped environment
  public <O, A> Env<O, A> wrap(Env<O, A> env) {
    return new One<>(env);
  }

  @Override
  public VecEnv wrap(VecEnv envs) {
    return new Many(envs);
  }

  private static final class One<O, A> implements Wrapper<O, A> {
    private final Env<O, A> inner;
    private boolean running;

    One(Env<O, A> inner) {
      this.inner = inner;
    }

    @Override
    public Env<O, A> inner() {
      return inner;
    }

    @Override
    public Reset<O> reset(OptionalLong seed) {
      running = true;
      return inner.reset(seed);
    }

    @Override
    public Step<O> step(A action) {
      if (!running) {
        throw refusal();
      }
      Step<O> step = inner.step(action);
      running = !step.done();
      return step;
    }

    @Override
    public void save(State out) {
      Wrapper.super.save(out);
      out.putLong("running", running ? 1 : 0);
    }

    @Override
    public void load(State in) {
      Wrapper.super.load(in);
      running = in.longValue("running") == 1;
    }
  }

  private static final class Many implements VecWrapper {
    private final VecEnv inner;
    private boolean running;

    Many(VecEnv inner) {
      this.inner = inner;
    }

    @Override
    public VecEnv inner() {
      return inner;
    }

    @Override
    public void reset(long[] seeds, VecStep out) {
      inner.reset(seeds, out);
      running = true;
    }

    @Override
    public void step(Actions actions, VecStep out, int from, int to) {
      if (!running) {
        throw refusal();
      }
      inner.step(actions, out, from, to);
    }

    @Override
    public void save(State out) {
      VecWrapper.super.save(out);
      out.putLong("running", running ? 1 : 0);
    }

    @Override
    public void load(State in) {
      VecWrapper.super.load(in);
      running = in.longValue("running") == 1;
    }
  }
}
