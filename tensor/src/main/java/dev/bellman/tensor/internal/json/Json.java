package dev.bellman.tensor.internal.json;

import org.jspecify.annotations.Nullable;

/// JSON as RFC 8259 has it and no more: for checkpoints' headers, model configs and test data.
///
/// A value is a `Map<String, @Nullable Object>` in the text's order, a `List<@Nullable Object>`, a
/// `String`, a `Long`, a `Double`, a `Boolean` or null. Nothing is guessed or mended: duplicate
/// keys, unpaired surrogates, numbers outside the range of a double and nesting deeper than
/// [#MAX_DEPTH] are refused on both sides, and so is text after the value when reading.
public final class Json {
  /// How deeply arrays and objects can be nested.
  public static final int MAX_DEPTH = 64;

  /// How many characters of a value [#excerpt] shows.
  public static final int LONGEST_EXCERPT = 60;

  private Json() {}

  /// Reads a text that holds one value. A number without fraction and exponent is a `Long` where it
  /// fits and a `Double` where it does not; any other is a `Double`.
  ///
  /// @param text the text
  /// @return the value; its maps and lists can be modified
  /// @throws IllegalArgumentException if the text is not strict JSON; the message has the position
  public static @Nullable Object parse(String text) {
    return new JsonReader(text).document();
  }

  /// Writes a value on one line without spaces.
  ///
  /// @param value a map with string keys, a list, a string, a number of a primitive type's wrapper,
  ///   a boolean or null
  /// @return the text; [#parse] gives the value back
  /// @throws IllegalArgumentException if the value or a part of it cannot be written, as NaN and
  ///   the infinities cannot
  public static String write(@Nullable Object value) {
    return new JsonWriter().text(value);
  }

  /// A value as it can stand in a message: its JSON, on one line and cut where it is long.
  ///
  /// @param value a value as for [#write]
  /// @return at most the first [#LONGEST_EXCERPT] characters
  public static String excerpt(@Nullable Object value) {
    String text = write(value);
    return text.length() <= LONGEST_EXCERPT ? text : text.substring(0, LONGEST_EXCERPT) + "...";
  }
}
