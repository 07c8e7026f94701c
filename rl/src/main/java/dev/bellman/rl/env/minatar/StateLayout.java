package dev.bellman.rl.env.minatar;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Where a game's state keeps what, and how it is given and shown as numbers: section after
/// section, without the flag that an episode is over.
///
/// @param size the length of a state
/// @param sections what is in it
record StateLayout(int size, List<Section> sections) {
  /// One number of a state.
  ///
  /// @param name what it is
  /// @param low the least it may be
  /// @param high the most it may be
  record Field(String name, int low, int high) {
    static Field of(String name, int low, int high) {
      return new Field(name, low, high);
    }

    static Field flag(String name) {
      return new Field(name, 0, 1);
    }
  }

  /// Rows of numbers, one after the other.
  ///
  /// @param name what a row is, empty for a single row
  /// @param at where they begin
  /// @param counted whether the number of rows changes and stands before them
  /// @param rows the number of rows, or the most there may be
  /// @param columns the numbers of a row
  record Section(String name, int at, boolean counted, int rows, List<Field> columns) {
    /// A fixed number of rows.
    static Section of(String name, int at, int rows, Field... columns) {
      return new Section(name, at, false, rows, List.of(columns));
    }

    @Override
    public String toString() {
      String names = columns.stream().map(Field::name).collect(Collectors.joining(", "));
      if (counted) {
        return "number of %s rows, each (%s)".formatted(name, names);
      }
      return name.isEmpty() ? names : "%d %s rows, each (%s)".formatted(rows, name, names);
    }
  }

  /// The layout of a state whose first numbers are single ones.
  ///
  /// @param size the length of a state
  /// @param single the numbers after the two that every game has
  /// @param more what follows
  static StateLayout of(int size, List<Field> single, Section... more) {
    var first = new ArrayList<Field>();
    first.add(Field.of("last action", 0, Game.ACTIONS - 1));
    first.addAll(single);
    var sections = new ArrayList<Section>();
    sections.add(new Section("", Game.LAST_ACTION, false, 1, List.copyOf(first)));
    sections.addAll(List.of(more));
    return new StateLayout(size, List.copyOf(sections));
  }

  /// The numbers of a state.
  double[] show(int[] s, int at) {
    var values = new ArrayList<Double>();
    for (Section section : sections) {
      int from = at + section.at();
      int rows = section.rows();
      if (section.counted()) {
        rows = s[from++];
        values.add((double) rows);
      }
      for (int k = 0; k < rows * section.columns().size(); k++) {
        values.add((double) s[from + k]);
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// A new state of given numbers.
  ///
  /// @throws IllegalArgumentException if there are too few or too many or one is not allowed
  int[] read(double[] given) {
    int[] s = new int[size];
    int from = 0;
    for (Section section : sections) {
      int at = section.at();
      int rows = section.rows();
      if (section.counted()) {
        checkLength(given, from + 1, false);
        rows = whole(given, from++, Field.of("number of " + section.name() + " rows", 0, rows), "");
        s[at++] = rows;
      }
      int width = section.columns().size();
      checkLength(given, from + rows * width, false);
      for (int k = 0; k < rows * width; k++) {
        String row = section.name().isEmpty() ? "" : section.name() + " " + k / width + " ";
        s[at + k] = whole(given, from++, section.columns().get(k % width), row);
      }
    }
    checkLength(given, from, true);
    return s;
  }

  private void checkLength(double[] given, int needed, boolean isAll) {
    if (given.length < needed || (isAll && given.length > needed)) {
      throw new IllegalArgumentException(
          "start: must have %s%d values (%s), got %d"
              .formatted(
                  isAll || sections.stream().noneMatch(Section::counted) ? "" : "at least ",
                  isAll ? needed : Math.max(needed, least()),
                  sections.stream().map(Section::toString).collect(Collectors.joining("; ")),
                  given.length));
    }
  }

  private int least() {
    return sections.stream()
        .mapToInt(section -> section.counted() ? 1 : section.rows() * section.columns().size())
        .sum();
  }

  private static int whole(double[] given, int k, Field field, String row) {
    double value = given[k];
    if (value >= field.low() && value <= field.high() && value == (int) value) {
      return (int) value;
    }
    throw new IllegalArgumentException(
        "start[%d]: %s%s must be a whole number in %d..%d, got %s"
            .formatted(k, row, field.name(), field.low(), field.high(), value));
  }
}
