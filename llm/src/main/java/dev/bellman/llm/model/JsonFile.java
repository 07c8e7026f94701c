package dev.bellman.llm.model;

import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object of a JSON file, whose members are asked for by type. A member that is null counts as
/// absent.
///
/// @param file the file's name, for messages
/// @param path where in the file the object stands, empty for the whole, for messages
/// @param members the object
record JsonFile(Path file, String path, Map<?, ?> members) {
  static final String MEND = "mend or download the file";

  static JsonFile read(Path file, String remedy) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException("%s: expected a file, got none (%s)".formatted(file, remedy));
    }
    try {
      if (Json.parse(Files.readString(file)) instanceof Map<?, ?> members) {
        return new JsonFile(file, "", members);
      }
    } catch (IllegalArgumentException malformed) {
      throw new IOException("%s: %s (%s)".formatted(file, malformed.getMessage(), MEND), malformed);
    } catch (CharacterCodingException malformed) {
      throw new IOException(
          "%s: expected UTF-8, got other bytes (%s)".formatted(file, MEND), malformed);
    }
    throw new IOException(
        "%s: expected an object in braces, got another value (%s)".formatted(file, MEND));
  }

  boolean has(String name) {
    return members.get(name) != null;
  }

  @Nullable Object get(String name) {
    return members.get(name);
  }

  int integer(String name) throws IOException {
    if (members.get(name) instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    throw error(name, "an integer");
  }

  int integer(String name, int otherwise) throws IOException {
    return has(name) ? integer(name) : otherwise;
  }

  double number(String name, double otherwise) throws IOException {
    if (!has(name)) {
      return otherwise;
    }
    if (members.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw error(name, "a number");
  }

  boolean truth(String name, boolean otherwise) throws IOException {
    if (!has(name)) {
      return otherwise;
    }
    if (members.get(name) instanceof Boolean truth) {
      return truth;
    }
    throw error(name, "true or false");
  }

  String string(String name, String otherwise) throws IOException {
    if (!has(name)) {
      return otherwise;
    }
    if (members.get(name) instanceof String string) {
      return string;
    }
    throw error(name, "a string");
  }

  JsonFile object(String name) throws IOException {
    if (members.get(name) instanceof Map<?, ?> inner) {
      return new JsonFile(file, path + name + ".", inner);
    }
    throw error(name, "an object");
  }

  /// Something that is wrong with a member.
  IOException error(String name, String expected) {
    return refused(name, expected, MEND);
  }

  /// A member that is right but asks for what there is not here.
  IOException unsupported(String name, String expected) {
    return refused(name, expected, "take another model");
  }

  private IOException refused(String name, String expected, String remedy) {
    String got = members.containsKey(name) ? Json.excerpt(members.get(name)) : "none";
    return new IOException(
        "%s: %s%s: expected %s, got %s (%s)".formatted(file, path, name, expected, got, remedy));
  }
}
