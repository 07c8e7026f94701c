package dev.bellman.rl.env.grid;

import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Rng;
import java.util.Arrays;

/// The cells of a maze in rows, each free or a wall; some free ones are starts, some goals.
/// Immutable.
///
/// Cell (row, column) is number `row * width + column`. Directions are 0 up, 1 right, 2 down, 3
/// left. What lies outside the map is wall.
public final class MazeMap {
  /// The largest width and height.
  public static final int MAX_SIDE = 2000;

  /// The number of directions.
  static final int DIRECTIONS = 4;

  private static final int MIN_GENERATED_SIDE = 5;
  private static final int FREE = 1 << 4;
  private static final int GOAL = 1 << 5;
  private static final int START = 1 << 6;
  private static final int CONNECTED = 1 << 7;

  private final int width;
  private final int height;

  /// One byte for each cell: the four lowest bits say in which directions the neighbour is free,
  /// the others what the cell is.
  private final byte[] cells;

  private final int[] step;

  private MazeMap(int width, int height, byte[] kinds) {
    this.width = width;
    this.height = height;
    cells = kinds;
    step = new int[] {-width, 1, width, -1};
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        cells[row * width + column] |= (byte) sides(row, column);
      }
    }
    int[] distances = distances();
    for (int cell = 0; cell < cells.length; cell++) {
      cells[cell] |= (byte) (distances[cell] < 0 ? 0 : CONNECTED);
    }
  }

  private int sides(int row, int column) {
    int cell = row * width + column;
    return (row > 0 && isFree(cell - width) ? 1 : 0)
        | (column < width - 1 && isFree(cell + 1) ? 2 : 0)
        | (row < height - 1 && isFree(cell + width) ? 4 : 0)
        | (column > 0 && isFree(cell - 1) ? 8 : 0);
  }

  /// Reads a map: `#` wall, `.` or a space free, `S` start, `G` goal; rows of equal length,
  /// separated by line breaks or commas. Several starts and goals are allowed.
  ///
  /// @param text the map, for example a file's whole text
  /// @return the map
  /// @throws IllegalArgumentException if a row is longer or shorter than the first, a letter is
  ///   unknown, a side is longer than [#MAX_SIDE], there is no goal, or no goal can be reached from
  ///   a start
  public static MazeMap parse(String text) {
    String[] rows = text.replaceAll("^[\\n\\r,]+|[\\n\\r,]+$", "").split("\\r\\n|[\\n\\r,]", -1);
    int height = rows.length;
    int width = rows[0].length();
    if (width == 0) {
      throw refused("must have cells, got an empty text (for example S..,.#.,..G)");
    }
    if (width > MAX_SIDE || height > MAX_SIDE) {
      throw refused(
          "must be at most %d x %d, got %d x %d".formatted(MAX_SIDE, MAX_SIDE, width, height));
    }
    byte[] kinds = new byte[width * height];
    for (int row = 0; row < height; row++) {
      if (rows[row].length() != width) {
        throw refused(
            "row %d must have %d cells as row 1 has, got %d (fill up with # or .)"
                .formatted(row + 1, width, rows[row].length()));
      }
      for (int column = 0; column < width; column++) {
        kinds[row * width + column] = kind(rows[row].charAt(column), row, column);
      }
    }
    MazeMap map = new MazeMap(width, height, kinds);
    map.checkReachable();
    return map;
  }

  private static byte kind(char letter, int row, int column) {
    return (byte)
        switch (letter) {
          case '#' -> 0;
          case '.', ' ' -> FREE;
          case 'S' -> FREE | START;
          case 'G' -> FREE | GOAL;
          default ->
              throw refused(
                  "row %d, column %d must be # (wall), . or a space (free), S (start) or G (goal),"
                          .formatted(row + 1, column + 1)
                      + " got '%s'".formatted(letter));
        };
  }

  private void checkReachable() {
    if (numbers(GOAL).length == 0) {
      throw refused("must have a goal, got none (mark a cell with G)");
    }
    for (int start : starts()) {
      if (!isConnected(start)) {
        throw refused(
            "the start in row %d, column %d must have a way to a goal, got none (open a wall)"
                .formatted(start / width + 1, start % width + 1));
      }
    }
  }

  private static IllegalArgumentException refused(String problem) {
    return new IllegalArgumentException("environment.map: " + problem);
  }

  /// Makes a maze by a depth-first walk through rooms two cells apart, with an outer wall, the
  /// start in the room at the top left and the goal in the room at the bottom right. Between any
  /// two rooms is one way; `loops` opens more. Where a side is even, its last wall is two cells
  /// thick.
  ///
  /// @param width the width with the outer walls, in 5..[#MAX_SIDE]
  /// @param height the height with the outer walls, in 5..[#MAX_SIDE]
  /// @param seed which maze, at least 0
  /// @param loops how likely a wall that is left between two rooms is opened, in [0, 1]
  /// @return the map
  /// @throws IllegalArgumentException if a number is out of range
  public static MazeMap generate(long width, long height, long seed, double loops) {
    checkSide("width", width);
    checkSide("height", height);
    if (seed < 0) {
      throw new IllegalArgumentException("environment.maze_seed: must be at least 0, got " + seed);
    }
    Ranges.unit("environment.loops", loops);
    var walk = new MazeWalk((int) width, (int) height, Rng.stream(seed, "maze", 0));
    boolean[] open = walk.open(loops);
    byte[] kinds = new byte[open.length];
    for (int cell = 0; cell < open.length; cell++) {
      kinds[cell] = (byte) (open[cell] ? FREE : 0);
    }
    kinds[walk.firstRoom()] |= (byte) START;
    kinds[walk.lastRoom()] |= (byte) GOAL;
    return new MazeMap((int) width, (int) height, kinds);
  }

  private static void checkSide(String name, long side) {
    if (side < MIN_GENERATED_SIDE || side > MAX_SIDE) {
      throw new IllegalArgumentException(
          "environment.%s: must be in %d..%d, got %d"
              .formatted(name, MIN_GENERATED_SIDE, MAX_SIDE, side));
    }
  }

  /// The number of columns.
  ///
  /// @return the width
  public int width() {
    return width;
  }

  /// The number of rows.
  ///
  /// @return the height
  public int height() {
    return height;
  }

  /// The number of cells, walls included.
  ///
  /// @return `width * height`
  public int size() {
    return cells.length;
  }

  /// Whether a cell is no wall.
  ///
  /// @param cell the cell's number
  /// @return true if it is free, a start or a goal
  public boolean isFree(int cell) {
    return (cells[cell] & FREE) != 0;
  }

  /// Whether a cell is a goal.
  ///
  /// @param cell the cell's number
  /// @return true if it is
  public boolean isGoal(int cell) {
    return (cells[cell] & GOAL) != 0;
  }

  /// Whether a cell is a start.
  ///
  /// @param cell the cell's number
  /// @return true if it is
  public boolean isStart(int cell) {
    return (cells[cell] & START) != 0;
  }

  /// Whether there is a way from a cell to a goal.
  ///
  /// @param cell the cell's number
  /// @return true if it is a goal or free and not cut off
  public boolean isConnected(int cell) {
    return (cells[cell] & CONNECTED) != 0;
  }

  /// Where a step leads.
  ///
  /// @param cell a free cell's number
  /// @param direction 0 up, 1 right, 2 down, 3 left
  /// @return the neighbour, or the cell itself where a wall is in the way
  public int move(int cell, int direction) {
    return (cells[cell] >> direction & 1) != 0 ? cell + step[direction] : cell;
  }

  /// The starts.
  ///
  /// @return their numbers in ascending order; a new array
  public int[] starts() {
    return numbers(START);
  }

  private int[] numbers(int kind) {
    int[] found = new int[cells.length];
    int count = 0;
    for (int cell = 0; cell < cells.length; cell++) {
      if ((cells[cell] & kind) != 0) {
        found[count++] = cell;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /// How far each cell is from the nearest goal.
  ///
  /// @return the least number of steps for each cell, -1 for walls and cells without a way to a
  ///   goal; a new array
  public int[] distances() {
    int[] distances = new int[cells.length];
    Arrays.fill(distances, -1);
    int[] goals = numbers(GOAL);
    for (int goal : goals) {
      distances[goal] = 0;
    }
    int[] queue = Arrays.copyOf(goals, cells.length);
    int last = goals.length;
    for (int first = 0; first < last; first++) {
      int cell = queue[first];
      for (int direction = 0; direction < DIRECTIONS; direction++) {
        int next = move(cell, direction);
        if (distances[next] < 0) {
          distances[next] = distances[cell] + 1;
          queue[last++] = next;
        }
      }
    }
    return distances;
  }

  /// The letter of a cell.
  ///
  /// @param cell the cell's number
  /// @return `#`, `.`, `S` or `G`
  char letter(int cell) {
    int kind = cells[cell];
    return (kind & FREE) == 0 ? '#' : (kind & GOAL) != 0 ? 'G' : (kind & START) != 0 ? 'S' : '.';
  }

  /// The map as [#parse] reads it.
  ///
  /// @return the rows, separated by line breaks
  @Override
  public String toString() {
    var text = new StringBuilder(cells.length + height);
    for (int cell = 0; cell < cells.length; cell++) {
      if (cell > 0 && cell % width == 0) {
        text.append('\n');
      }
      text.append(letter(cell));
    }
    return text.toString();
  }
}
