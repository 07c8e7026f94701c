package dev.bellman.rl.dp;

import dev.bellman.rl.env.TransitionModel;
import dev.bellman.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// Small models for tests.
final class Models {
  /// Fills the outcomes of an action in a state.
  @FunctionalInterface
  interface Rules {
    void outcomes(int state, int action, TransitionModel.Outcomes out);
  }

  private Models() {}

  /// A model that starts in state 0.
  static TransitionModel of(int states, int actions, IntPredicate terminal, Rules rules) {
    return new TransitionModel() {
      @Override
      public int states() {
        return states;
      }

      @Override
      public int actions() {
        return actions;
      }

      @Override
      public void outcomes(int state, int action, Outcomes out) {
        rules.outcomes(state, action, out);
      }

      @Override
      public double[] initial() {
        double[] initial = new double[states];
        initial[0] = 1;
        return initial;
      }

      @Override
      public boolean terminal(int state) {
        return terminal.test(state);
      }
    };
  }

  /// Positions 0..n-1, left (0) and right (1), a step costs 1; the last position is the end. A step
  /// succeeds with a probability, else one stays.
  static TransitionModel corridor(int n, double success) {
    return of(
        n,
        2,
        state -> state == n - 1,
        (state, action, out) -> {
          int to = action == 1 ? state + 1 : Math.max(state - 1, 0);
          out.add(success, to, -1, to == n - 1);
          if (success < 1) {
            out.add(1 - success, state, -1, false);
          }
        });
  }

  /// A corridor with reward 10: on arrival, or where the goal state pays through one more step.
  static TransitionModel rewardCorridor(double success, boolean statePays) {
    return of(
        4,
        2,
        state -> state == 3 && !statePays,
        (state, action, out) -> {
          if (state == 3) {
            out.add(1, 3, 10, true);
            return;
          }
          int to = action == 1 ? state + 1 : Math.max(state - 1, 0);
          out.add(success, to, to == 3 && !statePays ? 10 : 0, to == 3 && !statePays);
          if (success < 1) {
            out.add(1 - success, state, 0, false);
          }
        });
  }

  /// An open square with side n, a step costs 1, the goal in the last corner; a step goes sideways
  /// with the slip probability.
  static TransitionModel square(int n, double slip) {
    return of(
        n * n,
        4,
        state -> state == n * n - 1,
        (state, action, out) -> {
          move(n, state, action, 1 - slip, out);
          if (slip > 0) {
            move(n, state, (action + 1) % 4, slip / 2, out);
            move(n, state, (action + 3) % 4, slip / 2, out);
          }
        });
  }

  private static void move(
      int n, int state, int direction, double p, TransitionModel.Outcomes out) {
    int x = Math.clamp(state % n + (direction == 1 ? 1 : direction == 3 ? -1 : 0), 0, n - 1);
    int y = Math.clamp(state / n + (direction == 2 ? 1 : direction == 0 ? -1 : 0), 0, n - 1);
    out.add(p, y * n + x, -1, y * n + x == n * n - 1);
  }

  /// An outcome of a random model.
  private record Way(double probability, int next, double reward, boolean terminated) {}

  /// A random model: up to 30 states and 5 actions, up to 4 outcomes, every row may end.
  static TransitionModel random(long seed) {
    Rng rng = Rng.ofSeed(seed);
    int states = 1 + rng.nextInt(30);
    int actions = 1 + rng.nextInt(5);
    int most = 1 + rng.nextInt(4);
    List<List<Way>> rows = new ArrayList<>();
    for (int k = 0; k < states * actions; k++) {
      rows.add(row(states, 1 + rng.nextInt(most), rng));
    }
    int terminal = rng.nextInt(states);
    return of(
        states,
        actions,
        state -> state == terminal,
        (state, action, out) ->
            rows.get(state * actions + action)
                .forEach(way -> out.add(way.probability, way.next, way.reward, way.terminated)));
  }

  private static List<Way> row(int states, int size, Rng rng) {
    double[] weights = new double[size];
    double sum = 0;
    for (int k = 0; k < size; k++) {
      weights[k] = 0.05 + rng.nextDouble();
      sum += weights[k];
    }
    List<Way> row = new ArrayList<>();
    for (double weight : weights) {
      row.add(
          new Way(weight / sum, rng.nextInt(states), rng.nextGaussian(), rng.nextDouble() < 0.1));
    }
    return row;
  }
}
