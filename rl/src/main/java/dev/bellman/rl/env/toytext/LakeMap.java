package dev.bellman.rl.env.toytext;

import dev.bellman.tensor.Rng;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The tiles of a frozen lake: `S` where episodes start, `F` frozen, `H` a hole, `G` a goal.
///
/// There is a start and a goal, and from each start a way to a goal. Immutable.
public final class LakeMap {
  private static final int MAX_TILES = 1_000_000;
  private static final int MAX_SIZE = 1000;
  private static final long MAX_DRAWS = 50_000_000;
  private static final String LETTERS = "SFHG";

  private final int rows;
  private final int columns;
  private final byte[] tiles;

  private LakeMap(int rows, int columns, byte[] tiles) {
    this.rows = rows;
    this.columns = columns;
    this.tiles = tiles;
  }

  /// Reads a map.
  ///
  /// @param text its rows from top to bottom, separated by commas or ends of lines; space around
  ///   rows is ignored
  /// @return the map
  /// @throws IllegalArgumentException if it is empty, too large, ragged, has another letter, no
  ///   start, no goal or a start that no way leads from to a goal; the message begins with
  ///   `environment.desc`
  public static LakeMap of(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "environment.desc: must have a row, got none (a map is like SFFF,FHFH,FFFH,HFFG)");
    }
    String[] lines = text.strip().split("\\s*(?:,|\\R)\\s*", -1);
    int columns = lines[0].length();
    if ((long) lines.length * columns > MAX_TILES) {
      throw new IllegalArgumentException(
          "environment.desc: must have at most %d tiles, got %d x %d"
              .formatted(MAX_TILES, lines.length, columns));
    }
    byte[] tiles = new byte[lines.length * columns];
    for (int row = 0; row < lines.length; row++) {
      read(lines[row], row, columns, tiles);
    }
    var map = new LakeMap(lines.length, columns, tiles);
    map.check();
    return map;
  }

  private static void read(String line, int row, int columns, byte[] tiles) {
    if (line.length() != columns) {
      throw new IllegalArgumentException(
          "environment.desc: rows must be equally long, got %d tiles in row 1 and %d in row %d"
              .formatted(columns, line.length(), row + 1));
    }
    for (int column = 0; column < columns; column++) {
      char letter = line.charAt(column);
      if (LETTERS.indexOf(letter) < 0) {
        throw new IllegalArgumentException(
            "environment.desc: must hold only S (start), F (frozen), H (hole) and G (goal),"
                + " got '%c' in row %d, column %d".formatted(letter, row + 1, column + 1));
      }
      tiles[row * columns + column] = (byte) letter;
    }
  }

  private void check() {
    if (starts().length == 0) {
      throw new IllegalArgumentException("environment.desc: must have a start, got no S");
    }
    if (IntStream.range(0, size()).noneMatch(this::isGoal)) {
      throw new IllegalArgumentException("environment.desc: must have a goal, got no G");
    }
    boolean[] reaching = reachingGoal();
    for (int start : starts()) {
      if (!reaching[start]) {
        throw new IllegalArgumentException(
            ("environment.desc: a way must lead from each start to a goal, got none from row %d,"
                    + " column %d (take away holes)")
                .formatted(start / columns + 1, start % columns + 1));
      }
    }
  }

  /// Gymnasium's maps.
  ///
  /// @param name `4x4` or `8x8`
  /// @return the map
  /// @throws IllegalArgumentException if there is none of that name; the message begins with
  ///   `environment.map_name`
  public static LakeMap named(String name) {
    return switch (name) {
      case "4x4" -> of("SFFF,FHFH,FFFH,HFFG");
      case "8x8" -> of("SFFFFFFF,FFFFFFFF,FFFHFFFF,FFFFFHFF,FFFHFFFF,FHHFFFHF,FHFFHFHF,FFFHFFFG");
      default ->
          throw new IllegalArgumentException(
              "environment.map_name: must be 4x4 or 8x8, got '%s' (other maps: desc, map_size)"
                  .formatted(name));
    };
  }

  /// Draws a square map that has a way from the upper left to the lower right corner: the one that
  /// Gymnasium's `generate_random_map` gives.
  ///
  /// @param size the number of rows and of columns, in 2..1000
  /// @param p how likely a tile is frozen, in (0, 1]
  /// @param seed the seed of the stream, at least 0
  /// @return the map
  /// @throws IllegalArgumentException if an argument is out of range or no way is found in many
  ///   maps; the message begins with `environment.map_size`, `environment.map_p` or
  ///   `environment.map_seed`
  public static LakeMap random(long size, double p, long seed) {
    if (size < 2 || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "environment.map_size: must be in 2..%d, got %d".formatted(MAX_SIZE, size));
    }
    if (!(p > 0 && p <= 1)) {
      throw new IllegalArgumentException("environment.map_p: must be in (0, 1], got " + p);
    }
    if (seed < 0) {
      throw new IllegalArgumentException("environment.map_seed: must be at least 0, got " + seed);
    }
    Rng rng = Rng.ofSeed(seed);
    double threshold = p / (p + (1 - p)); // NumPy divides the cumulative sum by its last element
    int side = (int) size;
    int tiles = side * side;
    long attempts = MAX_DRAWS / tiles;
    for (long k = 0; k < attempts; k++) {
      byte[] drawn = new byte[tiles];
      for (int t = 0; t < tiles; t++) {
        drawn[t] = (byte) (rng.nextDouble() < threshold ? 'F' : 'H');
      }
      drawn[0] = 'S';
      drawn[tiles - 1] = 'G';
      var map = new LakeMap(side, side, drawn);
      if (map.reachingGoal()[0]) {
        return map;
      }
    }
    throw new IllegalArgumentException(
        ("environment.map_p: must leave a way from start to goal, got %s and no way in %d maps of"
                + " %d x %d (raise map_p or lower map_size)")
            .formatted(p, attempts, size, size));
  }

  /// Marks the tiles from which a way leads to a goal, walking backwards from the goals.
  private boolean[] reachingGoal() {
    boolean[] reaching = new boolean[size()];
    int[] queue = new int[size()];
    int end = 0;
    for (int tile = 0; tile < size(); tile++) {
      if (isGoal(tile)) {
        reaching[tile] = true;
        queue[end++] = tile;
      }
    }
    for (int k = 0; k < end; k++) {
      for (int action = 0; action < 4; action++) {
        int neighbour = neighbour(queue[k], action);
        if (!reaching[neighbour] && tiles[neighbour] != 'H') {
          reaching[neighbour] = true;
          queue[end++] = neighbour;
        }
      }
    }
    return reaching;
  }

  /// {@return the number of rows}
  public int rows() {
    return rows;
  }

  /// {@return the number of columns}
  public int columns() {
    return columns;
  }

  int size() {
    return tiles.length;
  }

  /// {@return the letter of a tile}
  ///
  /// @param tile row * columns + column
  char letter(int tile) {
    return (char) tiles[tile];
  }

  boolean isGoal(int tile) {
    return tiles[tile] == 'G';
  }

  /// {@return whether an episode ends on a tile}
  ///
  /// @param tile row * columns + column
  boolean isEnd(int tile) {
    return tiles[tile] == 'G' || tiles[tile] == 'H';
  }

  int[] starts() {
    return IntStream.range(0, size()).filter(tile -> tiles[tile] == 'S').toArray();
  }

  /// {@return the tile beside one, or the tile itself at the border}
  ///
  /// @param tile row * columns + column
  /// @param action 0 left, 1 down, 2 right, 3 up
  int neighbour(int tile, int action) {
    int row = tile / columns;
    int column = tile % columns;
    return switch (action) {
      case 0 -> column > 0 ? tile - 1 : tile;
      case 1 -> row < rows - 1 ? tile + columns : tile;
      case 2 -> column < columns - 1 ? tile + 1 : tile;
      default -> row > 0 ? tile - columns : tile;
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LakeMap map
        && map.rows == rows
        && map.columns == columns
        && Arrays.equals(map.tiles, tiles);
  }

  @Override
  public int hashCode() {
    return 31 * columns + Arrays.hashCode(tiles);
  }

  /// The map as [#of] reads it.
  ///
  /// @return its rows, separated by commas
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int tile = 0; tile < size(); tile++) {
      if (tile > 0 && tile % columns == 0) {
        text.append(',');
      }
      text.append(letter(tile));
    }
    return text.toString();
  }
}
