package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;

/// Environments that start the next episode at once, and those starts, held back until somebody
/// asks for them.
final class Held implements Stateful {
  final VecEnv envs;

  /// What the environments show: the next start where an episode ended.
  final VecStep shown;

  /// Where an episode ended and the next start has not been shown.
  final boolean[] ended;

  private final Space<?> observationSpace;

  Held(VecEnv envs) {
    this.envs = envs;
    shown = VecStep.of(envs);
    ended = new boolean[envs.count()];
    observationSpace = envs.observationSpace();
  }

  void reset(long[] seeds, VecStep out) {
    envs.reset(seeds, shown);
    for (int i = 0; i < ended.length; i++) {
      showStart(i, out);
    }
  }

  /// Steps the environments whose episodes run, in ranges as long as can be, and shows where they
  /// came to.
  void step(Actions actions, VecStep out) {
    int from = 0;
    while (from < ended.length) {
      int to = from;
      while (to < ended.length && !ended[to]) {
        to++;
      }
      if (to > from) {
        envs.step(actions, shown, from, to);
      }
      from = to + 1;
    }
    envs.settle(actions, shown);
    for (int i = 0; i < ended.length; i++) {
      if (!ended[i]) {
        show(i, out);
      }
    }
  }

  private void show(int i, VecStep out) {
    boolean done = shown.done(i);
    out.rewards()[i] = shown.rewards()[i];
    out.terminated()[i] = shown.terminated()[i];
    out.truncated()[i] = shown.truncated()[i];
    ObservationRows current = ObservationRows.current(observationSpace, out);
    if (done) {
      current.copy(i, ObservationRows.finals(observationSpace, shown));
    } else {
      current.copy(i, ObservationRows.current(observationSpace, shown));
    }
    showMask(i, out, done);
    ended[i] = done;
  }

  /// The start of an environment's episode: no reward, no end.
  void showStart(int i, VecStep out) {
    out.rewards()[i] = 0;
    out.terminated()[i] = false;
    out.truncated()[i] = false;
    ObservationRows.current(observationSpace, out)
        .copy(i, ObservationRows.current(observationSpace, shown));
    showMask(i, out, false);
    ended[i] = false;
  }

  private void showMask(int i, VecStep out, boolean all) {
    byte[] from = shown.actionMasks();
    byte[] to = out.actionMasks();
    if (from == null || to == null) {
      return;
    }
    int size = from.length / ended.length;
    if (all) {
      Arrays.fill(to, i * size, (i + 1) * size, (byte) 1);
    } else {
      System.arraycopy(from, i * size, to, i * size, size);
    }
  }

  @Override
  public void save(State out) {
    envs.save(out.at("env"));
    shown.save(out.at("shown"));
    var bytes = new byte[ended.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (ended[i] ? 1 : 0);
    }
    out.put("ended", bytes);
  }

  @Override
  public void load(State in) {
    envs.load(in.at("env"));
    shown.load(in.at("shown"));
    byte[] bytes = in.bytes("ended", ended.length);
    for (int i = 0; i < bytes.length; i++) {
      ended[i] = bytes[i] == 1;
    }
  }
}
