package dev.bellman.llm.model;

import dev.bellman.llm.data.Packed;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import java.util.List;

/// Small models of every form, and sequences for them.
final class Models {
  static final int VOCABULARY = 13;

  private Models() {}

  /// Plain, with shared keys, with everything there is, and with odd numbers.
  static List<TransformerConfig> forms() {
    TransformerConfig.Biases biases = new TransformerConfig.Biases(true, true, true);
    return List.of(
        TransformerConfig.small(VOCABULARY, 32, 64, 2, 4, 160),
        new TransformerConfig(
            VOCABULARY, 24, 40, 2, 4, 2, 16, 160, 10_000, 1e-6, biases, true, false),
        new TransformerConfig(
            VOCABULARY,
            18,
            20,
            1,
            3,
            1,
            6,
            160,
            500,
            1e-5,
            TransformerConfig.Biases.NONE,
            true,
            true));
  }

  /// A model whose norms and biases are not at their first values.
  static Transformer model(TransformerConfig config) {
    Transformer model = Transformer.create(config, Rng.ofSeed(5));
    Rng rng = Rng.ofSeed(6);
    model
        .parameters()
        .update(
            model.parameters().newGradients(),
            (_, values, _) -> {
              for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.1 * rng.nextGaussian());
              }
            });
    return model;
  }

  /// Sequences of these lengths, of any tokens.
  static Packed packed(int... lengths) {
    int[] starts = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      starts[i + 1] = starts[i] + lengths[i];
    }
    int[] tokens = new int[starts[lengths.length]];
    Rng rng = Rng.ofSeed(9);
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = rng.nextInt(VOCABULARY);
    }
    return new Packed(tokens, starts, lengths.length);
  }

  /// One sequence of a batch, alone.
  static Packed alone(Packed batch, int sequence) {
    int start = batch.starts()[sequence];
    return prefix(batch, sequence, batch.starts()[sequence + 1] - start);
  }

  /// The first tokens of one sequence of a batch, alone.
  static Packed prefix(Packed batch, int sequence, int length) {
    int[] tokens = new int[length];
    System.arraycopy(batch.tokens(), batch.starts()[sequence], tokens, 0, length);
    return new Packed(tokens, new int[] {0, length}, 1);
  }

  static float[] hidden(Transformer model, Packed batch) {
    try (Scope scope = Scope.inference()) {
      return model.hidden(scope, batch).toArray();
    }
  }

  static float[] logits(Transformer model, Packed batch) {
    try (Scope scope = Scope.recording()) {
      return model.logits(model.hidden(scope, batch)).toArray();
    }
  }

  static float[] rows(float[] values, int from, int to, int width) {
    return java.util.Arrays.copyOfRange(values, from * width, to * width);
  }
}
