package dev.bellman.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.llm.data.Packed;
import dev.bellman.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Decoding with a cache gives the bits of the training pass.
class DecoderTest {
  static List<TransformerConfig> forms() {
    return Models.forms();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void logitsAreThoseOfTheTrainingPassAtEveryPosition(TransformerConfig form) {
    Transformer model = Models.model(form);
    Decoder decoder = new Decoder(model);
    for (int length : new int[] {2, 15, 16, 17, 63, 64, 65, 70, 140}) {
      Packed whole = Models.packed(length);
      float[] expected = Models.logits(model, whole);
      for (int prompt : new int[] {1, length / 2, length - 1}) {
        if (prompt >= 1) {
          decoder.begin(Models.prefix(whole, 0, prompt), 1, length - prompt);
          same(decoder, 0, expected, prompt - 1);
          for (int t = prompt; t < length; t++) {
            decoder.advance(new int[] {whole.tokens()[t]});
            same(decoder, 0, expected, t);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void copiesAndRetainedRowsGoOnAsIfAlone(TransformerConfig form) {
    Transformer model = Models.model(form);
    Decoder decoder = new Decoder(model);
    Rng rng = Rng.ofSeed(2);
    for (Packed prompts :
        List.of(Models.packed(1), Models.packed(7, 16, 3), Models.packed(60, 64, 5, 70))) {
      decoder.begin(prompts, 3, 20);
      assertThat(decoder.rows()).isEqualTo(3 * prompts.sequences());
      List<List<Integer>> sequences = new ArrayList<>();
      for (int row = 0; row < decoder.rows(); row++) {
        sequences.add(tokens(Models.alone(prompts, row / 3)));
      }
      for (int step = 0; step < 20 && decoder.rows() > 0; step++) {
        sequences = retained(decoder, sequences, rng);
        int[] tokens = new int[decoder.rows()];
        for (int row = 0; row < tokens.length; row++) {
          tokens[row] = rng.nextInt(Models.VOCABULARY);
          sequences.get(row).add(tokens[row]);
        }
        decoder.advance(tokens);
        for (int row = 0; row < tokens.length; row++) {
          Packed whole = packed(sequences.get(row));
          same(decoder, row, Models.logits(model, whole), whole.size() - 1);
        }
      }
    }
  }

  /// Ends one row in ten.
  private static List<List<Integer>> retained(
      Decoder decoder, List<List<Integer>> sequences, Rng rng) {
    int[] kept = new int[decoder.rows()];
    List<List<Integer>> rest = new ArrayList<>();
    for (int row = 0; row < decoder.rows(); row++) {
      if (rng.nextInt(10) > 0) {
        kept[rest.size()] = row;
        rest.add(sequences.get(row));
      }
    }
    decoder.retain(kept, rest.size());
    return rest;
  }

  private static List<Integer> tokens(Packed sequence) {
    List<Integer> tokens = new ArrayList<>();
    for (int i = 0; i < sequence.size(); i++) {
      tokens.add(sequence.tokens()[i]);
    }
    return tokens;
  }

  private static Packed packed(List<Integer> tokens) {
    int[] array = tokens.stream().mapToInt(Integer::intValue).toArray();
    return new Packed(array, new int[] {0, array.length}, 1);
  }

  private static void same(Decoder decoder, int row, float[] logits, int position) {
    int v = Models.VOCABULARY;
    assertThat(Models.rows(decoder.logits(), row, row + 1, v))
        .as("position %d", position)
        .isEqualTo(Models.rows(logits, position, position + 1, v));
  }

  @Test
  void retainedRowsKeepTheirLogits() {
    Decoder decoder = new Decoder(Models.model(Models.forms().getFirst()));
    decoder.begin(Models.packed(2, 3, 4), 1, 2);
    float[] before = Models.rows(decoder.logits(), 1, 3, Models.VOCABULARY);
    decoder.retain(new int[] {1, 2}, 2);
    assertThat(Models.rows(decoder.logits(), 0, 2, Models.VOCABULARY)).isEqualTo(before);
  }

  @Test
  void promptThatDoesNotFitTheContextIsRefused() {
    Decoder decoder = new Decoder(Models.model(Models.forms().getFirst()));
    assertThatThrownBy(() -> decoder.begin(Models.packed(100, 151), 2, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "decoder: prompt 1 must have 1 to 150 tokens, since 10 new ones are to fit the context"
                + " of 160, got 151 (shorten it or lower maxNew)");
    assertThatThrownBy(() -> decoder.begin(Models.packed(0), 1, 10)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> decoder.begin(Models.packed(5), 0, 10))
        .hasMessage("decoder: copies and maxNew must be at least 1, got 0 and 10");
  }

  @Test
  void tokensBeyondTheRoomAreRefused() {
    Decoder decoder = new Decoder(Models.model(Models.forms().getFirst()));
    decoder.begin(Models.packed(5), 1, 1);
    decoder.advance(new int[] {3});
    assertThatThrownBy(() -> decoder.advance(new int[] {3}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("decoder: all new tokens that there is room for are there (raise maxNew)");
  }
}
