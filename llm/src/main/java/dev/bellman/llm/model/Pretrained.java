package dev.bellman.llm.model;

import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.State;
import dev.bellman.tensor.internal.json.Json;
import dev.bellman.tensor.io.FloatType;
import dev.bellman.tensor.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// A model as it lies in a folder in the form that Hugging Face's transformers write: `config.json`
/// and `model.safetensors`, or several such files under an index. Llama, Qwen2 and Qwen3 are read
/// and written, without scaled positions or sliding windows.
///
/// Parameters have the names of the files. Projections are stored in the files as `[O,I]` and here
/// as `[I,O]`, the output layer `lm_head.weight` among them; the embedding is `[V,D]` in both.
///
/// @param config the form
/// @param parameters the weights
/// @param endTokens the tokens that end a completion, in ascending order; none if the files name
///   none
/// @param bos the token that texts start with, if there is one
public record Pretrained(
    TransformerConfig config, Parameters parameters, List<Integer> endTokens, OptionalInt bos) {

  /// Copies the list.
  public Pretrained {
    endTokens = List.copyOf(endTokens);
  }

  /// Reads a model. The end tokens are those of `config.json` and of `generation_config.json`, if
  /// there is one.
  ///
  /// @param directory the folder
  /// @return the model, in single precision
  /// @throws IOException if a file is missing, cannot be read, is broken or describes a model that
  ///   is not supported; the message is one line that starts with the file's name
  public static Pretrained load(Path directory) throws IOException {
    ConfigReader reader = ConfigReader.of(directory);
    TransformerConfig config = reader.config();
    return new Pretrained(
        config,
        TensorFiles.of(directory).parameters(config),
        reader.endTokens(config.vocabulary()),
        reader.bos(config.vocabulary()));
  }

  /// Writes the model: `config.json`, `generation_config.json` and `model.safetensors`. Reading it
  /// again gives the nearest numbers of the type, with [FloatType#F32] the same. A parameter
  /// `score.weight` makes it a model that gives one number, as [ScalarModel] is.
  ///
  /// @param directory the folder; made if it is not there
  /// @param type the type of the numbers in the file
  /// @throws IOException if a file cannot be written
  /// @throws IllegalArgumentException if no supported family has this form, a parameter is missing,
  ///   or a finite number is infinite in the type
  public void save(Path directory, FloatType type) throws IOException {
    ModelType family = ModelType.of(config);
    boolean scores = parameters.names().contains(ScalarModel.HEAD);
    List<StoredTensor> form = StoredTensor.of(config);
    if (scores) {
      form.add(StoredTensor.score(config));
    }
    State tensors = TensorFiles.stored(form, parameters);
    for (String name : tensors.names()) {
      checkRange(name, (float[]) tensors.entry(name).values(), type);
    }
    String dtype =
        switch (type) {
          case F32 -> "float32";
          case F16 -> "float16";
          case BF16 -> "bfloat16";
        };
    Files.createDirectories(directory);
    Path weights = directory.resolve(TensorFiles.SINGLE);
    Safetensors.write(weights, tensors, Map.of("format", "pt"), type);
    write(
        directory.resolve(ConfigReader.CONFIG), family.json(config, dtype, endTokens, bos, scores));
    write(directory.resolve(ConfigReader.GENERATION), ModelType.tokens(endTokens, bos));
  }

  private static void checkRange(String name, float[] values, FloatType type) {
    for (float value : values) {
      if (Float.isFinite(value) && Float.isInfinite(type.nearest(value))) {
        throw new IllegalArgumentException(
            "tensor '%s': must be within the range of %s, got %s (save as BF16 or F32)"
                .formatted(name, type, value));
      }
    }
  }

  private static void write(Path file, Map<String, ?> json) throws IOException {
    Files.writeString(file, Json.write(json) + "\n");
  }
}
