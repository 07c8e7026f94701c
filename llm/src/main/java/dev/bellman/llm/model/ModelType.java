package dev.bellman.llm.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The families of models whose files are read and written, by Hugging Face's `model_type`.
enum ModelType {
  LLAMA("LlamaForCausalLM"),
  QWEN2("Qwen2ForCausalLM"),
  QWEN3("Qwen3ForCausalLM");

  private final String architecture;

  ModelType(String architecture) {
    this.architecture = architecture;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The biases that a config of this family means.
  TransformerConfig.Biases biases(boolean attention, boolean feedForward) {
    return switch (this) {
      case LLAMA -> new TransformerConfig.Biases(attention, attention, feedForward);
      case QWEN2 -> new TransformerConfig.Biases(true, false, false);
      case QWEN3 -> new TransformerConfig.Biases(attention, attention, false);
    };
  }

  /// The family that has a form.
  ///
  /// @throws IllegalArgumentException if none has
  static ModelType of(TransformerConfig config) {
    TransformerConfig.Biases wanted = config.biases();
    for (ModelType type : values()) {
      boolean sameNorm = config.headNorm() == (type == QWEN3);
      if (sameNorm && type.biases(wanted.attentionOutput(), wanted.feedForward()).equals(wanted)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "model: must have the biases and norms of llama, qwen2 or qwen3 to be saved, got %s, headNorm %s"
            .formatted(wanted, config.headNorm()));
  }

  /// The members of `config.json`.
  Map<String, @Nullable Object> json(
      TransformerConfig config,
      String dtype,
      List<Integer> endTokens,
      OptionalInt bos,
      boolean scores) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put(
        "architectures",
        List.of(
            scores
                ? architecture.replace("ForCausalLM", "ForSequenceClassification")
                : architecture));
    if (scores) {
      json.put("num_labels", 1);
    }
    json.put("model_type", word());
    json.put("vocab_size", config.vocabulary());
    json.put("hidden_size", config.width());
    json.put("intermediate_size", config.feedForward());
    json.put("num_hidden_layers", config.layers());
    json.put("num_attention_heads", config.heads());
    json.put("num_key_value_heads", config.keyValueHeads());
    json.put("head_dim", config.headSize());
    json.put("max_position_embeddings", config.context());
    json.put("rope_theta", config.ropeTheta());
    json.put("rms_norm_eps", config.rmsEpsilon());
    json.put("hidden_act", "silu");
    if (this != QWEN2) {
      json.put("attention_bias", config.biases().attentionOutput());
    }
    if (this == LLAMA) {
      json.put("mlp_bias", config.biases().feedForward());
    }
    json.put("tie_word_embeddings", config.tied());
    json.put("torch_dtype", dtype);
    json.putAll(tokens(endTokens, bos));
    return json;
  }

  /// The members of `generation_config.json`, which are also some of `config.json`'s.
  static Map<String, @Nullable Object> tokens(List<Integer> endTokens, OptionalInt bos) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put(ConfigReader.BOS, bos.isPresent() ? bos.getAsInt() : null);
    json.put(
        ConfigReader.EOS,
        endTokens.isEmpty() ? null : endTokens.size() == 1 ? endTokens.getFirst() : endTokens);
    return json;
  }
}
