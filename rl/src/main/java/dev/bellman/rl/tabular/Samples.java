package dev.bellman.rl.tabular;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;

/// Steps that are kept: features, action, reward, and the features of where they led unless that
/// was the end.
final class Samples implements Stateful {
  private static final int ROOM = 1024;

  private final int active;
  private int[] features = new int[0];
  private int[] nextFeatures = new int[0];
  private int[] actions = new int[0];
  private double[] rewards = new double[0];
  private byte[] terminated = new byte[0];
  private int size;

  /// No steps.
  ///
  /// @param active m, how many features an observation has
  Samples(int active) {
    this.active = active;
  }

  /// Keeps the last step of environment i.
  void add(Walk walk, int i) {
    if (size == actions.length) {
      resize(Math.max(ROOM, 2 * size));
    }
    System.arraycopy(walk.fromFeatures(), i * active, features, size * active, active);
    System.arraycopy(walk.nextFeatures(), i * active, nextFeatures, size * active, active);
    actions[size] = walk.action(i);
    rewards[size] = walk.reward(i);
    terminated[size] = (byte) (walk.terminated(i) ? 1 : 0);
    size++;
  }

  private void resize(int length) {
    features = Arrays.copyOf(features, Math.multiplyExact(length, active));
    nextFeatures = Arrays.copyOf(nextFeatures, length * active);
    actions = Arrays.copyOf(actions, length);
    rewards = Arrays.copyOf(rewards, length);
    terminated = Arrays.copyOf(terminated, length);
  }

  int size() {
    return size;
  }

  /// The features of step k from `k * active` on.
  int[] features() {
    return features;
  }

  /// The features of where step k led, from `k * active` on.
  int[] nextFeatures() {
    return nextFeatures;
  }

  int action(int k) {
    return actions[k];
  }

  double reward(int k) {
    return rewards[k];
  }

  boolean terminated(int k) {
    return terminated[k] != 0;
  }

  @Override
  public void save(State out) {
    out.put("features", Arrays.copyOf(features, size * active));
    out.put("nextFeatures", Arrays.copyOf(nextFeatures, size * active));
    out.put("actions", Arrays.copyOf(actions, size));
    out.put("rewards", Arrays.copyOf(rewards, size));
    out.put("terminated", Arrays.copyOf(terminated, size));
  }

  @Override
  public void load(State in) {
    size = in.entry("actions").shape()[0];
    features = in.ints("features", size * active).clone();
    nextFeatures = in.ints("nextFeatures", size * active).clone();
    actions = in.ints("actions", size).clone();
    rewards = in.doubles("rewards", size).clone();
    terminated = in.bytes("terminated", size).clone();
  }
}
