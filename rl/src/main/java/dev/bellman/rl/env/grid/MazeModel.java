package dev.bellman.rl.env.grid;

import dev.bellman.rl.env.GridShape;
import dev.bellman.rl.env.GridShape.Direction;
import dev.bellman.rl.env.TransitionModel;
import java.util.List;
import java.util.Optional;

/// A maze as a known model, computed from the map as it is asked.
///
/// Walls and cells without a way to a goal are never met in an episode; they count as terminal, so
/// that their values are 0 and not minus infinity.
final class MazeModel implements TransitionModel {
  private static final char CUT_OFF = ' ';
  private static final List<Direction> DIRECTIONS =
      List.of(Direction.UP, Direction.RIGHT, Direction.DOWN, Direction.LEFT);

  private final MazeMap map;
  private final Maze.Rules rules;
  private final int[] starts;

  MazeModel(MazeMap map, Maze.Rules rules, int[] starts) {
    this.map = map;
    this.rules = rules;
    this.starts = starts;
  }

  @Override
  public int states() {
    return map.size();
  }

  @Override
  public int actions() {
    return MazeMap.DIRECTIONS;
  }

  @Override
  public void outcomes(int state, int action, Outcomes out) {
    out.clear();
    if (terminal(state)) {
      out.add(1, state, 0, true);
      return;
    }
    double slip = rules.slipProbability();
    add(1 - slip, state, action, out);
    add(slip / 2, state, Maze.right(action), out);
    add(slip / 2, state, Maze.left(action), out);
  }

  private void add(double probability, int state, int direction, Outcomes out) {
    if (probability > 0) {
      int next = map.move(state, direction);
      boolean goal = map.isGoal(next);
      double reward = goal ? rules.stepReward() + rules.goalReward() : rules.stepReward();
      out.add(probability, next, reward, goal);
    }
  }

  @Override
  public double[] initial() {
    double[] initial = new double[states()];
    for (int start : starts) {
      initial[start] = 1.0 / starts.length;
    }
    return initial;
  }

  @Override
  public boolean terminal(int state) {
    return map.isGoal(state) || !map.isConnected(state);
  }

  @Override
  public Optional<GridShape> grid() {
    var cells = new StringBuilder(map.size());
    for (int cell = 0; cell < map.size(); cell++) {
      cells.append(letter(cell));
    }
    return Optional.of(new GridShape(map.width(), cells.toString(), DIRECTIONS));
  }

  private char letter(int cell) {
    return !terminal(cell)
        ? GridShape.OPEN
        : map.isGoal(cell) ? 'G' : map.isFree(cell) ? CUT_OFF : '#';
  }
}
