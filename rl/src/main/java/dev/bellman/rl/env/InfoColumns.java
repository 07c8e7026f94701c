package dev.bellman.rl.env;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Numeric entries of infos in arrays, one row for each environment. Rows may be written on
/// different threads.
final class InfoColumns {
  private final List<String> names;
  private final double[][] columns;

  InfoColumns(List<String> names, int n) {
    this.names = List.copyOf(names);
    columns = new double[names.size()][n];
    for (double[] column : columns) {
      Arrays.fill(column, Double.NaN);
    }
  }

  /// `[names][N]`, the arrays themselves.
  double[][] columns() {
    return columns;
  }

  /// Writes what one environment's last step told.
  void put(int i, Info info) {
    Map<String, Object> entries = info.toMap();
    for (int k = 0; k < columns.length; k++) {
      columns[k][i] = entries.isEmpty() ? Double.NaN : number(find(entries, names.get(k)));
    }
  }

  /// An entry by its name, or by its path where it lies in a map of its own.
  private static @Nullable Object find(Map<?, ?> entries, String name) {
    Object found = entries.get(name);
    int dot = name.indexOf('.');
    return found == null && dot > 0 && entries.get(name.substring(0, dot)) instanceof Map<?, ?> map
        ? find(map, name.substring(dot + 1))
        : found;
  }

  private static double number(@Nullable Object value) {
    return switch (value) {
      case Number number -> number.doubleValue();
      case Boolean truth -> truth ? 1 : 0;
      case null, default -> Double.NaN;
    };
  }
}
