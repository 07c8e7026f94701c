package dev.bellman.tensor.internal.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A writer of one JSON text; see [Json#write].
final class JsonWriter {
  private final StringBuilder out = new StringBuilder();
  private int depth;

  String text(@Nullable Object value) {
    write(value);
    return out.toString();
  }

  private void write(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String string -> string(string);
      case Boolean truth -> out.append(truth);
      case Long number -> out.append(number);
      case Integer number -> out.append(number);
      case Short number -> out.append(number);
      case Byte number -> out.append(number);
      case Double number -> finite(number, Double.isFinite(number));
      case Float number -> finite(number, Float.isFinite(number));
      case Map<?, ?> map -> object(map);
      case List<?> list -> array(list);
      default -> throw refused(value.getClass().getName());
    }
  }

  private void finite(Number number, boolean isFinite) {
    if (!isFinite) {
      throw new IllegalArgumentException("json: a number must be finite, got " + number);
    }
    out.append(number);
  }

  private void object(Map<?, ?> map) {
    enter('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw refused("the key " + entry.getKey());
      }
      out.append(separator);
      string(key);
      out.append(':');
      write(entry.getValue());
      separator = ",";
    }
    leave('}');
  }

  private void array(List<?> list) {
    enter('[');
    String separator = "";
    for (Object element : list) {
      out.append(separator);
      write(element);
      separator = ",";
    }
    leave(']');
  }

  private void enter(char bracket) {
    if (++depth > Json.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "json: expected at most %d levels of nesting, got more".formatted(Json.MAX_DEPTH));
    }
    out.append(bracket);
  }

  private void leave(char bracket) {
    depth--;
    out.append(bracket);
  }

  private void string(String string) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (Character.isSurrogate(c)) {
        pair(string, i++);
      } else {
        character(c);
      }
    }
    out.append('"');
  }

  private void pair(String string, int i) {
    int codePoint = string.codePointAt(i);
    if (!Character.isSupplementaryCodePoint(codePoint)) {
      throw new IllegalArgumentException(
          "json: a string must be valid Unicode, got an unpaired \\u%04x".formatted(codePoint));
    }
    out.appendCodePoint(codePoint);
  }

  private void character(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ') {
          out.append("\\u%04x".formatted((int) c));
        } else {
          out.append(c);
        }
      }
    }
  }

  private static IllegalArgumentException refused(String what) {
    return new IllegalArgumentException(
        "json: expected a map with string keys, a list, a string, a number, a boolean or null, got "
            + what);
  }
}
