package dev.bellman.app.config;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The names under which the records that implement an interface are written.
///
/// A component declared as that interface is written `{name: {component: value, ...}}`; a record
/// without components by its name alone; the record named by [#shorthand] by its one value alone,
/// which may be `{name: ...}` of another interface's names where these have no such name. A
/// record with a public constant `DEFAULTS` of its own type may leave components out.
///
/// ```java
/// Variants.of(Schedule.class)
///     .with("constant", Schedule.Constant.class)
///     .with("linear", Schedule.Linear.class)
///     .shorthand("constant")             // learningRate: 3e-4
/// ```
///
/// @param <T> the interface
/// @param type the interface
/// @param byName the implementing records by name, in the order in which messages list them
/// @param shorthand the name of the record that a bare word stands for, or null if there is none
public record Variants<T>(
    Class<T> type,
    SequencedMap<String, Class<? extends Record>> byName,
    @Nullable String shorthand) {

  /// Checks that every class is a record that implements the interface.
  ///
  /// @param type the interface
  /// @param byName the implementing records by name
  /// @param shorthand the name of the record that a bare word stands for, or null
  /// @throws IllegalArgumentException if one is not, or if the shorthand has not one component
  public Variants {
    byName = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byName));
    for (Map.Entry<String, Class<? extends Record>> entry : byName.entrySet()) {
      if (!type.isAssignableFrom(entry.getValue())) {
        throw new IllegalArgumentException(
            "variant '%s': must implement %s, got %s"
                .formatted(entry.getKey(), type.getName(), entry.getValue().getName()));
      }
    }
    if (shorthand != null) {
      Class<? extends Record> record = byName.get(shorthand);
      if (record == null || record.getRecordComponents().length != 1) {
        throw new IllegalArgumentException(
            "shorthand '%s': must name a record with one component, known: %s"
                .formatted(shorthand, String.join(", ", byName.keySet())));
      }
    }
  }

  /// An interface without names yet.
  ///
  /// @param <T> the interface
  /// @param type the interface
  /// @return no variants
  public static <T> Variants<T> of(Class<T> type) {
    return new Variants<>(type, new LinkedHashMap<>(), null);
  }

  /// These and one more.
  ///
  /// @param <V> the record
  /// @param name its name in files and on the command line
  /// @param record the record, public, in a package that is exported to this module
  /// @return the longer list
  public <V extends Record> Variants<T> with(String name, Class<V> record) {
    var longer = new LinkedHashMap<>(byName);
    longer.put(name, record);
    return new Variants<>(type, longer, shorthand);
  }

  /// Lets a bare word stand for the one component of a variant.
  ///
  /// @param name the variant
  /// @return these variants with that shorthand
  public Variants<T> shorthand(String name) {
    return new Variants<>(type, byName, name);
  }

  /// The record of that name, which must be there.
  Class<? extends Record> record(String name) {
    return requireNonNull(byName.get(name));
  }

  /// The one component of the record of that name, which must have one.
  String onlyComponent(String name) {
    return record(name).getRecordComponents()[0].getName();
  }

  @Nullable String nameOf(Object value) {
    for (Map.Entry<String, Class<? extends Record>> entry : byName.entrySet()) {
      if (entry.getValue() == value.getClass()) {
        return entry.getKey();
      }
    }
    return null;
  }
}
