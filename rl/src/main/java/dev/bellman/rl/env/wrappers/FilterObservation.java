package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Dict;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Shows some parts of a [Dict] or a [Tuple] only.
///
/// @param <T> the type of observations
public final class FilterObservation<T> implements ObservationWrapper<T, T> {
  private final List<String> kept;
  private final boolean byKey;

  private FilterObservation(List<String> kept, boolean byKey) {
    if (kept.isEmpty()) {
      throw new IllegalArgumentException("FilterObservation: must keep a part, got none");
    }
    this.kept = kept;
    this.byKey = byKey;
  }

  /// Keeps some keys of a [Dict].
  ///
  /// @param keys the keys, at least one
  /// @return the wrapper
  /// @throws IllegalArgumentException if there are none
  public static FilterObservation<Map<String, Object>> keys(String... keys) {
    return new FilterObservation<>(List.of(keys), true);
  }

  /// Keeps some parts of a [Tuple], in its order.
  ///
  /// @param indices the places of the parts, at least one
  /// @return the wrapper
  /// @throws IllegalArgumentException if there are none
  public static FilterObservation<List<Object>> indices(int... indices) {
    return new FilterObservation<>(
        Arrays.stream(indices).mapToObj(Integer::toString).toList(), false);
  }

  @Override
  public ObservationMap map(Space<?> space, int n) {
    Map<String, Space<?>> parts = parts(space);
    for (String name : kept) {
      if (!parts.containsKey(name)) {
        throw new IllegalArgumentException(
            "FilterObservation: must keep parts of %s, got '%s'".formatted(parts.keySet(), name));
      }
    }
    var left = new LinkedHashMap<String, Space<?>>();
    var places = new ArrayList<Integer>();
    int at = 0;
    for (Map.Entry<String, Space<?>> part : parts.entrySet()) {
      int size = part.getValue().flatSize();
      if (kept.contains(part.getKey())) {
        left.put(part.getKey(), part.getValue());
        for (int d = at; d < at + size; d++) {
          places.add(d);
        }
      }
      at += size;
    }
    int[] chosen = places.stream().mapToInt(Integer::intValue).toArray();
    return ObservationMap.of(
        byKey ? new Dict(left) : new Tuple(List.copyOf(left.values())),
        (i, in, out) -> {
          for (int d = 0; d < chosen.length; d++) {
            out.values()[out.at(i) + d] = in.values()[in.at(i) + chosen[d]];
          }
        });
  }

  private Map<String, Space<?>> parts(Space<?> space) {
    if (byKey && space instanceof Dict(Map<String, Space<?>> parts)) {
      return parts;
    }
    if (!byKey && space instanceof Tuple(List<Space<?>> list)) {
      var parts = new LinkedHashMap<String, Space<?>>();
      for (int k = 0; k < list.size(); k++) {
        parts.put(Integer.toString(k), list.get(k));
      }
      return parts;
    }
    throw new IllegalArgumentException(
        "FilterObservation: observation space must be a %s, got %s"
            .formatted(byKey ? "Dict" : "Tuple", space));
  }
}
