package dev.bellman.app.solve;

import dev.bellman.rl.env.GridShape;

/// Values and a policy as maps of text: a number or an arrow in each open cell, the cell's letter
/// in the others.
///
/// @param grid where the states lie
/// @param unicode whether arrows can be shown; else they are `^ > v <`
public record MapText(GridShape grid, boolean unicode) {
  private static final int WIDEST = 160;
  private static final int HIGHEST = 100;

  /// Whether this process's standard output can show arrows.
  ///
  /// @return true if its character set has them
  public static boolean canShowArrows() {
    return System.out.charset().newEncoder().canEncode(GridShape.Direction.UP.arrow());
  }

  /// The values.
  ///
  /// @param values V, one for each state
  /// @return the map, or where it is too large a line that says so
  public String values(double[] values) {
    var digits = Digits.of(values);
    int width = 0;
    for (double value : values) {
      width = Math.max(width, digits.text(value).length());
    }
    return map(width, state -> digits.text(values[state]));
  }

  /// The policy.
  ///
  /// @param policy an action for each state
  /// @return the map, or where it is too large a line that says so
  public String policy(int[] policy) {
    return map(1, state -> String.valueOf(arrow(policy[state])));
  }

  private char arrow(int action) {
    GridShape.Direction direction = grid.directions().get(action);
    return unicode ? direction.arrow() : direction.ascii();
  }

  /// What stands in an open cell.
  @FunctionalInterface
  private interface Cell {
    String of(int state);
  }

  private String map(int width, Cell cell) {
    if ((width + 1) * grid.columns() > WIDEST || grid.rows() > HIGHEST) {
      return "%d x %d cells are too many to print (draw them with --out, or --json)%n"
          .formatted(grid.columns(), grid.rows());
    }
    var text = new StringBuilder();
    for (int state = 0; state < grid.cells().length(); state++) {
      String shown = grid.open(state) ? cell.of(state) : letter(width, grid.cells().charAt(state));
      text.append(" ".repeat(1 + width - shown.length())).append(shown);
      if ((state + 1) % grid.columns() == 0) {
        text.append(System.lineSeparator());
      }
    }
    return text.toString();
  }

  /// A letter in the middle of its cell; walls fill theirs.
  private static String letter(int width, char letter) {
    return letter == '#' ? "#".repeat(width) : letter + " ".repeat(width / 2);
  }
}
