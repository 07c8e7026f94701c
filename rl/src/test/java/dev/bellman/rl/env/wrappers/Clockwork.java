package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;
import java.util.OptionalLong;

/// Shows `(10 · episode + t, last action)` and pays t. Episodes are as long as the seed says; odd
/// ones terminate, even ones are truncated.
final class Clockwork implements Env<float[], float[]>, Stateful {
  private long length;
  private int episode;
  private int t;

  @Override
  public Box observationSpace() {
    return Box.of(new float[] {0, -2}, new float[] {100, 2});
  }

  @Override
  public Box actionSpace() {
    return Box.of(-2, 2, 1);
  }

  @Override
  public Reset<float[]> reset(OptionalLong seed) {
    seed.ifPresent(s -> length = s);
    episode = seed.isPresent() ? 1 : episode + 1;
    t = 0;
    return Reset.of(new float[] {10 * episode, 0});
  }

  @Override
  public Step<float[]> step(float[] action) {
    t++;
    float[] observation = {10 * episode + t, action[0]};
    boolean ended = t >= length;
    Step<float[]> step = Step.of(observation, t, ended && episode % 2 == 1);
    return ended && episode % 2 == 0 ? step.withTruncated() : step;
  }

  @Override
  public void save(State out) {
    out.put("clock", new long[] {length, episode, t});
  }

  @Override
  public void load(State in) {
    long[] saved = in.longs("clock", 3);
    length = saved[0];
    episode = (int) saved[1];
    t = (int) saved[2];
  }

  static VecEnv vector(int n) {
    return EnvAdapter.of("Clockwork", n, Clockwork::new);
  }

  /// Many environments with their arrays.
  static final class Run {
    final VecEnv envs;
    final VecStep out;
    final Actions actions;

    Run(VecEnv envs, long... seeds) {
      this.envs = envs;
      out = VecStep.of(envs);
      actions = Actions.of(envs.count(), envs.actionSpace());
      envs.reset(seeds, out);
    }

    /// Takes an action of one number in each environment.
    Run step(float... taken) {
      System.arraycopy(taken, 0, actions.continuous(), 0, taken.length);
      envs.step(actions, out);
      return this;
    }

    float[] row(int i) {
      return row(out.observations(), i);
    }

    float[] finalRow(int i) {
      return row(out.finalObservations(), i);
    }

    private float[] row(float[] values, int i) {
      int size = values.length / out.count();
      return Arrays.copyOfRange(values, i * size, (i + 1) * size);
    }
  }
}
