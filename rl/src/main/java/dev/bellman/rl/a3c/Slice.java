package dev.bellman.rl.a3c;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.State;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/// Some of N environments as environments of their own, so that several threads may step disjoint
/// slices at the same time. They are reset before the first step, one slice after the other.
final class Slice implements VecEnv {
  /// What the slices of the same environments share.
  private record Whole(VecEnv envs, long[] seeds, VecStep step, Actions actions) {}

  private final Whole whole;
  private final int from;
  private final int count;

  private Slice(Whole whole, int from, int to) {
    this.whole = whole;
    this.from = from;
    this.count = to - from;
  }

  /// Cuts environments into slices of nearly equal size.
  static List<Slice> of(VecEnv envs, int slices) {
    int n = envs.count();
    if (slices > n) {
      throw new IllegalArgumentException(
          "actors.count: must be at most the number of environments, %d, got %d (raise envs)"
              .formatted(n, slices));
    }
    if (envs.joint()) {
      throw new IllegalArgumentException(
          "environment '%s': must not depend on all environments together for a3c, got one that does"
                  .formatted(envs.name())
              + " (leave the wrapper out)");
    }
    Actions actions = Actions.of(n, envs.actionSpace());
    Whole whole = new Whole(envs, new long[n], VecStep.of(envs), actions);
    List<Slice> all = new ArrayList<>();
    for (int k = 0; k < slices; k++) {
      all.add(new Slice(whole, k * n / slices, (k + 1) * n / slices));
    }
    return all;
  }

  /// The number of the first environment.
  int first() {
    return from;
  }

  @Override
  public String name() {
    return whole.envs.name();
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public Space<?> observationSpace() {
    return whole.envs.observationSpace();
  }

  @Override
  public Space<?> actionSpace() {
    return whole.envs.actionSpace();
  }

  @Override
  public boolean masksActions() {
    return whole.envs.masksActions();
  }

  /// Resets all environments, those of other slices with the seeds that they have had: they show
  /// the same again.
  @Override
  public void reset(long[] seeds, VecStep out) {
    VecEnv.checkSeeds(name(), seeds, count);
    System.arraycopy(seeds, 0, whole.seeds, from, count);
    whole.envs.reset(whole.seeds, whole.step);
    show(out, 0, count);
  }

  @Override
  public void step(Actions actions, VecStep out, int begin, int end) {
    Actions all = whole.actions;
    copy(actions.discrete(), begin, all.discrete(), from + begin, end - begin, count);
    copy(actions.continuous(), begin, all.continuous(), from + begin, end - begin, count);
    whole.envs.step(all, whole.step, from + begin, from + end);
    show(out, begin, end);
  }

  private void show(VecStep out, int begin, int end) {
    VecStep all = whole.step;
    show(all.observations(), out.observations(), begin, end);
    show(all.states(), out.states(), begin, end);
    show(all.rewards(), out.rewards(), begin, end);
    show(all.terminated(), out.terminated(), begin, end);
    show(all.truncated(), out.truncated(), begin, end);
    show(all.finalObservations(), out.finalObservations(), begin, end);
    show(all.finalStates(), out.finalStates(), begin, end);
    byte[] masks = all.actionMasks();
    byte[] shown = out.actionMasks();
    if (masks != null && shown != null) {
      show(masks, shown, begin, end);
    }
  }

  private void show(Object all, Object out, int begin, int end) {
    copy(all, from + begin, out, begin, end - begin, whole.envs.count());
  }

  /// Copies rows of an array that has `sourceRows` of them.
  private static void copy(
      Object source, int first, Object target, int targetFirst, int rows, int sourceRows) {
    int width = Array.getLength(source) / sourceRows;
    System.arraycopy(source, first * width, target, targetFirst * width, rows * width);
  }

  @Override
  public boolean savesState() {
    return whole.envs.savesState();
  }

  /// The first slice writes them all, and what they show: wrappers look at it.
  @Override
  public void save(State out) {
    if (from == 0) {
      whole.envs.save(out);
      whole.step.save(out.at("shown"));
    }
  }

  @Override
  public void load(State in) {
    if (from == 0) {
      whole.envs.load(in);
      whole.step.load(in.at("shown"));
    }
  }
}
