package dev.bellman.rl.env;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What one environment gave at a reset or a step, copied.
///
/// @param observation the flattened observation, empty for a [Discrete] space
/// @param state the index of a [Discrete] observation, else 0
/// @param mask the action mask, empty if there are none
/// @param reward the reward, 0 after a reset
/// @param terminated whether the task ended
/// @param truncated whether the episode was cut
/// @param last what the episode ended with, in the form of `observation`; empty if it goes on
/// @param lastState what the episode ended with, in the form of `state`
record CheckMoment(
    float[] observation,
    int state,
    byte[] mask,
    double reward,
    boolean terminated,
    boolean truncated,
    float[] last,
    int lastState) {
  /// Copies one environment's entries.
  static CheckMoment of(VecStep step, int i) {
    boolean done = step.done(i);
    byte @Nullable [] masks = step.actionMasks();
    return new CheckMoment(
        row(step.observations(), step.count(), i),
        step.states().length == 0 ? 0 : step.states()[i],
        masks == null ? new byte[0] : row(masks, step.count(), i),
        step.rewards()[i],
        step.terminated()[i],
        step.truncated()[i],
        done ? row(step.finalObservations(), step.count(), i) : new float[0],
        done && step.finalStates().length > 0 ? step.finalStates()[i] : 0);
  }

  private static float[] row(float[] values, int n, int i) {
    return Arrays.copyOfRange(values, values.length / n * i, values.length / n * (i + 1));
  }

  private static byte[] row(byte[] values, int n, int i) {
    return Arrays.copyOfRange(values, values.length / n * i, values.length / n * (i + 1));
  }

  boolean done() {
    return terminated || truncated;
  }

  /// The first thing in which two moments differ: what it is, this one's and the other's value;
  /// null if there is none.
  @Nullable String difference(CheckMoment other) {
    if (reward != other.reward) {
      return different("reward", reward, other.reward);
    }
    if (terminated != other.terminated) {
      return different("terminated", terminated, other.terminated);
    }
    if (truncated != other.truncated) {
      return different("truncated", truncated, other.truncated);
    }
    if (lastState != other.lastState) {
      return different("final observation", lastState, other.lastState);
    }
    if (state != other.state) {
      return different("observation", state, other.state);
    }
    String difference = difference("final observation", last, other.last);
    if (difference == null) {
      difference = difference("observation", observation, other.observation);
    }
    return difference == null && !Arrays.equals(mask, other.mask)
        ? different("action mask", Arrays.toString(mask), Arrays.toString(other.mask))
        : difference;
  }

  private static @Nullable String difference(String name, float[] a, float[] b) {
    for (int d = 0; d < a.length; d++) {
      if (Float.compare(a[d], b[d]) != 0) {
        return different("%s[%d]".formatted(name, d), a[d], b[d]);
      }
    }
    return null;
  }

  private static String different(String name, Object a, Object b) {
    return "%s %s and %s".formatted(name, a, b);
  }

  /// A number that nearly always differs between moments that differ.
  int hash() {
    int hash = Arrays.hashCode(observation);
    hash = 31 * hash + state;
    hash = 31 * hash + Arrays.hashCode(mask);
    hash = 31 * hash + Double.hashCode(reward);
    return 31 * hash + (terminated ? 2 : 0) + (truncated ? 1 : 0);
  }
}
