package dev.bellman.app.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A configuration as text has it: mappings, lists and words, before types are known.
///
/// Words are kept as they were written, so that `1e5` can become an `int`, a `double` or a string
/// by the type of the record component that takes it.
public sealed interface Tree {
  /// Where this was written (`preset.yaml:12`), or an empty string.
  ///
  /// @return the origin
  String origin();

  /// What this is, in the words of an error message.
  ///
  /// @return for example `0.5`, `a mapping` or `a list`
  String describe();

  /// Names with their values, in the order written.
  ///
  /// @param entries the values by name; copied
  /// @param origin where it was written, or an empty string
  record Mapping(SequencedMap<String, Tree> entries, String origin) implements Tree {
    /// A mapping that keeps its own copy of the entries.
    ///
    /// @param entries the values by name
    /// @param origin where it was written
    public Mapping {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }

    /// A mapping of unknown origin with one entry.
    ///
    /// @param name the entry's name
    /// @param value the entry's value
    /// @return the mapping
    public static Mapping of(String name, Tree value) {
      var entries = new LinkedHashMap<String, Tree>();
      entries.put(name, value);
      return new Mapping(entries, value.origin());
    }

    @Override
    public String describe() {
      return "a mapping";
    }
  }

  /// Values in order.
  ///
  /// @param values the values; copied
  /// @param origin where it was written, or an empty string
  record Items(List<Tree> values, String origin) implements Tree {
    /// A list that keeps its own copy of the values.
    ///
    /// @param values the values
    /// @param origin where it was written
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public String describe() {
      return "a list";
    }
  }

  /// One word: a number, a truth value, a name or a text.
  ///
  /// @param text as written, without quotes
  /// @param quoted whether quotes say that it is a text and nothing else
  /// @param origin where it was written, or an empty string
  record Scalar(String text, boolean quoted, String origin) implements Tree {
    @Override
    public String describe() {
      if (text.isEmpty() && !quoted) {
        return "nothing";
      }
      return quoted ? "'" + text + "'" : text;
    }
  }
}
