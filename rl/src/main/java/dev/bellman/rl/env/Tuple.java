package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Lists with one member of each of several spaces, in their order.
///
/// @param parts the spaces, at least one
public record Tuple(List<Space<?>> parts) implements Space<List<Object>> {
  /// Checks that there are parts.
  ///
  /// @throws IllegalArgumentException if there are none
  public Tuple {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("Tuple: must have a part, got none");
    }
  }

  /// A tuple of spaces.
  ///
  /// @param parts the spaces, at least one
  /// @return the space
  /// @throws IllegalArgumentException if there are none
  public static Tuple of(Space<?>... parts) {
    return new Tuple(List.of(parts));
  }

  @Override
  public List<Object> sample(Rng rng) {
    var value = new ArrayList<Object>(parts.size());
    for (Space<?> part : parts) {
      value.add(part.sample(rng));
    }
    return List.copyOf(value);
  }

  @Override
  public boolean contains(@Nullable List<Object> value) {
    return value != null && Members.contains(this, value);
  }

  @Override
  public int flatSize() {
    return Members.flatSize(parts);
  }

  @Override
  public void flatten(List<Object> value, float[] out, int offset) {
    int at = offset;
    for (int k = 0; k < parts.size(); k++) {
      Members.flatten(parts.get(k), value.get(k), out, at);
      at += parts.get(k).flatSize();
    }
  }

  @Override
  public List<Object> unflatten(float[] values, int offset) {
    var value = new ArrayList<Object>(parts.size());
    int at = offset;
    for (Space<?> part : parts) {
      value.add(part.unflatten(values, at));
      at += part.flatSize();
    }
    return List.copyOf(value);
  }

  @Override
  public Box flattened() {
    return Members.flattened(parts);
  }

  @Override
  public String toString() {
    var text = new StringJoiner(", ", "Tuple(", ")");
    parts.forEach(part -> text.add(part.toString()));
    return text.toString();
  }
}
