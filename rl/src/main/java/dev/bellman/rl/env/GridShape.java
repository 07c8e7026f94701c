package dev.bellman.rl.env;

import java.util.List;

/// How the states of a [TransitionModel] lie on a grid and where its actions point, so that values
/// and policies can be shown as maps. State `row * columns + column` is the cell in that row and
/// column.
///
/// @param columns the number of columns, at least 1
/// @param cells a letter for each state: [#OPEN] where there is something to decide, else what the
///   cell is, such as `#` for a wall or `G` for a goal
/// @param directions where each action points
public record GridShape(int columns, String cells, List<Direction> directions) {
  /// The letter of a cell in which there is something to decide.
  public static final char OPEN = '.';

  /// Where an action points.
  public enum Direction {
    /// To the row above.
    UP('↑', '^'),
    /// To the next column.
    RIGHT('→', '>'),
    /// To the row below.
    DOWN('↓', 'v'),
    /// To the column before.
    LEFT('←', '<');

    private final char arrow;
    private final char ascii;

    Direction(char arrow, char ascii) {
      this.arrow = arrow;
      this.ascii = ascii;
    }

    /// The direction as an arrow.
    ///
    /// @return for example `→`
    public char arrow() {
      return arrow;
    }

    /// The direction where there are no arrows.
    ///
    /// @return one of `^ > v <`
    public char ascii() {
      return ascii;
    }
  }

  /// Checks that the grid is full.
  ///
  /// @throws IllegalArgumentException if the cells are not whole rows
  public GridShape {
    if (columns < 1 || cells.isEmpty() || cells.length() % columns != 0) {
      throw new IllegalArgumentException(
          "GridShape.cells: must be whole rows of %d, got %d cells"
              .formatted(columns, cells.length()));
    }
    directions = List.copyOf(directions);
  }

  /// The number of rows.
  ///
  /// @return at least 1
  public int rows() {
    return cells.length() / columns;
  }

  /// Whether there is something to decide in a state.
  ///
  /// @param state the state
  /// @return true if its letter is [#OPEN]
  public boolean open(int state) {
    return cells.charAt(state) == OPEN;
  }
}
