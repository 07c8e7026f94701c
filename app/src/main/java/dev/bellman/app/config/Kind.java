package dev.bellman.app.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/// How a component is written, by its declared type.
sealed interface Kind {
  /// A mapping of component names.
  record OfRecord(Class<? extends Record> type) implements Kind {}

  /// One of several named records.
  record OfVariants(Variants<?> variants) implements Kind {}

  /// A list; `array` tells an array from a [List].
  record OfList(Type element, boolean array) implements Kind {}

  /// Names and values that no record declares.
  record OfMap() implements Kind {}

  /// One word.
  record OfWord(Class<?> type) implements Kind {}

  /// The kinds of a set of registered variants.
  ///
  /// @param variants the variants by interface
  record Kinds(Map<Class<?>, Variants<?>> variants) {
    Kind of(Type type) {
      if (type instanceof ParameterizedType generic) {
        if (generic.getRawType() == List.class) {
          return new OfList(generic.getActualTypeArguments()[0], false);
        }
        return of(generic.getRawType());
      }
      if (type instanceof Class<?> c) {
        Variants<?> named = variants.get(c);
        if (named != null) {
          return new OfVariants(named);
        } else if (c.isRecord()) {
          return new OfRecord(c.asSubclass(Record.class));
        } else if (c.isArray()) {
          return new OfList(c.getComponentType(), true);
        } else if (c == Map.class) {
          return new OfMap();
        } else if (Words.reads(c)) {
          return new OfWord(c);
        }
      }
      throw new IllegalArgumentException(
          "%s: must be a record, a registered interface, a list or a word"
              .formatted(type.getTypeName()));
    }
  }
}
