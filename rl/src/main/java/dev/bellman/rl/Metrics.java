package dev.bellman.rl;

import java.util.Collections;
import java.util.LinkedHashMap;
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
