package dev.bellman.llm.task;

import dev.bellman.tensor.Rng;
import java.util.Arrays;

/// A maze of 4 by 4 cells, numbered row by row.
///
/// @param walls bit c is set if cell c is a wall
/// @param start the cell to start from
/// @param goal the cell to reach
record Maze(int walls, int start, int goal) {
  static final int SIDE = 4;
  static final int CELLS = SIDE * SIDE;
  static final int UP = 0;
  static final int DOWN = 1;
  static final int LEFT = 2;
  static final int RIGHT = 3;
  static final int MOVES = 4;

  private static final double WALL = 0.3;
  private static final int NEAREST = 2;

  /// Any maze: start and goal are two cells drawn uniformly, each of the others is a wall with
  /// probability 0.3.
  static Maze draw(Rng rng) {
    int walls = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      if (rng.nextDouble() < WALL) {
        walls |= 1 << cell;
      }
    }
    int start = rng.nextInt(CELLS);
    int goal = (start + 1 + rng.nextInt(CELLS - 1)) % CELLS;
    return new Maze(walls & ~(1 << start | 1 << goal), start, goal);
  }

  /// Whether the maze is worth solving: the goal can be reached, in no fewer than 2 moves, and both
  /// ways with at most one corner are blocked, so that walls must be looked at.
  boolean isHard() {
    return blocked(corner(start, goal)) && blocked(corner(goal, start)) && shortest() >= NEAREST;
  }

  /// The cells of the way that goes along the first cell's row and then along the other's column.
  private static int corner(int first, int other) {
    int row = first / SIDE;
    int column = other % SIDE;
    int cells = 0;
    for (int c = Math.min(first % SIDE, column); c <= Math.max(first % SIDE, column); c++) {
      cells |= 1 << (row * SIDE + c);
    }
    for (int r = Math.min(row, other / SIDE); r <= Math.max(row, other / SIDE); r++) {
      cells |= 1 << (r * SIDE + column);
    }
    return cells;
  }

  private boolean blocked(int cells) {
    return (walls & cells) != 0;
  }

  /// The fewest moves from start to goal, or -1 if there is no way: the cells within reach grow by
  /// one move at a time.
  int shortest() {
    int reached = 1 << start;
    for (int moves = 0; moves < CELLS; moves++) {
      if ((reached >> goal & 1) == 1) {
        return moves;
      }
      int next = reached;
      for (int cell = 0; cell < CELLS; cell++) {
        for (int move = 0; (reached >> cell & 1) == 1 && move < MOVES; move++) {
          int to = to(cell, move);
          next |= to < 0 ? 0 : 1 << to;
        }
      }
      reached = next;
    }
    return -1;
  }

  /// Where a move leads, or -1 if it is not legal.
  int to(int cell, int move) {
    int row = cell / SIDE + (move == DOWN ? 1 : move == UP ? -1 : 0);
    int column = cell % SIDE + (move == RIGHT ? 1 : move == LEFT ? -1 : 0);
    boolean inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
    int to = row * SIDE + column;
    return inside && (walls >> to & 1) == 0 ? to : -1;
  }

  /// Walks at random: each move is drawn from the legal ones that do not take back the move before
  /// it; in a dead end that is the only one. The walk ends at the goal or after so many moves.
  int[] walk(int most, Rng rng) {
    int[] walk = new int[most];
    int[] open = new int[MOVES];
    int cell = start;
    int length = 0;
    while (length < most && cell != goal) {
      int choices = 0;
      for (int move = 0; move < MOVES; move++) {
        boolean back = length > 0 && move == (walk[length - 1] ^ 1);
        if (!back && to(cell, move) >= 0) {
          open[choices++] = move;
        }
      }
      walk[length] = choices > 0 ? open[rng.nextInt(choices)] : walk[length - 1] ^ 1;
      cell = to(cell, walk[length++]);
    }
    return Arrays.copyOf(walk, length);
  }

  /// Whether all moves are legal and the last one enters the goal.
  boolean solvedBy(int[] moves) {
    int cell = start;
    for (int move : moves) {
      cell = to(cell, move);
      if (cell < 0) {
        return false;
      }
    }
    return moves.length > 0 && cell == goal;
  }
}
