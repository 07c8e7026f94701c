package dev.bellman.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.data.Packed;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CheckpointLogitsTest {
  static final List<String> MODELS = Golden.MODELS;

  private static final int SEQUENCES = 2;
  private static final int LENGTH = 11;
  private static final int VOCABULARY = 97;

  /// Two sequences of 11 tokens: all logits, and the log-probability of each next token.
  @ParameterizedTest
  @FieldSource("MODELS")
  void logitsAreThoseOfTheReference(String model) throws IOException, URISyntaxException {
    Map<?, ?> reference = Golden.reference(model);
    Pretrained loaded = Pretrained.load(Golden.folder(model));
    Transformer transformer = Transformer.over(loaded.config(), loaded.parameters());
    int[] tokens = new int[SEQUENCES * LENGTH];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = (int) number(reference, "input_ids", i / LENGTH, i % LENGTH);
    }
    var batch = new Packed(tokens, new int[] {0, LENGTH, 2 * LENGTH}, SEQUENCES);
    try (Scope scope = Scope.inference()) {
      Tensor logits = transformer.logits(transformer.hidden(scope, batch));
      Tensor logProb = logits.logSoftmax();
      for (int row = 0; row < tokens.length; row++) {
        int s = row / LENGTH;
        int t = row % LENGTH;
        for (int v = 0; v < VOCABULARY; v++) {
          assertThat((double) logits.get(row * VOCABULARY + v))
              .isCloseTo(number(reference, "logits", s, t, v), within(1e-4));
        }
        if (t < LENGTH - 1) {
          assertThat((double) logProb.get(row * VOCABULARY + tokens[row + 1]))
              .isCloseTo(number(reference, "next_token_log_prob", s, t), within(1e-4));
        }
      }
    }
  }

  private static double number(Map<?, ?> reference, String name, int... place) {
    Object value = reference.get(name);
    for (int index : place) {
      value = ((List<?>) value).get(index);
    }
    return ((Number) value).doubleValue();
  }
}
