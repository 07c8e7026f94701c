package dev.bellman.llm.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/// Reads a model's form from `config.json`, and its end tokens also from `generation_config.json`.
/// Refuses what the transformer here would compute otherwise.
final class ConfigReader {
  static final String CONFIG = "config.json";
  static final String GENERATION = "generation_config.json";
  static final String BOS = "bos_token_id";
  static final String EOS = "eos_token_id";

  private static final int QWEN3_HEAD_SIZE = 128;
  private static final double ROPE_THETA = 10_000;
  private static final double EPSILON = 1e-6;

  private final Path directory;
  private final JsonFile json;
  private final ModelType type;

  private ConfigReader(Path directory, JsonFile json, ModelType type) {
    this.directory = directory;
    this.json = json;
    this.type = type;
  }

  static ConfigReader of(Path directory) throws IOException {
    JsonFile json =
        JsonFile.read(
            directory.resolve(CONFIG),
            "a model's folder has config.json and model.safetensors in it");
    for (ModelType type : ModelType.values()) {
      if (type.word().equals(json.get("model_type"))) {
        return new ConfigReader(directory, json, type);
      }
    }
    throw json.unsupported("model_type", "one of llama, qwen2, qwen3");
  }

  TransformerConfig config() throws IOException {
    refuseOtherForms();
    int width = json.integer("hidden_size");
    int heads = json.integer("num_attention_heads");
    try {
      return new TransformerConfig(
          json.integer("vocab_size"),
          width,
          json.integer("intermediate_size"),
          json.integer("num_hidden_layers"),
          heads,
          json.integer("num_key_value_heads", heads),
          headSize(width, heads),
          json.integer("max_position_embeddings"),
          ropeTheta(),
          json.number("rms_norm_eps", EPSILON),
          type.biases(json.truth("attention_bias", false), json.truth("mlp_bias", false)),
          type == ModelType.QWEN3,
          json.truth("tie_word_embeddings", false));
    } catch (IllegalArgumentException wrong) {
      throw new IOException(
          "%s: %s (%s)".formatted(json.file(), wrong.getMessage(), JsonFile.MEND), wrong);
    }
  }

  private int headSize(int width, int heads) throws IOException {
    if (json.has("head_dim")) {
      return json.integer("head_dim");
    }
    if (type == ModelType.QWEN3) {
      return QWEN3_HEAD_SIZE;
    }
    if (heads < 1 || width % heads != 0) {
      throw json.error(
          "num_attention_heads", "a divisor of hidden_size = %d without head_dim".formatted(width));
    }
    return width / heads;
  }

  private double ropeTheta() throws IOException {
    double theta = json.number("rope_theta", ROPE_THETA);
    for (String name : List.of("rope_scaling", "rope_parameters")) {
      if (json.has(name)) {
        JsonFile rope = json.object(name);
        String word = rope.has("rope_type") ? "rope_type" : "type";
        if (!rope.string(word, "default").equals("default")) {
          throw rope.unsupported(word, "\"default\", the one kind of positions there is here");
        }
        if (rope.members().values().stream().anyMatch(Map.class::isInstance)) {
          throw json.unsupported(name, "the same positions in all layers");
        }
        theta = rope.number("rope_theta", theta);
      }
    }
    return theta;
  }

  private void refuseOtherForms() throws IOException {
    if (!json.string("hidden_act", "silu").equals("silu")) {
      throw json.unsupported("hidden_act", "\"silu\", the one activation there is here");
    }
    if (json.number("partial_rotary_factor", 1) != 1) {
      throw json.unsupported("partial_rotary_factor", "1, positions on whole heads");
    }
    if (json.has("quantization_config")) {
      throw json.unsupported("quantization_config", "none, numbers that are not quantised");
    }
    boolean slides =
        json.truth("use_sliding_window", false)
            && json.has("sliding_window")
            && json.integer("max_window_layers", 0) < json.integer("num_hidden_layers");
    if (slides) {
      throw json.unsupported("use_sliding_window", "false, attention to all tokens before");
    }
    if (json.get("layer_types") instanceof List<?> kinds
        && kinds.stream().anyMatch(kind -> !"full_attention".equals(kind))) {
      throw json.unsupported("layer_types", "\"full_attention\" everywhere");
    }
  }

  /// The tokens that end a completion, in ascending order.
  List<Integer> endTokens(int vocabulary) throws IOException {
    var tokens = new TreeSet<Integer>(tokens(json, EOS, vocabulary));
    if (hasGeneration()) {
      tokens.addAll(tokens(generation(), EOS, vocabulary));
    }
    return List.copyOf(tokens);
  }

  /// The token that texts start with.
  OptionalInt bos(int vocabulary) throws IOException {
    var tokens = new ArrayList<>(tokens(json, BOS, vocabulary));
    if (hasGeneration()) {
      tokens.addAll(tokens(generation(), BOS, vocabulary));
    }
    return tokens.stream().mapToInt(Integer::intValue).findFirst();
  }

  private boolean hasGeneration() {
    return Files.exists(directory.resolve(GENERATION));
  }

  private JsonFile generation() throws IOException {
    return JsonFile.read(directory.resolve(GENERATION), "or remove it");
  }

  private static List<Integer> tokens(JsonFile json, String name, int vocabulary)
      throws IOException {
    Object given = json.get(name);
    List<?> numbers =
        given instanceof List<?> list ? list : given == null ? List.of() : List.of(given);
    var tokens = new ArrayList<Integer>();
    for (Object number : numbers) {
      if (!(number instanceof Long token) || token < 0 || token >= vocabulary) {
        throw json.error(name, "tokens in [0, %d)".formatted(vocabulary));
      }
      tokens.add(token.intValue());
    }
    return tokens;
  }
}
