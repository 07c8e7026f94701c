package dev.bellman.llm.model;

/// The form of a decoder-only transformer: pre-norm blocks of grouped-query attention with rotary
/// positions and of a SwiGLU layer, as Llama, Qwen2 and Qwen3 have it.
///
/// @param vocabulary V, how many tokens there are
/// @param width D, the numbers of a hidden state
/// @param feedForward F, the numbers between the two halves of a SwiGLU layer
/// @param layers how many blocks
/// @param heads H, the attention heads
/// @param keyValueHeads the heads of keys and values, a divisor of H
/// @param headSize the numbers of a head, even
/// @param context the longest sequence, in tokens
/// @param ropeTheta the base of the rotary frequencies
/// @param rmsEpsilon what is added to the mean square before its root is taken
/// @param biases which projections have a bias
/// @param headNorm whether queries and keys are normalised head by head (Qwen3)
/// @param tied whether the output projection is the embedding
public record TransformerConfig(
    int vocabulary,
    int width,
    int feedForward,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    int context,
    double ropeTheta,
    double rmsEpsilon,
    Biases biases,
    boolean headNorm,
    boolean tied) {

  /// Which projections have a bias.
  ///
  /// @param queryKeyValue those to queries, keys and values (Qwen2)
  /// @param attentionOutput the one behind attention (Llama with `attention_bias`)
  /// @param feedForward those of the SwiGLU layer (Llama with `mlp_bias`)
  public record Biases(boolean queryKeyValue, boolean attentionOutput, boolean feedForward) {
    /// No bias at all.
    public static final Biases NONE = new Biases(false, false, false);
  }

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public TransformerConfig {
    atLeast("vocabulary", 1, vocabulary);
    atLeast("width", 1, width);
    atLeast("feedForward", 1, feedForward);
    atLeast("layers", 1, layers);
    atLeast("heads", 1, heads);
    atLeast("keyValueHeads", 1, keyValueHeads);
    atLeast("headSize", 2, headSize);
    atLeast("context", 1, context);
    if (heads % keyValueHeads != 0) {
      throw new IllegalArgumentException(
          "model.keyValueHeads: must divide %d heads, got %d".formatted(heads, keyValueHeads));
    }
    if (headSize % 2 != 0) {
      throw new IllegalArgumentException("model.headSize: must be even, got " + headSize);
    }
    if (!(ropeTheta > 1) || !(rmsEpsilon > 0)) {
      throw new IllegalArgumentException(
          "model: ropeTheta must be above 1 and rmsEpsilon above 0, got %s and %s"
              .formatted(ropeTheta, rmsEpsilon));
    }
  }

  private static void atLeast(String name, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "model.%s: must be at least %d, got %d".formatted(name, least, value));
    }
  }

  /// A small model of the form that the tasks use: heads of equal number, no bias, tied head.
  ///
  /// @param vocabulary V
  /// @param width D, a multiple of the heads
  /// @param feedForward F
  /// @param layers how many blocks
  /// @param heads H
  /// @param context the longest sequence, in tokens
  /// @return the form
  public static TransformerConfig small(
      int vocabulary, int width, int feedForward, int layers, int heads, int context) {
    return new TransformerConfig(
        vocabulary,
        width,
        feedForward,
        layers,
        heads,
        heads,
        width / heads,
        context,
        10_000,
        1e-6,
        Biases.NONE,
        false,
        true);
  }
}
