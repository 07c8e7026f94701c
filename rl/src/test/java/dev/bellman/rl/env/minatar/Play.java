package dev.bellman.rl.env.minatar;

import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/// One game without sticky actions, from a given state.
final class Play {
  static final MinAtarOptions FIRM = new MinAtarOptions(false, 0, true);

  private final SimulatedEnv<float[], Integer> env;
  private Optional<Step<float[]>> last = Optional.empty();

  /// Starts a game.
  ///
  /// @param game one copy
  /// @param state parts of its state, one after the other
  Play(MinAtarGame game, double[]... state) {
    env = game.env();
    env.reset(0);
    if (state.length > 0) {
      env.startFrom(Arrays.stream(state).flatMapToDouble(DoubleStream::of).toArray());
    }
  }

  static double[] of(double... values) {
    return values;
  }

  /// Ten rows of bits, all empty but those given as `row, bits, row, bits, ...`.
  static double[] rows(int... set) {
    double[] rows = new double[10];
    for (int k = 0; k < set.length; k += 2) {
      rows[set[k]] = set[k + 1];
    }
    return rows;
  }

  /// Takes actions and returns the sum of rewards.
  double take(int... actions) {
    double sum = 0;
    for (int action : actions) {
      Step<float[]> step = env.step(action);
      last = Optional.of(step);
      sum += step.reward();
    }
    return sum;
  }

  /// Does nothing so many times.
  double idle(int frames) {
    return take(new int[frames]);
  }

  boolean isOver() {
    return last.orElseThrow().terminated();
  }

  /// A part of the state.
  double[] state(int from, int to) {
    return Arrays.copyOfRange(env.state(), from, to);
  }

  double state(int k) {
    return env.state()[k];
  }

  /// The state's numbers from one on to the end.
  double[] stateFrom(int from) {
    return state(from, env.state().length);
  }

  List<String> lines() {
    return env.text().lines().toList();
  }
}
