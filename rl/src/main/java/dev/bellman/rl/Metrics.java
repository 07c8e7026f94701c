package dev.bellman.rl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Named numbers about one iteration, in the order in which they were put.
public final class Metrics {
  private final Map<String, Double> values = new LinkedHashMap<>();

  /// No numbers yet.
  public Metrics() {}

  /// Adds a number.
  ///
  /// @param name snake_case, with the unit where there is one
  /// @param value the number
  /// @return this
  public Metrics put(String name, double value) {
    values.put(name, value);
    return this;
  }

  /// Adds numbers to those of the same names, which begin at 0.
  ///
  /// @param other what to add; not modified
  /// @return this
  public Metrics plus(Metrics other) {
    other.values.forEach((name, value) -> values.merge(name, value, Double::sum));
    return this;
  }

  /// The sums of several, in order.
  ///
  /// @param parts what to add up; not modified
  /// @return new numbers
  public static Metrics sum(List<Metrics> parts) {
    Metrics sum = new Metrics();
    parts.forEach(sum::plus);
    return sum;
  }

  /// All numbers divided by a count.
  ///
  /// @param count the count; 0 gives NaN
  /// @return new numbers
  public Metrics over(long count) {
    Metrics quotients = new Metrics();
    values.forEach((name, value) -> quotients.put(name, value / count));
    return quotients;
  }

  /// A number.
  ///
  /// @param name its name
  /// @return the number
  /// @throws IllegalArgumentException if there is none of that name
  public double get(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "metric '%s': unknown, there are %s".formatted(name, values.keySet()));
    }
    return value;
  }

  /// All numbers.
  ///
  /// @return an unmodifiable view in order
  public Map<String, Double> asMap() {
    return Collections.unmodifiableMap(values);
  }
}
