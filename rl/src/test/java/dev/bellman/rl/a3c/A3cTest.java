package dev.bellman.rl.a3c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bellman.rl.Metrics;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Workers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class A3cTest {
  private static A3cConfig config(int actors, A3cConfig.Pace pace) {
    A3cConfig d = A3cConfig.DEFAULTS;
    return new A3cConfig(
        6,
        new A3cConfig.Actors(actors, 40, pace),
        5,
        d.gae(),
        d.update(),
        d.value(),
        d.entropyCoefficient(),
        d.network(),
        d.normalization());
  }

  private static VecEnv envs() {
    return Envs.builtIn().vector("CartPole-v1", 6, Map.of());
  }

  @Test
  void freeActorsLoseNoStepsAndSayThatTheyAreNotExact() {
    try (Workers workers = new Workers(3)) {
      A3c a3c = new A3c(config(3, A3cConfig.Pace.FREE), envs(), 1, workers);
      assertThat(a3c.resumesExactly()).isFalse();
      long most = 0;
      for (int k = 0; k < 10; k++) {
        Metrics metrics = a3c.iterate(0.1 * k + 0.1);
        assertThat(metrics.get("staleness")).isBetween(0.0, metrics.get("staleness_max"));
        assertThat(metrics.get("updates_per_second")).isPositive();
        assertThat(metrics.get("grad_norm")).isFinite();
        most = Math.max(most, (long) metrics.get("staleness_max"));
      }
      assertThat(most).isLessThan(10 * 3 * 40);
      assertThat(a3c.gradientSteps()).isEqualTo(10 * 3 * 40);
      assertThat(a3c.envStepsPerIteration()).isEqualTo(40 * 5 * 6);
      assertThat(a3c.episodes().envSteps()).isEqualTo(10 * 40 * 5 * 6);
      assertThat(a3c.episodes().episodes()).isPositive();
    }
  }

  @Test
  void inTurnsNobodyIsStale() {
    try (Workers workers = new Workers(3)) {
      A3c a3c = new A3c(config(3, A3cConfig.Pace.IN_TURNS), envs(), 1, workers);
      assertThat(a3c.resumesExactly()).isTrue();
      assertThat(a3c.iterate(1).get("staleness")).isZero();
    }
  }

  @Test
  void anActorNeedsAnEnvironment() {
    try (Workers workers = new Workers(1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new A3c(config(7, A3cConfig.Pace.FREE), envs(), 1, workers))
          .withMessage(
              "actors.count: must be at most the number of environments, 6, got 7 (raise envs)");
    }
  }

  /// What a slice shows is what the whole shows in the same rows, whichever slice is reset last.
  @Test
  void slicesShowTheirRows() {
    List<Slice> slices = Slice.of(envs(), 4);
    assertThat(slices.stream().map(Slice::count)).containsExactly(1, 2, 1, 2);
    VecStep first = VecStep.of(slices.get(1));
    slices.get(1).reset(new long[] {11, 12}, first);
    slices.get(2).reset(new long[] {13}, VecStep.of(slices.get(2)));
    VecEnv alone = Envs.builtIn().vector("CartPole-v1", 2, Map.of());
    VecStep expected = VecStep.of(alone);
    alone.reset(new long[] {11, 12}, expected);
    var actions = dev.bellman.rl.env.Actions.of(2, alone.actionSpace());
    for (int t = 0; t < 50; t++) {
      assertThat(first.observations()).containsExactly(expected.observations());
      assertThat(first.terminated()).containsExactly(expected.terminated());
      actions.discrete()[0] = t % 2;
      actions.discrete()[1] = t % 3 == 0 ? 1 : 0;
      slices.get(1).step(actions, first);
      alone.step(actions, expected);
    }
  }
}
