package dev.bellman.tensor.internal.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A recursive-descent reader of one JSON text; see [Json#parse].
final class JsonReader {
  private static final int END = -1;
  private static final int LONGEST_LONG = 20;

  private final String text;
  private int position;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  @Nullable Object document() {
    Object value = value();
    if (peek() != END) {
      throw expected("the end of the text");
    }
    return value;
  }

  private @Nullable Object value() {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw expected("a value");
    };
  }

  private Map<String, @Nullable Object> object() {
    enter();
    var members = new LinkedHashMap<String, @Nullable Object>();
    if (peek() != '}') {
      do {
        member(members);
      } while (skip(','));
    }
    leave('}', "',' or '}'");
    return members;
  }

  private void member(Map<String, @Nullable Object> members) {
    if (peek() != '"') {
      throw expected("a key in double quotes");
    }
    int start = position;
    String key = string();
    if (members.containsKey(key)) {
      position = start;
      throw error("every key once, got %s again".formatted(Json.excerpt(key)));
    }
    if (!skip(':')) {
      throw expected("':'");
    }
    members.put(key, value());
  }

  private List<@Nullable Object> array() {
    enter();
    var elements = new ArrayList<@Nullable Object>();
    if (peek() != ']') {
      do {
        elements.add(value());
      } while (skip(','));
    }
    leave(']', "',' or ']'");
    return elements;
  }

  private void enter() {
    if (++depth > Json.MAX_DEPTH) {
      throw error("at most %d levels of nesting, got more".formatted(Json.MAX_DEPTH));
    }
    position++;
  }

  private void leave(char bracket, String description) {
    if (!skip(bracket)) {
      throw expected(description);
    }
    depth--;
  }

  private @Nullable Object literal(String word, @Nullable Object value) {
    if (!text.startsWith(word, position)) {
      throw expected("'" + word + "'");
    }
    position += word.length();
    return value;
  }

  private Number number() {
    int start = position;
    if (here() == '-') {
      position++;
    }
    if (here() == '0') {
      position++;
    } else {
      digits();
    }
    boolean whole = true;
    if (here() == '.') {
      whole = false;
      position++;
      digits();
    }
    if (here() == 'e' || here() == 'E') {
      whole = false;
      position++;
      if (here() == '+' || here() == '-') {
        position++;
      }
      digits();
    }
    return number(start, whole);
  }

  private Number number(int start, boolean whole) {
    String digits = text.substring(start, position);
    if (whole && digits.length() <= LONGEST_LONG) {
      try {
        return Long.valueOf(digits);
      } catch (NumberFormatException tooLarge) {
        return Double.valueOf(digits);
      }
    }
    double value = Double.parseDouble(digits);
    if (Double.isInfinite(value)) {
      position = start;
      throw error("a number in the range of a double, got " + Json.excerpt(digits));
    }
    return value;
  }

  private void digits() {
    int start = position;
    while (here() >= '0' && here() <= '9') {
      position++;
    }
    if (position == start) {
      throw expected("a digit");
    }
  }

  private String string() {
    position++;
    int start = position;
    while (here() >= ' ' && here() < 0x7F && here() != '"' && here() != '\\') {
      position++;
    }
    if (here() == '"') {
      return text.substring(start, position++);
    }
    var characters = new StringBuilder(text.substring(start, position));
    while (here() != '"') {
      character(characters);
    }
    position++;
    return characters.toString();
  }

  private void character(StringBuilder out) {
    int start = position;
    char unit = unit();
    out.append(unit);
    if (Character.isHighSurrogate(unit)) {
      char low = here() == END ? ' ' : unit();
      if (!Character.isLowSurrogate(low)) {
        position = start;
        throw error("a pair of surrogates, got an unpaired \\u%04x".formatted((int) unit));
      }
      out.append(low);
    } else if (Character.isLowSurrogate(unit)) {
      position = start;
      throw error("a pair of surrogates, got an unpaired \\u%04x".formatted((int) unit));
    }
  }

  private char unit() {
    int c = here();
    if (c == END) {
      throw expected("'\"'");
    }
    if (c < ' ') {
      throw expected("control characters as escapes");
    }
    position++;
    return c == '\\' ? escape() : (char) c;
  }

  private char escape() {
    int c = here();
    char unit =
        switch (c) {
          case '"', '\\', '/' -> (char) c;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'u' -> '\0';
          default -> throw expected("one of \"\\/bfnrtu after '\\'");
        };
    position++;
    return c == 'u' ? hexadecimal() : unit;
  }

  private char hexadecimal() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int c = here();
      int digit = c < 0x7F ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw expected("four hexadecimal digits");
      }
      unit = unit << 4 | digit;
      position++;
    }
    return (char) unit;
  }

  private int here() {
    return position < text.length() ? text.charAt(position) : END;
  }

  private int peek() {
    while (here() == ' ' || here() == '\n' || here() == '\r' || here() == '\t') {
      position++;
    }
    return here();
  }

  private boolean skip(char c) {
    if (peek() != c) {
      return false;
    }
    position++;
    return true;
  }

  private IllegalArgumentException expected(String what) {
    int c = here();
    String got =
        c == END
            ? "the end of the text"
            : c >= ' ' && c < 0x7F ? "'" + (char) c + "'" : "\\u%04x".formatted(c);
    return error(what + ", got " + got);
  }

  private IllegalArgumentException error(String what) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < position; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new IllegalArgumentException(
        "json line %d column %d: expected %s".formatted(line, position - lineStart + 1, what));
  }
}
