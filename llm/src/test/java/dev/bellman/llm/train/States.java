package dev.bellman.llm.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;

/// Compares all that owners of state would save.
public final class States {
  private States() {}

  /// What is saved.
  public static State of(Stateful owner) {
    State state = new State();
    owner.save(state);
    return state;
  }

  /// Checks that every number has the same bits.
  public static void assertSame(State actual, State expected) {
    assertThat(actual.names()).isEqualTo(expected.names());
    for (String name : expected.names()) {
      assertThat(actual.entry(name).values()).as(name).isEqualTo(expected.entry(name).values());
    }
  }
}
