package dev.bellman.rl.env;

import org.jspecify.annotations.Nullable;

/// An option of an environment, under Gymnasium's own name.
///
/// @param name the name, as in `--set environment.<name>=...`
/// @param type what its values are
/// @param defaultValue the value when none is given: [Boolean], [Long], [Double] or [String]
/// @param doc one line that says what it does
public record EnvOption(String name, Type type, Object defaultValue, String doc) {
  /// What the values of an option are.
  public enum Type {
    /// True or false.
    BOOLEAN("true or false"),
    /// A whole number.
    INTEGER("a whole number"),
    /// A finite number.
    NUMBER("a finite number"),
    /// A text.
    TEXT("a text");

    private final String words;

    Type(String words) {
      this.words = words;
    }
  }

  /// Checks the default value.
  ///
  /// @throws IllegalArgumentException if it is not of the type
  public EnvOption {
    defaultValue = convert(name, type, defaultValue);
  }

  /// Turns a given value into this option's Java type.
  ///
  /// @param value a boolean, number or text, as a configuration file gives it
  /// @return a [Boolean], [Long], [Double] or [String]
  /// @throws IllegalArgumentException if the value is of another type
  public Object convert(@Nullable Object value) {
    return convert(name, type, value);
  }

  private static Object convert(String name, Type type, @Nullable Object value) {
    Object converted =
        switch (type) {
          case BOOLEAN -> value instanceof Boolean ? value : null;
          case INTEGER -> isWhole(value) ? ((Number) value).longValue() : null;
          case NUMBER -> isFinite(value) ? ((Number) value).doubleValue() : null;
          case TEXT -> value instanceof String ? value : null;
        };
    if (converted == null) {
      throw new IllegalArgumentException(
          "environment.%s: must be %s, got %s".formatted(name, type.words, value));
    }
    return converted;
  }

  private static boolean isWhole(@Nullable Object value) {
    return value instanceof Integer || value instanceof Long;
  }

  private static boolean isFinite(@Nullable Object value) {
    return isWhole(value)
        || value instanceof Float f && Float.isFinite(f)
        || value instanceof Double d && Double.isFinite(d);
  }
}
