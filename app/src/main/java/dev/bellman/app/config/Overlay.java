package dev.bellman.app.config;

import dev.bellman.app.UserError;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The one way from defaults, preset files and `--set` options to a configuration record.
///
/// The defaults are a record. It is turned into a tree, every layer is laid over it in order, and
/// the result is turned back into a record through the canonical constructors. So a component's
/// name is its key, its default is written once, and its check is the one in the constructor.
///
/// Components may be numbers, truth values, strings, enum constants, records, arrays, lists, maps
/// of free values, and interfaces whose [Variants] are registered. Records must be public and in a
/// package that is exported to this module. Unknown keys, wrong types and refused values become
/// [UserError]s that name the path.
public final class Overlay {
  private final Writer full;
  private final Writer brief;
  private final Merge merge;
  private final Binder binder;

  private Overlay(Kind.Kinds kinds) {
    full = new Writer(kinds, true);
    brief = new Writer(kinds, false);
    merge = new Merge(kinds, full);
    binder = new Binder(kinds);
  }

  /// An overlay that knows these interfaces.
  ///
  /// @param variants the named records of each interface
  /// @return the overlay
  /// @throws IllegalArgumentException if an interface is there twice
  public static Overlay of(Variants<?>... variants) {
    var byType = new LinkedHashMap<Class<?>, Variants<?>>();
    for (Variants<?> named : variants) {
      if (byType.put(named.type(), named) != null) {
        throw new IllegalArgumentException(named.type().getName() + ": must be registered once");
      }
    }
    return new Overlay(new Kind.Kinds(Map.copyOf(byType)));
  }

  /// Lays trees over defaults.
  ///
  /// @param <R> the record
  /// @param defaults what holds where no layer says otherwise
  /// @param layers the trees, each over the ones before it
  /// @return the configuration
  /// @throws UserError if a key is unknown, a value has the wrong type or a constructor refuses it
  public <R extends Record> R apply(R defaults, List<? extends Tree> layers) {
    Class<?> type = defaults.getClass();
    Tree merged = full.write(type, defaults, "");
    for (Tree layer : layers) {
      merged = merge.merge(type, merged, layer, "");
    }
    @SuppressWarnings("unchecked")
    R record = (R) binder.bind(type, merged, "");
    return record;
  }

  /// A configuration as a tree, every component written out.
  ///
  /// @param config the configuration
  /// @return the tree; laid over any defaults it gives an equal record
  /// @throws IllegalArgumentException if a variant has no name
  public Tree.Mapping tree(Record config) {
    return (Tree.Mapping) brief.write(config.getClass(), config, "");
  }

  /// Reads a preset or a resolved configuration.
  ///
  /// @param file the YAML file
  /// @return the tree
  /// @throws UserError if the file can't be read or is not YAML as [Yaml] lets in
  public static Tree file(Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > 4L * Yaml.MAX_LENGTH) {
        throw new UserError("%s: must have at most %d characters".formatted(file, Yaml.MAX_LENGTH));
      }
      return Yaml.parse(Files.readString(file), file.toString());
    } catch (CharacterCodingException e) {
      throw new UserError(file + ": must be UTF-8 text", e);
    } catch (IOException e) {
      throw new UserError(file + (Files.exists(file) ? ": can't be read" : ": no such file"), e);
    }
  }

  /// Reads the value of one `--set` option.
  ///
  /// @param assignment `path=value`, for example `objective.clip.low=0.1`
  /// @return the tree that holds the value at that path
  /// @throws UserError if it is not of that form
  public static Tree.Mapping setting(String assignment) {
    int equals = assignment.indexOf('=');
    String path = equals < 0 ? assignment : assignment.substring(0, equals).strip();
    String value = equals < 0 ? "" : assignment.substring(equals + 1).strip();
    if (value.isEmpty() || !path.matches("[^.\\s]+(\\.[^.\\s]+)*")) {
      throw new UserError(
          "--set: must be path=value, got '%s' (for example gae.gamma=0.98)".formatted(assignment));
    }
    // In YAML "#..." is a comment and no value; here it is a text, as a maze within walls.
    Tree tree =
        value.startsWith("#")
            ? new Tree.Scalar(value, true, "")
            : Yaml.parseValue(value, "--set " + path);
    List<String> names = List.of(path.split("\\."));
    for (String name : names.reversed()) {
      tree = Tree.Mapping.of(name, tree);
    }
    return (Tree.Mapping) tree;
  }
}
