package dev.bellman.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Named arrays: what an owner of mutable state writes into a checkpoint and reads back from it.
///
/// Names are dotted paths (`actor.0.weight`); [#at] gives a view in which every name starts with a
/// prefix, so that an owner need not know where it stands. Arrays are copied in; arrays handed out
/// are the stored ones and must not be modified. Confined to one thread.
public final class State {
  /// One named array.
  ///
  /// @param values a `float[]`, `double[]`, `long[]`, `int[]` or `byte[]` in row-major order
  /// @param shape the extents; their product is the array's length
  public record Entry(Object values, int[] shape) {
    /// Whether no number is NaN or infinite.
    ///
    /// @return true if all are finite
    public boolean isFinite() {
      return switch (values) {
        case float[] floats -> allFinite(floats);
        case double[] doubles -> Arrays.stream(doubles).allMatch(Double::isFinite);
        default -> true;
      };
    }

    private static boolean allFinite(float[] floats) {
      for (float value : floats) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
      return true;
    }
  }

  private final Map<String, Entry> entries;
  private final String prefix;

  /// An empty state.
  public State() {
    this(new LinkedHashMap<>(), "");
  }

  private State(Map<String, Entry> entries, String prefix) {
    this.entries = entries;
    this.prefix = prefix;
  }

  /// A view of this state in which every name is preceded by `name` and a dot.
  ///
  /// @param name the prefix, without the dot
  /// @return the view; writing to it writes here
  public State at(String name) {
    return new State(entries, prefix + name + ".");
  }

  /// Stores a copy of an array.
  ///
  /// @param name the name, unique in this state
  /// @param values a `float[]`, `double[]`, `long[]`, `int[]` or `byte[]`
  /// @param shape the extents; none means one dimension, the array's length
  /// @throws IllegalArgumentException if the name is taken, the type is another or the shape does
  ///   not fit
  public void put(String name, Object values, int... shape) {
    int length =
        switch (values) {
          case float[] a -> a.length;
          case double[] a -> a.length;
          case long[] a -> a.length;
          case int[] a -> a.length;
          case byte[] a -> a.length;
          default ->
              throw new IllegalArgumentException(
                  "state '%s': must be an array of float, double, long, int or byte, got %s"
                      .formatted(prefix + name, values.getClass().getSimpleName()));
        };
    int[] extents = shape.length == 0 ? new int[] {length} : shape.clone();
    long size = 1;
    for (int extent : extents) {
      size *= extent;
    }
    if (size != length) {
      throw new IllegalArgumentException(
          "state '%s': shape %s must hold %d values"
              .formatted(prefix + name, Arrays.toString(shape), length));
    }
    Object copy =
        switch (values) {
          case float[] a -> a.clone();
          case double[] a -> a.clone();
          case long[] a -> a.clone();
          case int[] a -> a.clone();
          default -> ((byte[]) values).clone();
        };
    if (entries.putIfAbsent(prefix + name, new Entry(copy, extents)) != null) {
      throw new IllegalArgumentException("state '%s': is there already".formatted(prefix + name));
    }
  }

  /// Stores one number.
  ///
  /// @param name the name, unique in this state
  /// @param value the number
  public void putLong(String name, long value) {
    put(name, new long[] {value});
  }

  /// Whether an array of that name is there.
  ///
  /// @param name the name
  /// @return true if it is
  public boolean has(String name) {
    return entries.containsKey(prefix + name);
  }

  /// The names below this view's prefix, without it, in the order they were stored.
  ///
  /// @return the names
  public List<String> names() {
    var names = new ArrayList<String>();
    for (String name : entries.keySet()) {
      if (name.startsWith(prefix)) {
        names.add(name.substring(prefix.length()));
      }
    }
    return names;
  }

  /// An entry with its shape.
  ///
  /// @param name the name
  /// @return the entry
  /// @throws IllegalArgumentException if there is none of that name
  public Entry entry(String name) {
    Entry entry = entries.get(prefix + name);
    if (entry == null) {
      throw new IllegalArgumentException("state '%s': missing".formatted(prefix + name));
    }
    return entry;
  }

  /// A stored array of floats.
  ///
  /// @param name the name
  /// @param length the expected length
  /// @return the array, not to be modified
  /// @throws IllegalArgumentException if it is missing, of another type or of another length
  public float[] floats(String name, int length) {
    return checked(name, length, float[].class);
  }

  /// A stored array of doubles; see [#floats].
  ///
  /// @param name the name
  /// @param length the expected length
  /// @return the array, not to be modified
  public double[] doubles(String name, int length) {
    return checked(name, length, double[].class);
  }

  /// A stored array of longs; see [#floats].
  ///
  /// @param name the name
  /// @param length the expected length
  /// @return the array, not to be modified
  public long[] longs(String name, int length) {
    return checked(name, length, long[].class);
  }

  /// A stored array of ints; see [#floats].
  ///
  /// @param name the name
  /// @param length the expected length
  /// @return the array, not to be modified
  public int[] ints(String name, int length) {
    return checked(name, length, int[].class);
  }

  /// A stored array of bytes; see [#floats].
  ///
  /// @param name the name
  /// @param length the expected length
  /// @return the array, not to be modified
  public byte[] bytes(String name, int length) {
    return checked(name, length, byte[].class);
  }

  /// A stored number; see [#putLong].
  ///
  /// @param name the name
  /// @return the number
  public long longValue(String name) {
    return longs(name, 1)[0];
  }

  private <T> T checked(String name, int length, Class<T> type) {
    Entry entry = entry(name);
    if (!type.isInstance(entry.values())) {
      throw new IllegalArgumentException(
          "state '%s': expected %s, got %s"
              .formatted(
                  prefix + name, type.getSimpleName(), entry.values().getClass().getSimpleName()));
    }
    T values = type.cast(entry.values());
    int got = java.lang.reflect.Array.getLength(values);
    if (got != length) {
      throw new IllegalArgumentException(
          "state '%s': expected %d values, got %d".formatted(prefix + name, length, got));
    }
    return values;
  }
}
