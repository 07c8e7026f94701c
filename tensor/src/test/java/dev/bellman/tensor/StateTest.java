package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StateTest {
  private final State state = new State();

  @Test
  void everyTypeComesBackAsItWasStored() {
    state.put("floats", new float[] {1, 2}, 2, 1);
    state.put("doubles", new double[] {0.1});
    state.put("longs", new long[] {1L << 60});
    state.put("ints", new int[] {1, 2, 3});
    state.put("bytes", new byte[] {-1});
    state.putLong("steps", 42);
    assertThat(state.floats("floats", 2)).containsExactly(1, 2);
    assertThat(state.doubles("doubles", 1)).containsExactly(0.1);
    assertThat(state.longs("longs", 1)).containsExactly(1L << 60);
    assertThat(state.ints("ints", 3)).containsExactly(1, 2, 3);
    assertThat(state.bytes("bytes", 1)).containsExactly(-1);
    assertThat(state.longValue("steps")).isEqualTo(42);
    assertThat(state.entry("floats").shape()).containsExactly(2, 1);
    assertThat(state.entry("ints").shape()).containsExactly(3);
  }

  @Test
  void aViewPutsItsPrefixBeforeEachName() {
    State layer = state.at("actor").at("0");
    layer.put("weight", new float[1]);
    state.put("other", new int[0]);
    assertThat(state.names()).containsExactly("actor.0.weight", "other");
    assertThat(layer.names()).containsExactly("weight");
    assertThat(layer.has("weight")).isTrue();
    assertThat(state.has("weight")).isFalse();
  }

  @Test
  void arraysAreCopiedIn() {
    int[] values = {1};
    state.put("a", values);
    values[0] = 2;
    assertThat(state.ints("a", 1)).containsExactly(1);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    state.put("a", new int[] {1});
    refused(() -> state.put("a", new int[1]), "state 'a': is there already");
    refused(
        () -> state.at("x").put("b", new int[3], 2, 2),
        "state 'x.b': shape [2, 2] must hold 3 values");
    refused(
        () -> state.put("c", "text"),
        "state 'c': must be an array of float, double, long, int or byte, got String");
    refused(() -> state.entry("d"), "state 'd': missing");
    refused(() -> state.floats("a", 1), "state 'a': expected float[], got int[]");
    refused(() -> state.ints("a", 2), "state 'a': expected 2 values, got 1");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
