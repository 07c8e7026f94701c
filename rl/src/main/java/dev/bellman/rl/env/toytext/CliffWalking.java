package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.GridShape;
import dev.bellman.rl.env.GridShape.Direction;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Simulation;
import dev.bellman.rl.env.TransitionModel;
import java.util.List;

/// Walking along a cliff from the lower left to the lower right corner of a grid of 4 rows and 12
/// columns.
///
/// Actions: up (0), right (1), down (2), left (3); on slippery ground the step goes there or to one
/// of the two sides, each with probability 1/3. The observation is row * 12 + column. The reward is
/// -1 for a step, and -100 for one over the cliff between the corners, which leads back to the
/// start without an end. An episode terminates at the goal.
///
/// **Source**: Sutton and Barto, Reinforcement Learning, example 6.6; the numbers of Gymnasium
/// 1.4's `CliffWalking`, seed for seed.
public final class CliffWalking {
  static final int ROWS = 4;
  static final int COLUMNS = 12;
  static final int START = (ROWS - 1) * COLUMNS;
  static final int GOAL = ROWS * COLUMNS - 1;

  private static final List<Direction> DIRECTIONS =
      List.of(Direction.UP, Direction.RIGHT, Direction.DOWN, Direction.LEFT);
  private static final int ACTIONS = DIRECTIONS.size();

  private CliffWalking() {}

  /// One environment, without a time limit.
  ///
  /// @param isSlippery whether steps may go to the side
  /// @return the environment
  public static SimulatedEnv<Integer, Integer> env(boolean isSlippery) {
    return new SimulatedEnv<>(simulation(1, isSlippery));
  }

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param isSlippery whether steps may go to the side
  /// @return the copies
  public static Simulation<Integer, Integer> simulation(int n, boolean isSlippery) {
    var table =
        new TransitionTable(
            new GridShape(COLUMNS, cells(), DIRECTIONS),
            new int[] {START},
            state -> state == GOAL,
            (state, action, out) -> {
              if (isSlippery) {
                move(1.0 / 3, state, (action + 3) % ACTIONS, out);
                move(1.0 / 3, state, action, out);
                move(1.0 / 3, state, (action + 1) % ACTIONS, out);
              } else {
                move(1, state, action, out);
              }
            });
    return new TableSimulation("CliffWalking", n, table, new CliffScene());
  }

  private static String cells() {
    var cells = new StringBuilder();
    for (int cell = 0; cell < ROWS * COLUMNS; cell++) {
      cells.append(cell == GOAL ? 'G' : isCliff(cell) ? 'C' : GridShape.OPEN);
    }
    return cells.toString();
  }

  private static void move(
      double probability, int state, int direction, TransitionModel.Outcomes out) {
    int row = state / COLUMNS;
    int column = state % COLUMNS;
    int next =
        switch (direction) {
          case 0 -> row > 0 ? state - COLUMNS : state;
          case 1 -> column < COLUMNS - 1 ? state + 1 : state;
          case 2 -> row < ROWS - 1 ? state + COLUMNS : state;
          default -> column > 0 ? state - 1 : state;
        };
    if (isCliff(next)) {
      out.add(probability, START, -100, false);
    } else {
      out.add(probability, next, -1, next == GOAL);
    }
  }

  /// {@return whether a cell is part of the cliff}
  ///
  /// @param cell row * 12 + column
  static boolean isCliff(int cell) {
    return cell > START && cell < GOAL;
  }
}
