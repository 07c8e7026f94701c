package dev.bellman.llm.model;

import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import java.util.Arrays;

/// The first parameters of a transformer: norms at 1, biases at 0, everything else Gaussian. The
/// embedding has standard deviation `1/√D`. A projection has `1/√I` for I inputs, and those that
/// write to the residual stream of L layers `1/√(2·L)` of that (Radford et al. 2019).
final class FreshParameters {
  private final Parameters parameters = new Parameters();
  private final TransformerConfig config;
  private final Rng rng;

  private FreshParameters(TransformerConfig config, Rng rng) {
    this.config = config;
    this.rng = rng;
  }

  static Parameters of(TransformerConfig config, Rng rng) {
    FreshParameters fresh = new FreshParameters(config, rng);
    int vocabulary = config.vocabulary();
    int width = config.width();
    fresh.gaussian("model.embed_tokens.weight", vocabulary, width, 1 / Math.sqrt(width));
    for (int layer = 0; layer < config.layers(); layer++) {
      fresh.block("model.layers." + layer + ".");
    }
    fresh.ones("model.norm.weight", width);
    if (!config.tied()) {
      fresh.gaussian("lm_head.weight", width, vocabulary, 1 / Math.sqrt(width));
    }
    return fresh.parameters;
  }

  private void block(String name) {
    int width = config.width();
    int queries = config.heads() * config.headSize();
    int keys = config.keyValueHeads() * config.headSize();
    double residual = 1 / Math.sqrt(2.0 * config.layers());
    TransformerConfig.Biases biases = config.biases();
    ones(name + "input_layernorm.weight", width);
    String attention = name + "self_attn.";
    projection(attention + "q_proj", width, queries, 1, biases.queryKeyValue());
    projection(attention + "k_proj", width, keys, 1, biases.queryKeyValue());
    projection(attention + "v_proj", width, keys, 1, biases.queryKeyValue());
    projection(attention + "o_proj", queries, width, residual, biases.attentionOutput());
    if (config.headNorm()) {
      ones(attention + "q_norm.weight", config.headSize());
      ones(attention + "k_norm.weight", config.headSize());
    }
    ones(name + "post_attention_layernorm.weight", width);
    String mlp = name + "mlp.";
    int inner = config.feedForward();
    projection(mlp + "gate_proj", width, inner, 1, biases.feedForward());
    projection(mlp + "up_proj", width, inner, 1, biases.feedForward());
    projection(mlp + "down_proj", inner, width, residual, biases.feedForward());
  }

  private void projection(String name, int inputs, int outputs, double gain, boolean biased) {
    gaussian(name + ".weight", inputs, outputs, gain / Math.sqrt(inputs));
    if (biased) {
      parameters.add(name + ".bias", new float[outputs], outputs);
    }
  }

  private void gaussian(String name, int rows, int columns, double deviation) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * rng.nextGaussian());
    }
    parameters.add(name, values, rows, columns);
  }

  private void ones(String name, int size) {
    float[] values = new float[size];
    Arrays.fill(values, 1f);
    parameters.add(name, values, size);
  }
}
