package dev.bellman.rl.dp;

import dev.bellman.rl.env.TransitionModel.Outcomes;
import java.util.Arrays;

/// One row of an [Mdp] while it is put together. Outcomes that lead to the same state become one.
final class Row {
  private final Outcomes outcomes = new Outcomes();

  /// For each state its place among `next` plus 1, or 0.
  private final int[] place;

  private int size;
  private int[] next = new int[4];
  private double[] probability = new double[4];
  private double reward;

  /// A row of a process with so many states.
  Row(int states) {
    place = new int[states + 1];
  }

  /// Room for what a model says.
  Outcomes outcomes() {
    return outcomes;
  }

  void clear() {
    for (int k = 0; k < size; k++) {
      place[next[k]] = 0;
    }
    size = 0;
    reward = 0;
  }

  void earn(double expected) {
    reward += expected;
  }

  void add(double p, int to) {
    int known = place[to];
    if (known > 0) {
      probability[known - 1] += p;
      return;
    }
    if (size == next.length) {
      next = Arrays.copyOf(next, 2 * size);
      probability = Arrays.copyOf(probability, 2 * size);
    }
    next[size] = to;
    probability[size] = p;
    place[to] = ++size;
  }

  int size() {
    return size;
  }

  double reward() {
    return reward;
  }

  int next(int k) {
    return next[k];
  }

  double probability(int k) {
    return probability[k];
  }
}
