package dev.bellman.rl.env.grid;

import dev.bellman.tensor.Rng;

/// A random depth-first walk that opens walls between rooms until it has seen every room.
///
/// Rooms are the cells with odd row and odd column; between two neighbours is one cell of wall.
final class MazeWalk {
  private final int width;
  private final int columns;
  private final int rows;
  private final Rng rng;
  private final boolean[] open;

  /// From a cell to the next room: up, right, down, left; the wall between is half the way.
  private final int[] jump;

  MazeWalk(int width, int height, Rng rng) {
    this.width = width;
    this.rng = rng;
    columns = (width - 1) / 2;
    rows = (height - 1) / 2;
    open = new boolean[width * height];
    jump = new int[] {-2 * width, 2, 2 * width, -2};
  }

  int firstRoom() {
    return room(0, 0);
  }

  int lastRoom() {
    return room(rows - 1, columns - 1);
  }

  private int room(int row, int column) {
    return (2 * row + 1) * width + 2 * column + 1;
  }

  /// Walks and then opens further walls.
  ///
  /// @param loops how likely a wall that is left between two rooms is opened
  /// @return which cells are free
  boolean[] open(double loops) {
    walk();
    if (loops > 0) {
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          openRight(row, column, loops);
          openBelow(row, column, loops);
        }
      }
    }
    return open;
  }

  private void walk() {
    int[] path = new int[rows * columns];
    int length = 1;
    path[0] = firstRoom();
    open[path[0]] = true;
    while (length > 0) {
      int room = path[length - 1];
      int direction = unseen(room);
      if (direction < 0) {
        length--;
      } else {
        open[room + jump[direction] / 2] = true;
        open[room + jump[direction]] = true;
        path[length++] = room + jump[direction];
      }
    }
  }

  /// A direction, drawn from those that lead to a room not yet seen, or -1.
  private int unseen(int room) {
    int row = room / width / 2;
    int column = room % width / 2;
    int directions = 0;
    directions |= row > 0 && !open[room + jump[0]] ? 1 : 0;
    directions |= column < columns - 1 && !open[room + jump[1]] ? 2 : 0;
    directions |= row < rows - 1 && !open[room + jump[2]] ? 4 : 0;
    directions |= column > 0 && !open[room + jump[3]] ? 8 : 0;
    if (directions == 0) {
      return -1;
    }
    for (int skip = rng.nextInt(Integer.bitCount(directions)); skip > 0; skip--) {
      directions &= directions - 1;
    }
    return Integer.numberOfTrailingZeros(directions);
  }

  private void openRight(int row, int column, double loops) {
    int wall = room(row, column) + 1;
    if (column < columns - 1 && !open[wall]) {
      open[wall] = rng.nextDouble() < loops;
    }
  }

  private void openBelow(int row, int column, double loops) {
    int wall = room(row, column) + width;
    if (row < rows - 1 && !open[wall]) {
      open[wall] = rng.nextDouble() < loops;
    }
  }
}
