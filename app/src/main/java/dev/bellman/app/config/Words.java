package dev.bellman.app.config;

import dev.bellman.app.UserError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns words into numbers, truth values, names and texts, and back.
final class Words {
  private static final Set<Class<?>> TYPES =
      Set.of(
          int.class,
          long.class,
          float.class,
          double.class,
          boolean.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Boolean.class,
          String.class,
          Object.class);
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
  private static final int LONGEST_NUMBER = 64;

  private Words() {}

  static boolean reads(Class<?> type) {
    return TYPES.contains(type) || type.isEnum();
  }

  /// The value of a word as a type; `path` starts the message if it has none.
  static Object read(Tree.Scalar word, Class<?> type, String path) {
    if (type.isEnum()) {
      return constant(word, type, path);
    } else if (type == Object.class) {
      return guess(word, path);
    } else if (type == String.class) {
      if (word.text().isEmpty() && !word.quoted()) {
        throw expected("a text", word, path);
      }
      return word.text();
    } else if (type == boolean.class || type == Boolean.class) {
      if (word.quoted() || !(word.text().equals("true") || word.text().equals("false"))) {
        throw expected("true or false", word, path);
      }
      return word.text().equals("true");
    } else if (type == int.class || type == Integer.class) {
      return (int) integer(word, Integer.MIN_VALUE, Integer.MAX_VALUE, path);
    } else if (type == long.class || type == Long.class) {
      return integer(word, Long.MIN_VALUE, Long.MAX_VALUE, path);
    } else if (type == float.class || type == Float.class) {
      return (float) floating(word, true, path);
    }
    return floating(word, false, path);
  }

  private static Object constant(Tree.Scalar word, Class<?> type, String path) {
    var known = new ArrayList<String>();
    for (Object constant : type.getEnumConstants()) {
      Enum<?> value = (Enum<?>) constant;
      if (camelCase(value).equals(word.text()) || value.name().equals(word.text())) {
        return value;
      }
      known.add(camelCase(value));
    }
    throw new UserError(
        "%s: unknown value '%s', %s%s"
            .formatted(path, word.text(), Suggestion.among(word.text(), known), at(word)));
  }

  private static long integer(Tree.Scalar word, long min, long max, String path) {
    String text = word.text();
    if (word.quoted() || !isNumber(text)) {
      throw expected("an integer", word, path);
    }
    BigDecimal number = decimal(text);
    if (number != null && !isIntegral(number)) {
      throw expected("an integer", word, path);
    }
    if (number == null
        || number.compareTo(BigDecimal.valueOf(min)) < 0
        || number.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw expected("an integer in [%d, %d]".formatted(min, max), word, path);
    }
    return number.longValueExact();
  }

  /// The number, or null if it is far from any `long`.
  private static @Nullable BigDecimal decimal(String text) {
    try {
      var number = new BigDecimal(text);
      boolean huge = number.precision() - (long) number.scale() > 19 && number.signum() != 0;
      return huge ? null : number;
    } catch (NumberFormatException e) { // an exponent beyond 2^31
      return null;
    }
  }

  private static boolean isIntegral(BigDecimal number) {
    return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
  }

  private static double floating(Tree.Scalar word, boolean single, String path) {
    String text = word.text();
    if (word.quoted()) {
      throw expected("a number", word, path);
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      default -> finite(word, single, path);
    };
  }

  private static double finite(Tree.Scalar word, boolean single, String path) {
    if (!isNumber(word.text())) {
      throw expected("a number", word, path);
    }
    double value = single ? Float.parseFloat(word.text()) : Double.parseDouble(word.text());
    if (Double.isInfinite(value)) {
      throw expected("a number below " + (single ? "3.4e38" : "1.8e308"), word, path);
    }
    return value;
  }

  private static Object guess(Tree.Scalar word, String path) {
    String text = word.text();
    if (word.quoted()) {
      return text;
    } else if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    } else if (text.matches("[-+]?\\d{1,18}")) {
      return Long.valueOf(text);
    } else if (isNumber(text) || text.matches("[-+]?\\.(inf|Inf|INF)")) {
      return floating(word, false, path);
    } else if (text.isEmpty()) {
      throw expected("a value", word, path);
    }
    return text;
  }

  private static boolean isNumber(String text) {
    return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches();
  }

  /// A value as a word that [#read] turns into the same value.
  static Tree.Scalar write(Object value) {
    return switch (value) {
      case Float f -> new Tree.Scalar(number(f, f.toString()), false, "");
      case Double d -> new Tree.Scalar(number(d, d.toString()), false, "");
      case Enum<?> constant -> new Tree.Scalar(camelCase(constant), false, "");
      case String text -> new Tree.Scalar(text, true, "");
      default -> new Tree.Scalar(value.toString(), false, "");
    };
  }

  private static String number(double value, String shortest) {
    if (Double.isInfinite(value)) {
      return value > 0 ? ".inf" : "-.inf";
    }
    double size = Math.abs(value);
    if (size == 0 || size >= 1e7 || size < 1e-5) {
      return shortest.replace('E', 'e');
    }
    BigDecimal plain = new BigDecimal(shortest).stripTrailingZeros();
    return (plain.scale() < 1 ? plain.setScale(1) : plain).toPlainString();
  }

  private static String camelCase(Enum<?> constant) {
    var name = new StringBuilder();
    boolean upper = false;
    for (char c : constant.name().toCharArray()) {
      if (c == '_') {
        upper = true;
      } else {
        name.append(upper ? c : Character.toLowerCase(c));
        upper = false;
      }
    }
    return name.toString();
  }

  static UserError expected(String what, Tree got, String path) {
    return new UserError("%s: must be %s, got %s%s".formatted(path, what, got.describe(), at(got)));
  }

  /// Where a tree was written, as the end of a message.
  static String at(Tree tree) {
    return tree.origin().isEmpty() ? "" : " (" + tree.origin() + ")";
  }
}
