package dev.bellman.app;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Dict;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.MultiBinary;
import dev.bellman.rl.env.MultiDiscrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Observations and actions as JSON and as text, and actions from the command line.
final class SpaceText {
  private SpaceText() {}

  /// A member of a space as JSON: integers, the floats' exact values, lists and maps of them.
  static Object json(Object member) {
    return switch (member) {
      case float[] values -> {
        var list = new ArrayList<Object>();
        for (float value : values) {
          list.add((double) value);
        }
        yield list;
      }
      case int[] values -> {
        var list = new ArrayList<Object>();
        for (int value : values) {
          list.add(value);
        }
        yield list;
      }
      case byte[] values -> {
        var list = new ArrayList<Object>();
        for (byte value : values) {
          list.add((int) value);
        }
        yield list;
      }
      case List<?> list -> list.stream().map(SpaceText::json).toList();
      case Map<?, ?> map -> {
        var object = new TreeMap<String, Object>(); // in the order of Dict
        map.forEach((key, value) -> object.put(key.toString(), json(value)));
        yield object;
      }
      default -> member;
    };
  }

  /// What [#json] gave, on one line; floats as short as they can be.
  static String text(@Nullable Object json) {
    return switch (json) {
      case Double value -> Float.toString(value.floatValue());
      case List<?> list -> {
        var text = new StringJoiner(", ", "[", "]");
        list.forEach(value -> text.add(text(value)));
        yield text.toString();
      }
      case Map<?, ?> map -> {
        var text = new StringJoiner(", ", "{", "}");
        map.forEach((key, value) -> text.add(key + ": " + text(value)));
        yield text.toString();
      }
      case null, default -> String.valueOf(json);
    };
  }

  /// Reads the actions of `--actions`, with commas between.
  ///
  /// @throws UserError if one can't be taken
  static <A> List<A> actions(String text, Space<A> space) {
    var result = new ArrayList<A>();
    for (String word : text.split(",", -1)) {
      result.add(parse("--actions", result.size(), word.strip(), space));
    }
    return result;
  }

  /// Reads numbers with commas between.
  ///
  /// @throws UserError if one is none
  static double[] numbers(String option, String text) {
    return Arrays.stream(text.split(",", -1)).mapToDouble(word -> number(option, word)).toArray();
  }

  /// Reads an action: its numbers separated by colons, those of a space's parts in their order.
  ///
  /// @throws UserError if it is not one
  @SuppressWarnings("unchecked") // the reader makes members of the space
  static <A> A parse(String option, int index, String text, Space<A> space) {
    var reader = new Reader(option, List.of(text.split(":", -1)).iterator());
    Object action = reader.read(space);
    if (reader.tooFew || reader.words.hasNext() || !canTake(space, action)) {
      throw new UserError("%s[%d]: must lie in %s, got %s".formatted(option, index, space, text));
    }
    return (A) action;
  }

  /// Whether an action can be taken: continuous parts may lie outside their bounds, where it is the
  /// environment that says what they mean.
  private static boolean canTake(Space<?> space, @Nullable Object action) {
    return switch (space) {
      case Box _ when action instanceof float[] values -> {
        boolean finite = true;
        for (float value : values) {
          finite &= Float.isFinite(value);
        }
        yield finite;
      }
      case Tuple(List<Space<?>> parts) when action instanceof List<?> values ->
          IntStream.range(0, parts.size()).allMatch(k -> canTake(parts.get(k), values.get(k)));
      case Dict(Map<String, Space<?>> parts) when action instanceof Map<?, ?> values ->
          parts.entrySet().stream()
              .allMatch(part -> canTake(part.getValue(), values.get(part.getKey())));
      default -> action != null && contains(space, action);
    };
  }

  @SuppressWarnings("unchecked") // the reader makes members of the space
  private static <A> boolean contains(Space<A> space, Object action) {
    return space.contains((A) action);
  }

  /// A number on the command line.
  static double number(String option, String word) {
    try {
      return Double.parseDouble(word.strip());
    } catch (NumberFormatException e) {
      throw new UserError("%s: must be numbers, got '%s'".formatted(option, word), e);
    }
  }

  /// Makes values of any space from words.
  private static final class Reader {
    private final String option;
    private final Iterator<String> words;
    private boolean tooFew;

    Reader(String option, Iterator<String> words) {
      this.option = option;
      this.words = words;
    }

    Object read(Space<?> space) {
      return switch (space) {
        case Discrete _ -> integer();
        case MultiDiscrete s -> {
          var values = new int[s.size()];
          Arrays.setAll(values, _ -> integer());
          yield values;
        }
        case MultiBinary s -> {
          var values = new byte[s.flatSize()];
          for (int k = 0; k < values.length; k++) {
            values[k] = (byte) Math.clamp(integer(), -1, 2);
          }
          yield values;
        }
        case Box s -> {
          var values = new float[s.flatSize()];
          for (int d = 0; d < values.length; d++) {
            values[d] = (float) number(option, next());
          }
          yield values;
        }
        case Tuple(List<Space<?>> parts) -> parts.stream().map(this::read).toList();
        case Dict(Map<String, Space<?>> parts) -> {
          var values = new LinkedHashMap<String, Object>();
          parts.forEach((key, part) -> values.put(key, read(part)));
          yield values;
        }
      };
    }

    private int integer() {
      String word = next();
      try {
        return Integer.parseInt(word);
      } catch (NumberFormatException e) {
        throw new UserError("%s: must be whole numbers, got '%s'".formatted(option, word), e);
      }
    }

    private String next() {
      tooFew |= !words.hasNext();
      return tooFew ? "0" : words.next();
    }
  }
}
