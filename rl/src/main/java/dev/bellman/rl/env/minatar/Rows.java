package dev.bellman.rl.env.minatar;

import dev.bellman.rl.env.minatar.StateLayout.Field;
import dev.bellman.rl.env.minatar.StateLayout.Section;
import java.util.List;

/// A list inside a game's state: its length, then its rows, in the order they were added. A row
/// begins with column and row of the grid.
///
/// @param at where in a state the length stands
/// @param capacity the most rows there can be
/// @param width the numbers in a row
record Rows(int at, int capacity, int width) {
  /// The first place after this list.
  int end() {
    return at + 1 + capacity * width;
  }

  /// The number of rows.
  int count(int[] s, int base) {
    return s[base + at];
  }

  /// Where row k begins.
  int row(int base, int k) {
    return base + at + 1 + k * width;
  }

  /// Lengthens the list and returns where the new last row begins.
  int add(int[] s, int base) {
    int count = s[base + at];
    if (count == capacity) {
      throw new IllegalStateException(
          "MinAtar: must have at most %d things of a kind, got one more".formatted(capacity));
    }
    s[base + at] = count + 1;
    return row(base, count);
  }

  /// Takes row k out; those behind it move up.
  void remove(int[] s, int base, int k) {
    int from = row(base, k + 1);
    System.arraycopy(s, from, s, from - width, row(base, s[base + at]) - from);
    s[base + at]--;
  }

  /// The first row at a place on the grid, or -1.
  int find(int[] s, int base, int x, int y) {
    int count = s[base + at];
    for (int k = 0; k < count; k++) {
      int row = row(base, k);
      if (s[row] == x && s[row + 1] == y) {
        return k;
      }
    }
    return -1;
  }

  /// This list in a layout.
  ///
  /// @param name what a row is
  /// @param limit the most rows that a given state may have
  /// @param columns what the numbers of a row are
  Section section(String name, int limit, Field... columns) {
    return new Section(name, at, true, limit, List.of(columns));
  }
}
