package dev.bellman.rl.tabular;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;

/// States, actions and rewards of one environment, in order: the last of an episode, or all.
final class Steps implements Stateful {
  private int[] states = new int[16];
  private int[] actions = new int[16];
  private double[] rewards = new double[16];
  private int size;

  void add(int state, int action, double reward) {
    if (size == states.length) {
      resize(2 * size);
    }
    states[size] = state;
    actions[size] = action;
    rewards[size] = reward;
    size++;
  }

  private void resize(int length) {
    states = Arrays.copyOf(states, length);
    actions = Arrays.copyOf(actions, length);
    rewards = Arrays.copyOf(rewards, length);
  }

  /// Forgets the first step.
  void removeFirst() {
    size--;
    System.arraycopy(states, 1, states, 0, size);
    System.arraycopy(actions, 1, actions, 0, size);
    System.arraycopy(rewards, 1, rewards, 0, size);
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  int state(int t) {
    return states[t];
  }

  int action(int t) {
    return actions[t];
  }

  double reward(int t) {
    return rewards[t];
  }

  /// `r_0 + γ r_1 + ... + γ^n value` over all steps.
  double discounted(double gamma, double value) {
    double sum = value;
    for (int t = size - 1; t >= 0; t--) {
      sum = rewards[t] + gamma * sum;
    }
    return sum;
  }

  @Override
  public void save(State out) {
    out.put("states", Arrays.copyOf(states, size));
    out.put("actions", Arrays.copyOf(actions, size));
    out.put("rewards", Arrays.copyOf(rewards, size));
  }

  @Override
  public void load(State in) {
    size = in.entry("states").shape()[0];
    resize(Math.max(16, size));
    System.arraycopy(in.ints("states", size), 0, states, 0, size);
    System.arraycopy(in.ints("actions", size), 0, actions, 0, size);
    System.arraycopy(in.doubles("rewards", size), 0, rewards, 0, size);
  }
}
