package dev.bellman.rl.data;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.VecStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a [Replay] does, from lists of whole transitions.
final class ReplayModel {
  /// One environment's step, with all that is known of it.
  record Whole(
      float[] observation,
      float[] action,
      float reward,
      boolean terminated,
      boolean cut,
      float[] next,
      float @Nullable [] nextMask) {
    Whole cutHere() {
      float[] all = nextMask == null ? null : new float[nextMask.length];
      if (all != null) {
        Arrays.fill(all, 1f);
      }
      return terminated || cut
          ? this
          : new Whole(observation, action, reward, false, true, next, all);
    }
  }

  /// What a loss should see.
  record Target(
      Whole first, float returns, float discount, float[] next, float @Nullable [] nextMask) {}

  private final int n;
  private final int width;
  private final double gamma;
  private final int nStep;
  private final List<List<Whole>> steps = new ArrayList<>();
  private float[][] shown;

  ReplayModel(int n, int width, double gamma, int nStep) {
    this.n = n;
    this.width = width;
    this.gamma = gamma;
    this.nStep = nStep;
    this.shown = new float[n][];
    for (int i = 0; i < n; i++) {
      steps.add(new ArrayList<>());
    }
  }

  long added() {
    return (long) n * steps.getFirst().size();
  }

  void start(VecStep step) {
    for (int i = 0; i < n; i++) {
      List<Whole> own = steps.get(i);
      if (!own.isEmpty()) {
        own.set(own.size() - 1, own.getLast().cutHere());
      }
      shown[i] = observation(step.observations(), step.states(), i);
    }
  }

  void add(Actions taken, VecStep after) {
    for (int i = 0; i < n; i++) {
      float[] next = observation(after.observations(), after.states(), i);
      boolean cut = after.truncated()[i] && !after.terminated()[i];
      float[] successor =
          cut ? observation(after.finalObservations(), after.finalStates(), i) : next;
      steps
          .get(i)
          .add(
              new Whole(
                  shown[i],
                  action(taken, i),
                  (float) after.rewards()[i],
                  after.terminated()[i],
                  cut,
                  successor,
                  mask(after, i, cut)));
      shown[i] = next;
    }
  }

  private float[] observation(float[] values, int[] states, int i) {
    if (values.length > 0) {
      return Arrays.copyOfRange(values, i * width, (i + 1) * width);
    }
    var oneHot = new float[width];
    oneHot[states[i]] = 1f;
    return oneHot;
  }

  private float @Nullable [] mask(VecStep step, int i, boolean all) {
    byte[] masks = step.actionMasks();
    if (masks == null) {
      return null;
    }
    var mask = new float[masks.length / n];
    for (int a = 0; a < mask.length; a++) {
      mask[a] = all || masks[i * mask.length + a] != 0 ? 1f : 0f;
    }
    return mask;
  }

  private float[] action(Actions taken, int i) {
    int size = (taken.discrete().length + taken.continuous().length) / n;
    var action = new float[size];
    for (int k = 0; k < size; k++) {
      action[k] =
          taken.discrete().length > 0
              ? taken.discrete()[i * size + k]
              : taken.continuous()[i * size + k];
    }
    return action;
  }

  Target target(long number) {
    List<Whole> own = steps.get((int) (number % n));
    int t = (int) (number / n);
    Whole first = own.get(t);
    double sum = 0;
    double factor = 1;
    Whole last = first;
    for (int k = 0; k < nStep && t + k < own.size(); k++) {
      last = own.get(t + k);
      sum += factor * last.reward;
      factor *= gamma;
      if (last.terminated || last.cut) {
        break;
      }
    }
    float discount = last.terminated ? 0f : (float) factor;
    return new Target(first, (float) sum, discount, last.next, last.nextMask);
  }
}
