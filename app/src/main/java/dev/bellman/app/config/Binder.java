package dev.bellman.app.config;

import dev.bellman.app.UserError;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns a merged tree into records through their canonical constructors.
///
/// A constructor that refuses a value with an [IllegalArgumentException] whose message begins with
/// a component's name becomes a [UserError] that begins with the component's path.
final class Binder {
  private final Kind.Kinds kinds;

  Binder(Kind.Kinds kinds) {
    this.kinds = kinds;
  }

  Object bind(Type type, Tree tree, String path) {
    return switch (kinds.of(type)) {
      case Kind.OfRecord(var record) -> bindRecord(record, mapping(tree, path), path, null);
      case Kind.OfVariants(var variants) -> {
        var chosen = mapping(tree, path).entries().firstEntry();
        var record = variants.record(chosen.getKey());
        String below = Merge.path(variants, chosen.getKey(), path);
        String hidden =
            chosen.getKey().equals(variants.shorthand())
                ? variants.onlyComponent(chosen.getKey())
                : null;
        yield bindRecord(record, mapping(chosen.getValue(), below), below, hidden);
      }
      case Kind.OfMap() -> free(mapping(tree, path), path);
      case Kind.OfList(var element, var array) -> bindList(element, array, tree, path);
      case Kind.OfWord(var word) -> {
        if (!(tree instanceof Tree.Scalar scalar)) {
          throw Words.expected("one value", tree, path);
        }
        yield Words.read(scalar, word, path);
      }
    };
  }

  private static Tree.Mapping mapping(Tree tree, String path) {
    if (tree instanceof Tree.Mapping mapping) {
      return mapping;
    }
    throw Words.expected("a mapping", tree, path);
  }

  /// Binds a record; `hidden` names the component that its path leaves out, or is null.
  private Object bindRecord(
      Class<? extends Record> record, Tree.Mapping tree, String path, @Nullable String hidden) {
    RecordComponent[] components = record.getRecordComponents();
    var types = new Class<?>[components.length];
    var values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      String below = name.equals(hidden) ? path : Merge.join(path, name);
      Tree value = tree.entries().get(name);
      if (value == null) {
        throw new UserError(below + ": missing" + Words.at(tree));
      }
      types[i] = components[i].getType();
      values[i] = bind(components[i].getGenericType(), value, below);
    }
    try {
      return record.getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw refused(refusal, tree, path, hidden);
      }
      throw new IllegalStateException(record.getName() + ": constructor failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          record.getName() + ": must be a public record in an exported package", e);
    }
  }

  private static UserError refused(
      IllegalArgumentException refusal, Tree.Mapping tree, String path, @Nullable String hidden) {
    String message = String.valueOf(refusal.getMessage());
    int end = 0;
    while (end < message.length() && Character.isJavaIdentifierPart(message.charAt(end))) {
      end++;
    }
    String first = message.substring(0, end);
    Tree culprit = tree.entries().get(first);
    if (culprit == null) {
      return new UserError((path.isEmpty() ? "" : path + ": ") + message + Words.at(tree), refusal);
    }
    String named = first.equals(hidden) ? path + message.substring(end) : Merge.join(path, message);
    return new UserError(named + Words.at(culprit), refusal);
  }

  private Object bindList(Type element, boolean array, Tree tree, String path) {
    if (!(tree instanceof Tree.Items items)) {
      throw Words.expected("a list", tree, path);
    }
    var values = new ArrayList<Object>();
    for (Tree item : items.values()) {
      values.add(bind(element, item, path + "[" + values.size() + "]"));
    }
    if (!array) {
      return List.copyOf(values);
    }
    Object result = Array.newInstance((Class<?>) element, values.size());
    for (int i = 0; i < values.size(); i++) {
      Array.set(result, i, values.get(i));
    }
    return result;
  }

  private static Map<String, Object> free(Tree.Mapping tree, String path) {
    var values = new LinkedHashMap<String, Object>();
    tree.entries().forEach((name, item) -> values.put(name, value(item, Merge.join(path, name))));
    return Collections.unmodifiableMap(values);
  }

  private static Object value(Tree tree, String path) {
    return switch (tree) {
      case Tree.Scalar word -> Words.read(word, Object.class, path);
      case Tree.Items items -> items.values().stream().map(item -> value(item, path)).toList();
      case Tree.Mapping mapping -> free(mapping, path);
    };
  }
}
