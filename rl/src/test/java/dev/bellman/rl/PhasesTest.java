package dev.bellman.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Phases.Phase;
import org.junit.jupiter.api.Test;

class PhasesTest {
  private long now = 5_000;
  private final Phases phases = new Phases(() -> now);

  private void enter(Phase phase, long at) {
    now = at;
    phases.enter(phase);
  }

  private void assertNanos(Phase phase, double nanos) {
    assertThat(phases.seconds(phase)).isEqualTo(nanos * 1e-9, within(1e-15));
  }

  @Test
  void timeCountsForThePhaseThatWasEnteredLast() {
    enter(Phase.INFERENCE, 6_000);
    enter(Phase.ENVIRONMENT, 6_100);
    enter(Phase.INFERENCE, 6_120);
    enter(Phase.UPDATE, 6_123);
    assertNanos(Phase.INFERENCE, 103);
    assertNanos(Phase.ENVIRONMENT, 20);
    assertNanos(Phase.UPDATE, 0);
    assertNanos(Phase.OTHER, 0);
  }

  @Test
  void timeAfterLeavingCountsForNone() {
    enter(Phase.UPDATE, 6_000);
    now = 6_010;
    phases.leave();
    enter(Phase.OTHER, 9_000);
    enter(Phase.UPDATE, 9_001);
    assertNanos(Phase.UPDATE, 10);
    assertNanos(Phase.OTHER, 1);
  }
}
