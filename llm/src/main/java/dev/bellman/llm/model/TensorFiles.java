package dev.bellman.llm.model;

import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Shape;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.internal.json.Json;
import dev.bellman.tensor.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A model's tensors: `model.safetensors`, or the files that `model.safetensors.index.json` names.
/// Each file is read once.
final class TensorFiles {
  static final String SINGLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";

  private static final String FREQUENCIES = ".rotary_emb.inv_freq";
  private static final String UNFIT = "does config.json belong to it?";

  private final Map<String, Path> places = new HashMap<>();
  private final Map<Path, State> contents = new HashMap<>();
  private final Path origin;

  private TensorFiles(Path origin) {
    this.origin = origin;
  }

  static TensorFiles of(Path directory) throws IOException {
    Path single = directory.resolve(SINGLE);
    Path index = directory.resolve(INDEX);
    if (!Files.exists(single) && Files.exists(index)) {
      var files = new TensorFiles(index);
      files.readShards(JsonFile.read(index, "it names the files of the model"));
      return files;
    }
    if (!Files.exists(single)) {
      throw new NoSuchFileException(
          "%s: expected a file, got none (nor is there %s)".formatted(single, INDEX));
    }
    var files = new TensorFiles(single);
    files.read(single).names().forEach(name -> files.places.put(name, single));
    return files;
  }

  private void readShards(JsonFile index) throws IOException {
    JsonFile map = index.object("weight_map");
    for (Map.Entry<?, ?> entry : map.members().entrySet()) {
      String name = (String) entry.getKey();
      String file = map.string(name, "");
      if (file.isEmpty() || file.contains("/") || file.contains("\\") || file.startsWith("..")) {
        throw map.error(name, "the name of a file in the same folder");
      }
      Path shard = index.file().resolveSibling(file);
      if (!read(shard).has(name)) {
        throw new IOException(
            "%s: tensor %s: expected it here, as %s says, got none (download both again)"
                .formatted(shard, Json.excerpt(name), INDEX));
      }
      places.put(name, shard);
    }
  }

  private State read(Path file) throws IOException {
    State known = contents.get(file);
    if (known != null) {
      return known;
    }
    try {
      State read = Safetensors.read(file).arrays();
      contents.put(file, read);
      return read;
    } catch (NoSuchFileException missing) {
      throw missing;
    } catch (IOException broken) {
      throw new IOException(
          broken.getMessage() + " (damaged or cut short? download it again)", broken);
    }
  }

  /// The parameters of a form.
  Parameters parameters(TransformerConfig config) throws IOException {
    if (config.layers() > places.size()) {
      throw new IOException(
          "%s: expected tensors of %d layers, got %d tensors (%s)"
              .formatted(origin, config.layers(), places.size(), UNFIT));
    }
    var parameters = new Parameters();
    Set<String> expected = new HashSet<>();
    var tensors = StoredTensor.of(config);
    if (places.containsKey(ScalarModel.HEAD)) {
      tensors.add(StoredTensor.score(config));
    }
    for (StoredTensor tensor : tensors) {
      expected.add(tensor.name());
      parameters.add(tensor.name(), tensor.parameter(values(tensor)), tensor.parameterShape());
    }
    for (String name : places.keySet().stream().sorted().toList()) {
      boolean known =
          expected.contains(name)
              || name.endsWith(FREQUENCIES)
              || (config.tied() && name.equals(StoredTensor.HEAD));
      if (!known) {
        throw error(name, "no such tensor in this kind of model, got one", UNFIT);
      }
    }
    return parameters;
  }

  private float[] values(StoredTensor tensor) throws IOException {
    Path file = places.get(tensor.name());
    String shape = Arrays.toString(tensor.shape());
    if (file == null) {
      throw error(tensor.name(), "shape %s, got no such tensor".formatted(shape), UNFIT);
    }
    State.Entry entry = contents.getOrDefault(file, new State()).entry(tensor.name());
    if (!Arrays.equals(entry.shape(), tensor.shape())) {
      throw error(
          tensor.name(),
          "shape %s, got %s".formatted(shape, Arrays.toString(entry.shape())),
          UNFIT);
    }
    if (!(entry.values() instanceof float[] values)) {
      throw error(
          tensor.name(),
          "F32, F16 or BF16, got numbers of type " + entry.values().getClass().componentType(),
          "take the model that is not quantised");
    }
    if (!entry.isFinite()) {
      throw error(
          tensor.name(),
          "finite numbers, got NaN or an infinity among them",
          "take another checkpoint");
    }
    return values;
  }

  private IOException error(String tensor, String expectedAndGot, String remedy) {
    return new IOException(
        "%s: tensor %s: expected %s (%s)"
            .formatted(
                places.getOrDefault(tensor, origin), Json.excerpt(tensor), expectedAndGot, remedy));
  }

  /// The parameters as a file holds them.
  static State stored(List<StoredTensor> tensors, Parameters parameters) {
    var state = new State();
    for (StoredTensor tensor : tensors) {
      Tensor parameter = parameters.get(tensor.name());
      Shape shape = Shape.of(tensor.parameterShape());
      if (!parameter.shape().equals(shape)) {
        throw new IllegalArgumentException(
            "parameter '%s': must have shape %s, got %s"
                .formatted(tensor.name(), shape, parameter.shape()));
      }
      state.put(tensor.name(), tensor.stored(parameter.toArray()), tensor.shape());
    }
    return state;
  }
}
