package dev.bellman.app.bench;

import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.tabular.StateValues;
import java.util.OptionalLong;

/// 19 states in a row, from the middle to the left or right until an end is passed: -1 on the left,
/// 1 on the right (Sutton and Barto 2018, example 7.1). Undiscounted, the random policy's values
/// are -0.9, -0.8, ..., 0.9.
final class RandomWalk implements Env<Integer, Integer> {
  static final int STATES = 19;
  private static final int MIDDLE = STATES / 2;

  private int state = MIDDLE;

  /// The random policy's value of a state.
  static double value(int state) {
    return (double) (state - MIDDLE) / (MIDDLE + 1);
  }

  /// The root mean square error of learned values.
  static double error(StateValues learned) {
    double squares = 0;
    for (int s = 0; s < STATES; s++) {
      double error = learned.at(s) - value(s);
      squares += error * error;
    }
    return Math.sqrt(squares / STATES);
  }

  @Override
  public Discrete observationSpace() {
    return Discrete.of(STATES);
  }

  @Override
  public Discrete actionSpace() {
    return Discrete.of(2);
  }

  @Override
  public Reset<Integer> reset(OptionalLong seed) {
    state = MIDDLE;
    return Reset.of(state);
  }

  @Override
  public Step<Integer> step(Integer action) {
    int next = state + (action == 1 ? 1 : -1);
    boolean terminated = next < 0 || next == STATES;
    double reward = !terminated ? 0 : next < 0 ? -1 : 1;
    state = Math.clamp(next, 0, STATES - 1);
    return Step.of(state, reward, terminated);
  }
}
