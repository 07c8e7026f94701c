package dev.bellman.rl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Named numbers about one iteration, in the order in which they were put.
public final class Metrics {
  private final List<String> names = new ArrayList<>();
  private double[] values = new double[8];

  /// No numbers yet.
  public Metrics() {}

  /// Adds a number.
  ///
  /// @param name snake_case, with the unit where there is one
  /// @param value the number
  /// @return this
  public Metrics put(String name, double value) {
    int place = place(name); // may move the values
    values[place] = value;
    return this;
  }

  /// Adds numbers to those of the same names, which begin at 0.
  ///
  /// @param other what to add; not modified
  /// @return this
  public Metrics plus(Metrics other) {
    for (int i = 0; i < other.names.size(); i++) {
      int place = place(other.names.get(i));
      values[place] += other.values[i];
    }
    return this;
  }

  /// Becomes the sum of several, added up in the order given.
  ///
  /// @param parts what to add up; not modified
  /// @return this
  public Metrics setSum(List<Metrics> parts) {
    names.clear();
    for (int i = 0; i < parts.size(); i++) {
      plus(parts.get(i));
    }
    return this;
  }

  /// Takes a number out.
  ///
  /// @param name its name
  /// @return the number
  /// @throws IllegalArgumentException if there is none of that name
  public double take(String name) {
    double value = get(name);
    int place = names.indexOf(name);
    names.remove(place);
    System.arraycopy(values, place + 1, values, place, names.size() - place);
    return value;
  }

  /// All numbers divided by a count.
  ///
  /// @param count the count; 0 gives NaN
  /// @return new numbers
  public Metrics over(long count) {
    Metrics quotients = new Metrics();
    for (int i = 0; i < names.size(); i++) {
      quotients.put(names.get(i), values[i] / count);
    }
    return quotients;
  }

  /// A number.
  ///
  /// @param name its name
  /// @return the number
  /// @throws IllegalArgumentException if there is none of that name
  public double get(String name) {
    int place = names.indexOf(name);
    if (place < 0) {
      throw new IllegalArgumentException(
          "metric '%s': unknown, there are %s".formatted(name, names));
    }
    return values[place];
  }

  /// All numbers.
  ///
  /// @return an unmodifiable copy in order
  public Map<String, Double> asMap() {
    Map<String, Double> map = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      map.put(names.get(i), values[i]);
    }
    return Collections.unmodifiableMap(map);
  }

  /// Where a name's number is; a new one begins at 0.
  private int place(String name) {
    int place = names.indexOf(name);
    if (place >= 0) {
      return place;
    }
    names.add(name);
    if (names.size() > values.length) {
      values = Arrays.copyOf(values, 2 * values.length);
    }
    values[names.size() - 1] = 0;
    return names.size() - 1;
  }
}
