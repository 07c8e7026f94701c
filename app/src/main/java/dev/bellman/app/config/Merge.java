package dev.bellman.app.config;

import dev.bellman.app.UserError;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lays one tree over another, led by the types that will take the values.
///
/// Mappings merge name by name, words and lists replace. A variant of the same name merges; one of
/// another name replaces the whole subtree. In the result a variant is always written `{name:
/// {component: value, ...}}`.
final class Merge {
  private final Kind.Kinds kinds;
  private final Writer writer;

  Merge(Kind.Kinds kinds, Writer writer) {
    this.kinds = kinds;
    this.writer = writer;
  }

  Tree merge(Type type, @Nullable Tree base, Tree over, String path) {
    return switch (kinds.of(type)) {
      case Kind.OfRecord(var record) -> mergeRecord(record, base, over, path);
      case Kind.OfVariants(var variants) -> mergeVariant(variants, base, over, path);
      case Kind.OfMap() -> mergeMap(base, over, path);
      case Kind.OfList(var element, _) -> list(element, over, path);
      case Kind.OfWord(_) -> over;
    };
  }

  private Tree mergeRecord(
      Class<? extends Record> record, @Nullable Tree base, Tree over, String path) {
    if (!(over instanceof Tree.Mapping mapping)) {
      throw Words.expected("a mapping", over, path.isEmpty() ? "configuration" : path);
    }
    var types = new LinkedHashMap<String, Type>();
    for (RecordComponent component : record.getRecordComponents()) {
      types.put(component.getName(), component.getGenericType());
    }
    Tree start = base == null ? defaults(record) : base;
    var entries = new LinkedHashMap<>(entries(start));
    for (Map.Entry<String, Tree> entry : mapping.entries().entrySet()) {
      String name = entry.getKey();
      Type type = types.get(name);
      if (type == null) {
        throw new UserError(
            "unknown key '%s'%s, %s%s"
                .formatted(
                    name,
                    path.isEmpty() ? "" : " in " + path,
                    Suggestion.among(name, types.keySet()),
                    Words.at(entry.getValue())));
      }
      entries.put(name, merge(type, entries.get(name), entry.getValue(), join(path, name)));
    }
    return new Tree.Mapping(entries, over.origin());
  }

  private Tree mergeVariant(Variants<?> variants, @Nullable Tree base, Tree over, String path) {
    Map.Entry<String, Tree> chosen = choice(variants, over, path);
    String name = chosen.getKey();
    Tree start = base instanceof Tree.Mapping mapping ? mapping.entries().get(name) : null;
    Class<? extends Record> record = variants.record(name);
    Tree merged = mergeRecord(record, start, chosen.getValue(), path(variants, name, path));
    return Tree.Mapping.of(name, merged);
  }

  /// The name and the components that a tree writes for a variant, in any of its three forms.
  private Map.Entry<String, Tree> choice(Variants<?> variants, Tree tree, String path) {
    String shorthand = variants.shorthand();
    if (shorthand != null && isOfShorthand(variants, shorthand, tree)) {
      return Map.entry(shorthand, Tree.Mapping.of(variants.onlyComponent(shorthand), tree));
    }
    String name = "";
    Tree value = new Tree.Mapping(new LinkedHashMap<>(), tree.origin());
    if (tree instanceof Tree.Mapping mapping) {
      if (mapping.entries().size() != 1) {
        throw new UserError(
            "%s: must be one of %s, got %s%s"
                .formatted(
                    path,
                    String.join(", ", variants.byName().keySet()),
                    mapping.entries().isEmpty()
                        ? "an empty mapping"
                        : String.join(" and ", mapping.entries().keySet()),
                    Words.at(tree)));
      }
      name = mapping.entries().firstEntry().getKey();
      value = mapping.entries().firstEntry().getValue();
    } else if (tree instanceof Tree.Scalar word && variants.byName().containsKey(word.text())) {
      name = word.text();
    } else if (shorthand != null && !tree.describe().equals("nothing")) {
      String component = variants.onlyComponent(shorthand);
      return Map.entry(shorthand, Tree.Mapping.of(component, tree));
    } else if (tree instanceof Tree.Scalar word) {
      name = word.text();
    } else {
      throw Words.expected("a name or a mapping", tree, path);
    }
    if (!variants.byName().containsKey(name)) {
      throw new UserError(
          "%s: unknown variant '%s', %s%s"
              .formatted(
                  path, name, Suggestion.among(name, variants.byName().keySet()), Words.at(tree)));
    }
    return Map.entry(name, value);
  }

  /// Whether a tree names no variant here, but one of those that the shorthand's component may be.
  private boolean isOfShorthand(Variants<?> variants, String shorthand, Tree tree) {
    return tree instanceof Tree.Mapping mapping
        && mapping.entries().size() == 1
        && !variants.byName().containsKey(mapping.entries().firstEntry().getKey())
        && kinds.of(variants.record(shorthand).getRecordComponents()[0].getGenericType())
            instanceof Kind.OfVariants(var inner)
        && inner.byName().containsKey(mapping.entries().firstEntry().getKey());
  }

  private Tree mergeMap(@Nullable Tree base, Tree over, String path) {
    if (!(over instanceof Tree.Mapping mapping)) {
      throw Words.expected("a mapping", over, path);
    }
    var entries = new LinkedHashMap<String, Tree>();
    if (base != null) {
      entries.putAll(entries(base));
    }
    entries.putAll(mapping.entries());
    return new Tree.Mapping(entries, over.origin());
  }

  private Tree list(Type element, Tree over, String path) {
    if (!(over instanceof Tree.Items items)) {
      throw Words.expected("a list", over, path);
    }
    var values = new ArrayList<Tree>();
    for (Tree value : items.values()) {
      values.add(merge(element, null, value, path + "[" + values.size() + "]"));
    }
    return new Tree.Items(values, over.origin());
  }

  /// What a record starts from where nothing stands below it: its own `DEFAULTS`, or nothing.
  private Tree defaults(Class<? extends Record> record) {
    try {
      var field = record.getField("DEFAULTS");
      if (field.getType() == record && Modifier.isStatic(field.getModifiers())) {
        return writer.write(record, field.get(null), "");
      }
    } catch (NoSuchFieldException e) {
      return new Tree.Mapping(new LinkedHashMap<>(), "");
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(record.getName() + ": DEFAULTS must be accessible", e);
    }
    return new Tree.Mapping(new LinkedHashMap<>(), "");
  }

  private static Map<String, Tree> entries(Tree tree) {
    return ((Tree.Mapping) tree).entries();
  }

  /// The path of a variant's components; the shorthand has none of its own.
  static String path(Variants<?> variants, String name, String path) {
    return name.equals(variants.shorthand()) ? path : join(path, name);
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
