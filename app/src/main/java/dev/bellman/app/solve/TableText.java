package dev.bellman.app.solve;

import java.util.Locale;

/// Values and a policy as a table, for states that lie on no grid.
public final class TableText {
  private static final int ROWS = 40;

  private TableText() {}

  /// The table.
  ///
  /// @param values V, one for each state
  /// @param policy an action for each state
  /// @return the first rows, and a line that says how many more there are
  public static String of(double[] values, int[] policy) {
    var text = new StringBuilder("%8s %14s %7s%n".formatted("state", "value", "action"));
    for (int state = 0; state < Math.min(values.length, ROWS); state++) {
      text.append(
          String.format(Locale.ROOT, "%8d %14.6f %7d%n", state, values[state], policy[state]));
    }
    if (values.length > ROWS) {
      text.append("... and %d more (all with --json)%n".formatted(values.length - ROWS));
    }
    return text.toString();
  }
}
