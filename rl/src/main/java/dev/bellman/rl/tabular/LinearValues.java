package dev.bellman.rl.tabular;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;

/// Action values that are sums of weights: `Q(s, a) = Σ_k w[k, a]` over the features k of s.
public final class LinearValues implements Stateful {
  private final int actions;
  private final int active;
  private final double[] weights;

  /// Equal values.
  ///
  /// @param features the number of features, at least 1
  /// @param active m, how many of them each state has, at least 1
  /// @param actions A, the number of actions, at least 1
  /// @param initial what each action value is
  LinearValues(int features, int active, int actions, double initial) {
    this.actions = actions;
    this.active = active;
    this.weights = new double[Math.multiplyExact(features, actions)];
    Arrays.fill(weights, initial / active);
  }

  /// {@return A, the number of actions}
  public int actions() {
    return actions;
  }

  /// {@return w[k, a]}
  ///
  /// @param feature k
  /// @param action a
  public double weight(int feature, int action) {
    return weights[feature * actions + action];
  }

  /// {@return Q(s, a)}
  ///
  /// @param features an array that holds the features of s; not modified
  /// @param at where they begin in it
  /// @param action a
  double at(int[] features, int at, int action) {
    double value = 0;
    for (int j = at; j < at + active; j++) {
      value += weights[features[j] * actions + action];
    }
    return value;
  }

  /// Changes a value: each of its m weights by an m-th of that.
  ///
  /// @param features an array that holds the features of s; not modified
  /// @param at where they begin in it
  /// @param action a
  /// @param change what is added to Q(s, a)
  void nudge(int[] features, int at, int action, double change) {
    double share = change / active;
    for (int j = at; j < at + active; j++) {
      weights[features[j] * actions + action] += share;
    }
  }

  /// Fills a table of one state with all values of a state.
  ///
  /// @param features an array that holds the features of s; not modified
  /// @param at where they begin in it
  /// @param row the table; modified
  void read(int[] features, int at, ActionValues row) {
    for (int a = 0; a < actions; a++) {
      row.set(0, a, at(features, at, a));
    }
    row.allowAll(0);
  }

  /// Takes over other weights.
  ///
  /// @param other `[features, A]` row-major; not modified
  void set(double[] other) {
    System.arraycopy(other, 0, weights, 0, weights.length);
  }

  @Override
  public void save(State out) {
    out.put("weights", weights, weights.length / actions, actions);
  }

  @Override
  public void load(State in) {
    System.arraycopy(in.doubles("weights", weights.length), 0, weights, 0, weights.length);
  }
}
