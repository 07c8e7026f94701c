package dev.bellman.llm.model;

import java.util.ArrayList;
import java.util.List;

/// One tensor of a model as Hugging Face's files have it. Projections are stored there as `[O,I]`
/// and here as `[I,O]`; the embedding and vectors are the same in both.
///
/// @param name its name in both
/// @param shape its extents in the file
/// @param transposed whether it is a projection
record StoredTensor(String name, int[] shape, boolean transposed) {
  static final String HEAD = "lm_head.weight";

  /// The head of a model with one number for each state, which a reward model has.
  static StoredTensor score(TransformerConfig config) {
    return new StoredTensor(ScalarModel.HEAD, new int[] {1, config.width()}, true);
  }

  /// All tensors of a language model, in the order of a fresh model's parameters.
  static List<StoredTensor> of(TransformerConfig config) {
    var tensors = new ArrayList<StoredTensor>();
    int width = config.width();
    tensors.add(
        new StoredTensor(
            "model.embed_tokens.weight", new int[] {config.vocabulary(), width}, false));
    for (int layer = 0; layer < config.layers(); layer++) {
      block(config, "model.layers." + layer + ".", tensors);
    }
    tensors.add(vector("model.norm.weight", width));
    if (!config.tied()) {
      tensors.add(new StoredTensor(HEAD, new int[] {config.vocabulary(), width}, true));
    }
    return tensors;
  }

  private static void block(TransformerConfig config, String name, List<StoredTensor> tensors) {
    int width = config.width();
    int queries = config.heads() * config.headSize();
    int keys = config.keyValueHeads() * config.headSize();
    TransformerConfig.Biases biases = config.biases();
    String attention = name + "self_attn.";
    tensors.add(vector(name + "input_layernorm.weight", width));
    projection(attention + "q_proj", width, queries, biases.queryKeyValue(), tensors);
    projection(attention + "k_proj", width, keys, biases.queryKeyValue(), tensors);
    projection(attention + "v_proj", width, keys, biases.queryKeyValue(), tensors);
    projection(attention + "o_proj", queries, width, biases.attentionOutput(), tensors);
    if (config.headNorm()) {
      tensors.add(vector(attention + "q_norm.weight", config.headSize()));
      tensors.add(vector(attention + "k_norm.weight", config.headSize()));
    }
    tensors.add(vector(name + "post_attention_layernorm.weight", width));
    int inner = config.feedForward();
    projection(name + "mlp.gate_proj", width, inner, biases.feedForward(), tensors);
    projection(name + "mlp.up_proj", width, inner, biases.feedForward(), tensors);
    projection(name + "mlp.down_proj", inner, width, biases.feedForward(), tensors);
  }

  private static void projection(
      String name, int inputs, int outputs, boolean biased, List<StoredTensor> tensors) {
    tensors.add(new StoredTensor(name + ".weight", new int[] {outputs, inputs}, true));
    if (biased) {
      tensors.add(vector(name + ".bias", outputs));
    }
  }

  private static StoredTensor vector(String name, int size) {
    return new StoredTensor(name, new int[] {size}, false);
  }

  /// The extents of the parameter.
  int[] parameterShape() {
    return transposed ? new int[] {shape[1], shape[0]} : shape.clone();
  }

  /// A file's values as the parameter has them.
  float[] parameter(float[] stored) {
    return transposed ? transpose(stored, shape[0], shape[1]) : stored;
  }

  /// A parameter's values as the file has them.
  float[] stored(float[] parameter) {
    return transposed ? transpose(parameter, shape[1], shape[0]) : parameter;
  }

  private static float[] transpose(float[] values, int rows, int columns) {
    float[] transposed = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = values[row * columns + column];
      }
    }
    return transposed;
  }
}
