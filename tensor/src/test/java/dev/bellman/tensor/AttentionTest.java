package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Attention, rotary positions and lookups by literal numbers.
class AttentionTest {
  /// Query heads 0 and 1 look at key head 0, heads 2 and 3 at key head 1. The first token sees
  /// itself alone, the second one both, with weights 1/4 and 3/4: its scores are 0 and log 3.
  @Test
  void queriesOfAGroupShareKeysAndSeeNoLaterToken() {
    float log3 = (float) Math.log(3);
    try (Scope scope = Scope.inference()) {
      Tensor q = scope.constant(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, 2, 4);
      Tensor k = scope.constant(new float[] {0, 0, log3, 0}, 2, 2);
      Tensor v = scope.constant(new float[] {8, 100, 16, 200}, 2, 2);
      float[] y =
          Attention.causal(q, k, v, new int[] {0, 2}, 1, new Attention.Heads(4, 2, 1)).toArray();
      float[] expected = {8, 8, 100, 100, 14, 14, 150, 150};
      for (int i = 0; i < 8; i++) {
        assertThat(y[i]).isCloseTo(expected[i], within(1e-4f));
      }
    }
  }

  @Test
  void sequencesSeeNothingOfEachOther() {
    try (Scope scope = Scope.inference()) {
      Tensor q = scope.full(1, 3, 1);
      Tensor v = scope.constant(new float[] {1, 10, 100}, 3, 1);
      Attention.Heads one = new Attention.Heads(1, 1, 1);
      assertThat(Attention.causal(q, q, v, new int[] {0, 1, 1, 3}, 3, one).toArray())
          .containsExactly(1, 10, 55);
    }
  }

  @Test
  void shapesAreChecked() {
    try (Scope scope = Scope.inference()) {
      Tensor q = scope.full(1, 3, 4);
      Attention.Heads form = new Attention.Heads(2, 1, 2);
      assertThatThrownBy(() -> Attention.causal(q, q, q, new int[] {0, 3}, 1, form))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("attention: expected keys of shape [3,2], got [3,4]");
    }
    assertThatThrownBy(() -> new Attention.Heads(3, 2, 4))
        .hasMessage(
            "attention: heads must be a multiple of keyValueHeads and size at least 1, got 3, 2,"
                + " 4");
  }

  /// The pairs are numbers 0 and 2, and 1 and 3; with θ = 100 the second turns by a tenth of the
  /// angle of the first.
  @Test
  void rotaryTurnsPairsOfHalves() {
    try (Scope scope = Scope.inference()) {
      Tensor x = scope.constant(new float[] {1, 1, 0, 0, 0, 0, 1, 1}, 1, 8);
      float[] y = new Rotary(4, 100).apply(x, new int[] {7, 2}, 1).toArray();
      float[] expected = {
        -0.41614684f, 0.98006658f, 0.90929743f, 0.19866933f,
        -0.90929743f, -0.19866933f, -0.41614684f, 0.98006658f
      };
      for (int i = 0; i < 8; i++) {
        assertThat(y[i]).isCloseTo(expected[i], within(1e-6f));
      }
    }
  }

  @Test
  void positionZeroChangesNothingAndAnyPositionIsThere() {
    Rotary rotary = new Rotary(2, 10_000);
    try (Scope scope = Scope.inference()) {
      Tensor x = scope.constant(new float[] {3, 4, 3, 4}, 2, 2);
      float[] y = rotary.apply(x, new int[] {0, 4095}, 0).toArray();
      assertThat(y).startsWith(3, 4);
      assertThat(y[2]).isCloseTo((float) (3 * Math.cos(4095) - 4 * Math.sin(4095)), within(1e-5f));
      assertThatThrownBy(() -> rotary.apply(x, new int[] {0, -1}, 0))
          .hasMessage("rotary: position must be from 0, got -1");
      assertThatThrownBy(() -> rotary.apply(scope.full(1, 2, 3), new int[] {0, 1}, 0))
          .hasMessage("rotary: expected rows of heads of 2 numbers, got [2,3]");
    }
    assertThatThrownBy(() -> new Rotary(3, 10_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rotary: headSize must be even and at least 2, got 3");
  }

  @Test
  void rowsOutOfRangeAreRefused() {
    try (Scope scope = Scope.inference()) {
      Tensor table = scope.full(1, 3, 2);
      assertThatThrownBy(() -> Lookup.rows(table, new int[] {0, 3}, 0, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("rows: row 1 must be in [0, 3), got 3");
      assertThatThrownBy(() -> Lookup.scores(table, scope.full(1, 3, 4)))
          .hasMessage("scores: expected [N,D] and a table [R,D], got [3,2] and [3,4]");
      assertThatThrownBy(() -> SwiGlu.of(table, scope.full(1, 3)))
          .hasMessage("swiGlu: shapes must agree, got [3,2] and [3]");
    }
  }
}
