package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Maps with a member of a space under each of several keys. Keys are sorted, as Gymnasium sorts
/// those of a plain mapping: that is the order in which members are flattened.
///
/// @param parts the spaces by key, at least one
public record Dict(Map<String, Space<?>> parts) implements Space<Map<String, Object>> {
  /// Sorts the keys.
  ///
  /// @throws IllegalArgumentException if there are none
  public Dict {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("Dict: must have a key, got none");
    }
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(parts)));
  }

  private Collection<Space<?>> spaces() {
    return parts.values();
  }

  @Override
  public Map<String, Object> sample(Rng rng) {
    var value = new LinkedHashMap<String, Object>();
    parts.forEach((key, part) -> value.put(key, part.sample(rng)));
    return Collections.unmodifiableMap(value);
  }

  @Override
  public boolean contains(@Nullable Map<String, Object> value) {
    return value != null && Members.contains(this, value);
  }

  @Override
  public int flatSize() {
    return Members.flatSize(spaces());
  }

  @Override
  public void flatten(Map<String, Object> value, float[] out, int offset) {
    int at = offset;
    for (Map.Entry<String, Space<?>> part : parts.entrySet()) {
      Object member = value.get(part.getKey());
      if (member == null) {
        throw new IllegalArgumentException("Dict: must have the key '%s'".formatted(part.getKey()));
      }
      Members.flatten(part.getValue(), member, out, at);
      at += part.getValue().flatSize();
    }
  }

  @Override
  public Map<String, Object> unflatten(float[] values, int offset) {
    var value = new LinkedHashMap<String, Object>();
    int at = offset;
    for (Map.Entry<String, Space<?>> part : parts.entrySet()) {
      value.put(part.getKey(), part.getValue().unflatten(values, at));
      at += part.getValue().flatSize();
    }
    return Collections.unmodifiableMap(value);
  }

  @Override
  public Box flattened() {
    return Members.flattened(spaces());
  }

  @Override
  public String toString() {
    var text = new StringJoiner(", ", "Dict(", ")");
    parts.forEach((key, part) -> text.add(key + ": " + part));
    return text.toString();
  }
}
