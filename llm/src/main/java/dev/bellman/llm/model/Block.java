package dev.bellman.llm.model;

import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.RmsNorm;
import dev.bellman.tensor.Rotary;
import dev.bellman.tensor.SwiGlu;
import dev.bellman.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// One layer of a transformer: `h += o(attention(norm₁ h))`, then `h += down(silu(gate z) ∘ up z)`
/// with `z = norm₂ h`.
///
/// @param layer its place, from 0
/// @param attentionNorm norm₁'s weight
/// @param q to queries
/// @param k to keys
/// @param v to values
/// @param o from the heads
/// @param queryNorm the weight of the norm of each query head, or null
/// @param keyNorm the weight of the norm of each key head, or null
/// @param feedForwardNorm norm₂'s weight
/// @param gate to what the SiLU is applied to
/// @param up to what is gated
/// @param down from the gated product
/// @param epsilon of the norms
record Block(
    int layer,
    Tensor attentionNorm,
    Projection q,
    Projection k,
    Projection v,
    Projection o,
    @Nullable Tensor queryNorm,
    @Nullable Tensor keyNorm,
    Tensor feedForwardNorm,
    Projection gate,
    Projection up,
    Projection down,
    float epsilon) {

  /// How queries look at keys and values.
  @FunctionalInterface
  interface Attending {
    /// Attends in one layer.
    Tensor attend(int layer, Tensor q, Tensor k, Tensor v);
  }

  /// The layer over parameters with Hugging Face's names.
  static Block of(TransformerConfig config, Parameters parameters, int layer) {
    String name = "model.layers." + layer + ".";
    TransformerConfig.Biases biases = config.biases();
    String attention = name + "self_attn.";
    String mlp = name + "mlp.";
    return new Block(
        layer,
        parameters.get(name + "input_layernorm.weight"),
        Projection.of(parameters, attention + "q_proj", biases.queryKeyValue()),
        Projection.of(parameters, attention + "k_proj", biases.queryKeyValue()),
        Projection.of(parameters, attention + "v_proj", biases.queryKeyValue()),
        Projection.of(parameters, attention + "o_proj", biases.attentionOutput()),
        config.headNorm() ? parameters.get(attention + "q_norm.weight") : null,
        config.headNorm() ? parameters.get(attention + "k_norm.weight") : null,
        parameters.get(name + "post_attention_layernorm.weight"),
        Projection.of(parameters, mlp + "gate_proj", biases.feedForward()),
        Projection.of(parameters, mlp + "up_proj", biases.feedForward()),
        Projection.of(parameters, mlp + "down_proj", biases.feedForward()),
        (float) config.rmsEpsilon());
  }

  /// Applies the layer.
  ///
  /// @param h hidden states, shape `[N,D]`
  /// @param rotary the frequencies
  /// @param positions each row's position in its sequence
  /// @param attending how queries look at keys
  Tensor of(Tensor h, Rotary rotary, int[] positions, Attending attending) {
    Tensor x = RmsNorm.of(h, attentionNorm, epsilon);
    Tensor queries = rotary.apply(normed(q.of(x), queryNorm), positions, 0);
    Tensor keys = rotary.apply(normed(k.of(x), keyNorm), positions, 0);
    Tensor middle = h.add(o.of(attending.attend(layer, queries, keys, v.of(x))));
    Tensor z = RmsNorm.of(middle, feedForwardNorm, epsilon);
    return middle.add(down.of(SwiGlu.of(gate.of(z), up.of(z))));
  }

  private Tensor normed(Tensor x, @Nullable Tensor weight) {
    return weight == null ? x : RmsNorm.of(x, weight, epsilon);
  }
}
