package dev.bellman.llm.train;

import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.model.TransformerConfig;
import dev.bellman.tensor.Rng;
import java.util.Arrays;
import java.util.List;

/// Models over five tokens of which it is known what they write.
final class Writers {
  private static final int TOKENS = 5;
  private static final int WIDTH = 8;

  private Writers() {}

  /// Writes the last token plus a number, modulo 5, with a probability of 1 but for 1e-12.
  static Transformer adding(int number) {
    return model(
        (name, values) -> {
          for (int token = 0; token < TOKENS; token++) {
            if (name.equals("model.embed_tokens.weight")) {
              values[token * WIDTH + token] = 1;
            } else if (name.equals("lm_head.weight")) {
              values[token * TOKENS + (token + number) % TOKENS] = 12;
            }
          }
        });
  }

  /// Every token is as likely as any other.
  static Transformer uniform() {
    return model((_, _) -> {});
  }

  private interface Filler {
    void fill(String name, float[] zeros);
  }

  private static Transformer model(Filler filler) {
    var small = TransformerConfig.small(TOKENS, WIDTH, 4, 1, 2, 16);
    var config =
        new TransformerConfig(
            TOKENS,
            WIDTH,
            small.feedForward(),
            1,
            small.heads(),
            small.keyValueHeads(),
            small.headSize(),
            small.context(),
            small.ropeTheta(),
            small.rmsEpsilon(),
            small.biases(),
            false,
            false);
    Transformer model = Transformer.create(config, Rng.ofSeed(0));
    List<String> names = model.parameters().names();
    model
        .parameters()
        .update(
            model.parameters().newGradients(),
            (place, values, _) -> {
              String name = names.get(place);
              Arrays.fill(values, name.equals("model.norm.weight") ? 1 : 0);
              filler.fill(name, values);
            });
    return model;
  }
}
