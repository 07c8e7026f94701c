package dev.bellman.rl.env;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The checked options with which an environment is made, defaults filled in. Immutable.
public final class EnvOptions {
  private final Map<String, Object> values;

  private EnvOptions(Map<String, Object> values) {
    this.values = values;
  }

  /// Checks given values against the options that an environment knows.
  ///
  /// @param known the options
  /// @param given values by name; not modified
  /// @return the values, with defaults for what is not given
  /// @throws IllegalArgumentException if a name is unknown or a value is of another type
  static EnvOptions of(List<EnvOption> known, Map<String, ?> given) {
    var values = new LinkedHashMap<String, Object>();
    for (EnvOption option : known) {
      boolean isGiven = given.containsKey(option.name());
      values.put(
          option.name(),
          isGiven ? option.convert(given.get(option.name())) : option.defaultValue());
    }
    for (String name : given.keySet()) {
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException(unknown(name, new ArrayList<>(values.keySet())));
      }
    }
    return new EnvOptions(values);
  }

  private static String unknown(String name, List<String> known) {
    String hint =
        Suggestions.closest(name, known).map(s -> "did you mean '" + s + "'? ").orElse("");
    return "environment.%s: unknown (%sknown: %s)".formatted(name, hint, String.join(", ", known));
  }

  /// A boolean option.
  ///
  /// @param name the name of an option of type [EnvOption.Type#BOOLEAN]
  /// @return its value
  public boolean flag(String name) {
    return (Boolean) value(name);
  }

  /// A whole-number option.
  ///
  /// @param name the name of an option of type [EnvOption.Type#INTEGER]
  /// @return its value
  public long integer(String name) {
    return (Long) value(name);
  }

  /// A number option.
  ///
  /// @param name the name of an option of type [EnvOption.Type#NUMBER]
  /// @return its value
  public double number(String name) {
    return (Double) value(name);
  }

  /// A text option.
  ///
  /// @param name the name of an option of type [EnvOption.Type#TEXT]
  /// @return its value
  public String text(String name) {
    return (String) value(name);
  }

  private Object value(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(unknown(name, List.copyOf(values.keySet())));
    }
    return value;
  }

  /// All values by name.
  ///
  /// @return an unmodifiable view, in the order of declaration
  public Map<String, Object> toMap() {
    return Collections.unmodifiableMap(values);
  }
}
