package dev.bellman.rl.env;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Members of any space, seen without their types.
final class Members {
  private Members() {}

  static int flatSize(Collection<Space<?>> parts) {
    return parts.stream().mapToInt(Space::flatSize).reduce(0, Math::addExact);
  }

  static Box flattened(Collection<Space<?>> parts) {
    int size = flatSize(parts);
    var low = new float[size];
    var high = new float[size];
    int at = 0;
    for (Space<?> part : parts) {
      Box box = part.flattened();
      for (int d = 0; d < box.flatSize(); d++) {
        low[at] = box.low(d);
        high[at++] = box.high(d);
      }
    }
    return Box.of(low, high);
  }

  /// Flattens a value that is known to be a member.
  @SuppressWarnings("unchecked") // the caller has asked problem()
  static void flatten(Space<?> space, Object value, float[] out, int offset) {
    ((Space<Object>) space).flatten(value, out, offset);
  }

  static boolean contains(Space<?> space, @Nullable Object value) {
    return switch (space) {
      case Box s -> value instanceof float[] v && s.contains(v);
      case Discrete s -> value instanceof Integer v && s.contains(v);
      case MultiDiscrete s -> value instanceof int[] v && s.contains(v);
      case MultiBinary s -> value instanceof byte[] v && s.contains(v);
      case Tuple(List<Space<?>> parts) -> value instanceof List<?> list && contains(parts, list);
      case Dict(Map<String, Space<?>> parts) ->
          value instanceof Map<?, ?> map && contains(parts, map);
    };
  }

  private static boolean contains(List<Space<?>> parts, List<?> list) {
    boolean all = list.size() == parts.size();
    for (int k = 0; all && k < parts.size(); k++) {
      all = contains(parts.get(k), list.get(k));
    }
    return all;
  }

  private static boolean contains(Map<String, Space<?>> parts, Map<?, ?> map) {
    return map.keySet().equals(parts.keySet())
        && parts.entrySet().stream()
            .allMatch(part -> contains(part.getValue(), map.get(part.getKey())));
  }

  /// Why a value can't be flattened to finite numbers, as a sentence that begins with its name;
  /// null if it can. Bounds of a [Box] are not looked at.
  static @Nullable String problem(Space<?> space, String name, @Nullable Object value) {
    return switch (space) {
      case Box s when value instanceof float[] v -> problem(s, name, v);
      case Tuple(List<Space<?>> parts) when value instanceof List<?> v -> problem(parts, name, v);
      case Dict(Map<String, Space<?>> parts) when value instanceof Map<?, ?> v ->
          problem(parts, name, v);
      case Box _ -> misfit(name, "a float[]", value);
      case Tuple _ -> misfit(name, "a List", value);
      case Dict _ -> misfit(name, "a Map", value);
      case Discrete _ when !contains(space, value) -> misfit(name, "an Integer in " + space, value);
      case MultiDiscrete _ when !contains(space, value) ->
          misfit(name, "an int[] in " + space, value);
      case MultiBinary _ when !contains(space, value) ->
          misfit(name, "a byte[] in " + space, value);
      case Discrete _, MultiDiscrete _, MultiBinary _ -> null;
    };
  }

  private static @Nullable String problem(Box box, String name, float[] values) {
    if (values.length != box.flatSize()) {
      return "%s must have %d values as observationSpace() says, got %d (change one)"
          .formatted(name, box.flatSize(), values.length);
    }
    for (int d = 0; d < values.length; d++) {
      if (!Float.isFinite(values[d])) {
        return "%s[%d] must be finite, got %s (check what reset and step compute)"
            .formatted(name, d, values[d]);
      }
    }
    return null;
  }

  private static @Nullable String problem(List<Space<?>> parts, String name, List<?> list) {
    if (list.size() != parts.size()) {
      return "%s must have %d members as observationSpace() says, got %d (change one)"
          .formatted(name, parts.size(), list.size());
    }
    String problem = null;
    for (int k = 0; problem == null && k < parts.size(); k++) {
      problem = problem(parts.get(k), "%s[%d]".formatted(name, k), list.get(k));
    }
    return problem;
  }

  private static @Nullable String problem(Map<String, Space<?>> parts, String name, Map<?, ?> map) {
    if (!map.keySet().equals(parts.keySet())) {
      return "%s must have the keys %s as observationSpace() says, got %s (change one)"
          .formatted(name, parts.keySet(), map.keySet());
    }
    for (Map.Entry<String, Space<?>> part : parts.entrySet()) {
      String key = part.getKey();
      String problem = problem(part.getValue(), name + "." + key, map.get(key));
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static String misfit(String name, String expected, @Nullable Object value) {
    return "%s must be %s, got %s (change it or observationSpace())"
        .formatted(name, expected, text(value));
  }

  /// A value for a message: its type, or its content where that is short.
  static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Integer v -> v.toString();
      case int[] v -> Arrays.toString(v);
      case byte[] v -> Arrays.toString(v);
      default -> value.getClass().getSimpleName();
    };
  }
}
