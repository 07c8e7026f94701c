package dev.bellman.app.run;

import dev.bellman.tensor.internal.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A run's metrics: a file of JSON objects, one a line, each with how far the run was first:
/// `env_steps`, or `updates` of a language model's trainer.
///
/// A number that is not finite is written as null. Each line reaches the file when it is appended.
public final class Metrics implements AutoCloseable {
  /// The key of the environment steps, in every line.
  public static final String ENV_STEPS = "env_steps";

  /// The key of a language model trainer's updates, in every line.
  public static final String UPDATES = "updates";

  private final BufferedWriter out;
  private final String counter;

  private Metrics(BufferedWriter out, String counter) {
    this.out = out;
    this.counter = counter;
  }

  /// Opens a file for more lines.
  ///
  /// @param file the file; made if it is absent
  /// @return the open metrics
  /// @throws IOException if it can't be written
  public static Metrics append(Path file) throws IOException {
    return append(file, ENV_STEPS);
  }

  /// Opens a file for more lines, which count something of their own.
  ///
  /// @param file the file; made if it is absent
  /// @param counter the key of the count, [#ENV_STEPS] or [#UPDATES]
  /// @return the open metrics
  /// @throws IOException if it can't be written
  public static Metrics append(Path file, String counter) throws IOException {
    return new Metrics(
        Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        counter);
  }

  /// Appends one line.
  ///
  /// @param count how far the run is
  /// @param values the metrics by name: numbers, strings, truth values, lists, maps
  /// @throws IOException if it can't be written
  public void write(long count, Map<String, ? extends @Nullable Object> values) throws IOException {
    var line = new LinkedHashMap<String, @Nullable Object>();
    line.put(counter, count);
    values.forEach((name, value) -> line.put(name, finite(value)));
    out.write(Json.write(line));
    out.write('\n');
    out.flush();
  }

  private static @Nullable Object finite(@Nullable Object value) {
    return switch (value) {
      case Double d when !Double.isFinite(d) -> null;
      case Float f when !Float.isFinite(f) -> null;
      case null, default -> value;
    };
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      // Each line was flushed when it was written; what failed then has been told.
      return;
    }
  }

  /// Reads all lines. A last line that was cut off while it was written is left out.
  ///
  /// @param file the file; absent means no lines
  /// @return the objects in order
  /// @throws IOException if the file can't be read or an earlier line is no metrics line
  public static List<Map<String, @Nullable Object>> read(Path file) throws IOException {
    var result = new ArrayList<Map<String, @Nullable Object>>();
    for (String line : lines(file)) {
      result.add(parse(line, file, result.size() + 1));
    }
    return result;
  }

  /// Cuts the file back to where a checkpoint was made, so that a resumed run appends what an
  /// undisturbed one would have.
  ///
  /// @param file the file; absent means nothing to cut
  /// @param count how far the run was at the checkpoint; lines of later are dropped
  /// @throws IOException if the file can't be read or written, or a line is no metrics line
  public static void cutBack(Path file, long count) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    var kept = new StringBuilder();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      if (counted(parse(line, file, number)) instanceof Long reached && reached <= count) {
        kept.append(line).append('\n');
      }
    }
    if (kept.length() != Files.size(file)) {
      WholeFile.write(file, kept.toString());
    }
  }

  private static List<String> lines(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> parse(String line, Path file, int number)
      throws IOException {
    try {
      if (Json.parse(line) instanceof Map<?, ?> map && counted(map) instanceof Long) {
        return (Map<String, @Nullable Object>) map;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("%s:%d: %s".formatted(file, number, e.getMessage()), e);
    }
    throw new IOException(
        "%s:%d: must be an object with the integer env_steps".formatted(file, number));
  }

  private static @Nullable Object counted(Map<?, ?> line) {
    return line.containsKey(UPDATES) ? line.get(UPDATES) : line.get(ENV_STEPS);
  }
}
