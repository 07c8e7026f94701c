package dev.bellman.rl.tabular;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;

/// A [ControlMethod] at work.
interface Method extends Stateful {
  /// Learns from the last step of environment i, if it is time to, and chooses its next action.
  void learn(int i, double progress);

  @Override
  default void save(State out) {}

  @Override
  default void load(State in) {}
}
