package dev.bellman.rl.train;

import dev.bellman.tensor.Engine;
import dev.bellman.tensor.State;
import dev.bellman.tensor.io.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Everything a run's future depends on, as one safetensors file: arrays by name and metadata as
/// strings. Nothing in it is executable.
///
/// @param state the arrays
/// @param metadata what the arrays belong to: `schema`, `kernels` and what the caller added
public record Checkpoint(State state, Map<String, String> metadata) {
  private static final String CHECKSUM = "checksum";

  /// The version of the arrays' names and meanings; another one cannot be read.
  public static final String SCHEMA = "bellman-1";

  /// A checkpoint of a training that is under way.
  ///
  /// @param training what to save
  /// @param metadata what to add, as `algorithm`, `environment` and `config`
  /// @return the checkpoint
  public static Checkpoint of(Training training, Map<String, String> metadata) {
    State state = new State();
    training.save(state);
    Map<String, String> all = new TreeMap<>(metadata);
    all.put("schema", SCHEMA);
    all.put("kernels", Engine.kernels());
    return new Checkpoint(state, all);
  }

  /// Writes the file, with a checksum among its metadata: to a temporary one first, which is forced
  /// to disk and renamed.
  ///
  /// @param file where
  /// @throws IOException if it cannot be written; nothing is left behind
  public void write(Path file) throws IOException {
    Map<String, String> checked = new TreeMap<>(metadata);
    checked.put(CHECKSUM, Checksum.of(state, metadata));
    Safetensors.write(file, state, checked);
  }

  /// Reads a file.
  ///
  /// @param file where
  /// @return the checkpoint
  /// @throws IOException if the file is missing, broken or no checkpoint of this version
  public static Checkpoint read(Path file) throws IOException {
    Safetensors.Contents contents = Safetensors.read(file);
    String schema = contents.metadata().get("schema");
    if (!SCHEMA.equals(schema)) {
      throw new IOException(
          "%s: expected a checkpoint of schema %s, got %s"
              .formatted(file, SCHEMA, schema == null ? "a file without schema" : schema));
    }
    Map<String, String> metadata = new TreeMap<>(contents.metadata());
    String expected = metadata.remove(CHECKSUM);
    String got = Checksum.of(contents.arrays(), metadata);
    if (!got.equals(expected)) {
      throw new IOException(
          "%s: expected content of checksum %s, got %s (the file is damaged; use an earlier one)"
              .formatted(file, expected, got));
    }
    return new Checkpoint(contents.arrays(), metadata);
  }
}
