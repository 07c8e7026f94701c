package dev.bellman.app.config;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns a record into the tree that reads back as an equal record.
///
/// In the full form every variant is written `{name: {component: value, ...}}`; in the short form a
/// variant without components is its name and the shorthand's one value stands alone, unless that
/// is a mapping.
final class Writer {
  private final Kind.Kinds kinds;
  private final boolean full;

  Writer(Kind.Kinds kinds, boolean full) {
    this.kinds = kinds;
    this.full = full;
  }

  Tree write(Type type, Object value, String path) {
    return switch (kinds.of(type)) {
      case Kind.OfRecord(var record) -> components(record, value, path);
      case Kind.OfVariants(var variants) -> variant(variants, value, path);
      case Kind.OfMap() -> free(value);
      case Kind.OfList(var element, var array) -> {
        int length = array ? Array.getLength(value) : ((List<?>) value).size();
        var values = new ArrayList<Tree>();
        for (int i = 0; i < length; i++) {
          Object item = array ? Array.get(value, i) : ((List<?>) value).get(i);
          values.add(write(element, item, path + "[" + i + "]"));
        }
        yield new Tree.Items(values, "");
      }
      case Kind.OfWord(_) -> Words.write(value);
    };
  }

  private Tree.Mapping components(Class<? extends Record> type, Object value, String path) {
    var entries = new LinkedHashMap<String, Tree>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      Object item = read(component, value);
      entries.put(name, write(component.getGenericType(), item, Merge.join(path, name)));
    }
    return new Tree.Mapping(entries, "");
  }

  private static Object read(RecordComponent component, Object value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(
          "%s: must be a public record in an exported package"
              .formatted(component.getDeclaringRecord().getName()),
          e);
    }
  }

  private Tree variant(Variants<?> variants, Object value, String path) {
    String name = variants.nameOf(value);
    if (name == null) {
      throw new IllegalArgumentException(
          "%s: %s has no name as a %s, known: %s"
              .formatted(
                  path,
                  value.getClass().getName(),
                  variants.type().getSimpleName(),
                  String.join(", ", variants.byName().keySet())));
    }
    Tree.Mapping components = components(variants.record(name), value, path);
    if (!full && name.equals(variants.shorthand()) && standsAlone(components)) {
      return components.entries().firstEntry().getValue();
    } else if (!full && components.entries().isEmpty()) {
      return new Tree.Scalar(name, true, "");
    }
    return Tree.Mapping.of(name, components);
  }

  /// Whether the one value can't be taken for the name of a variant and its components.
  private static boolean standsAlone(Tree.Mapping components) {
    return !(components.entries().firstEntry().getValue() instanceof Tree.Mapping);
  }

  private static Tree free(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var entries = new LinkedHashMap<String, Tree>();
        map.forEach((name, item) -> entries.put(String.valueOf(name), free(item)));
        yield new Tree.Mapping(entries, "");
      }
      case List<?> list -> new Tree.Items(list.stream().map(Writer::free).toList(), "");
      default -> Words.write(value);
    };
  }
}
