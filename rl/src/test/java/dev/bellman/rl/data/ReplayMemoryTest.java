package dev.bellman.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the buffer takes of memory.
class ReplayMemoryTest {
  private static final int ROUNDS = 200;
  private static final int WORK = 2000;

  private static ReplayConfig config(int capacity, ReplaySampling sampling) {
    return new ReplayConfig(capacity, 3, sampling, false);
  }

  private static double bytes(String id, ReplaySampling sampling) {
    try (VecEnv envs = Envs.builtIn().vector(id, 1, Map.of())) {
      return new Replay(config(1000, sampling), envs, 0.99, 0).bytesPerTransition();
    }
  }

  /// Stable-Baselines3: two observations of 16 bytes, an action of 8, reward, done and timeout of
  /// 4 each, 44 bytes and 8 for the action.
  @Test
  void cartPoleTakes22BytesOfStableBaselines52() {
    assertThat(bytes("CartPole-v1", new ReplaySampling.Uniform())).isEqualTo(16 + 1 + 4 + 1);
  }

  /// Stable-Baselines3: two observations of 400 bytes, or of 1600 as floats, and 20.
  @Test
  void breakoutTakes56BytesOfStableBaselines820() {
    assertThat(bytes("MinAtar/Breakout-v1", new ReplaySampling.Uniform()))
        .isEqualTo(50 + 1 + 4 + 1);
  }

  @Test
  void prioritiesTakeLessThan5BytesEach() {
    assertThat(bytes("CartPole-v1", ReplaySampling.Prioritized.DEFAULTS))
        .isEqualTo(26.533, within(1e-3));
  }

  @Test
  void masksTakeABitForEachAction() {
    var envs = new SpacesOnly(1, Discrete.of(300), Discrete.of(9), true);
    var replay = new Replay(config(10, new ReplaySampling.Uniform()), envs, 1, 0);
    assertThat(replay.bytesPerTransition()).isEqualTo(4 + 1 + 4 + 1 + 2);
  }

  @Test
  void aFullBufferTakesItsBytesAndThoseOfFinals() {
    var envs = new SpacesOnly(2, Box.unbounded(4), Discrete.of(2), false);
    var replay = new Replay(config(998, new ReplaySampling.Uniform()), envs, 1, 0);
    assertThat(replay.bytes()).isEqualTo(1000 * 22 + 16 * (16 + 8));
  }

  @Test
  void saysThatTheBufferIsTooLargeBeforeAnythingIsTaken() {
    var envs = new SpacesOnly(1, Box.unbounded(1_000_000), Discrete.of(2), false);
    assertThatThrownBy(
            () -> new Replay(config(1_000_000, new ReplaySampling.Uniform()), envs, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "replay\\.capacity: 1000000 transitions of 4\\.0 MB need 4\\.0 TB, got [0-9.]+ [MG]B of"
                + " free memory \\(lower replay\\.capacity or raise -Xmx\\)");
  }

  @Test
  void namesTheSizeTheMemoryAndTheRemedy() {
    assertThatThrownBy(() -> Memory.refuseTooLarge(1_000_000, 3220, 2_000_000_000L))
        .hasMessage(
            "replay.capacity: 1000000 transitions of 3.2 kB need 3.2 GB, got 2.0 GB of free memory"
                + " (lower replay.capacity or raise -Xmx)");
    assertThatCode(() -> Memory.refuseTooLarge(1_000_000, 22, 22_000_000))
        .doesNotThrowAnyException();
  }

  static List<SpacesOnly> spaces() {
    Space<?> bits = Box.of(0, 1, 100);
    return List.of(
        new SpacesOnly(2, Box.unbounded(4), Discrete.of(2), false),
        new SpacesOnly(2, bits, Discrete.of(3), true),
        new SpacesOnly(2, Discrete.of(9), Box.of(-1, 1, 2), false));
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void workInTheSteadyStateMakesNoGarbage(SpacesOnly envs) {
    for (ReplaySampling sampling :
        List.of(new ReplaySampling.Uniform(), ReplaySampling.Prioritized.DEFAULTS)) {
      var work = new Work(envs, new Replay(config(500, sampling), envs, 0.99, 0));
      long least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS && least > 0; round++) {
        least = Math.min(least, work.allocated());
      }
      assertThat(least).isLessThan(WORK);
    }
  }

  /// Adding, drawing and learning.
  private static final class Work {
    private final ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Replay replay;
    private final VecStep step;
    private final Actions actions;
    private final Scope scope = Scope.recording();
    private final float[] errors = new float[32];
    private final Rng rng = Rng.ofSeed(0);

    Work(SpacesOnly envs, Replay replay) {
      this.replay = replay;
      step = VecStep.of(envs);
      actions = Actions.of(envs.count(), envs.actionSpace());
      replay.start(step);
    }

    long allocated() {
      long before = beans.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < WORK; i++) {
        step.truncated()[i & 1] = i % 7 == 0;
        replay.add(actions, step);
        replay.sample(32, 0.5);
        try (scope) {
          Replay.Batch batch = replay.batch(scope, 0, 20);
          batch.returns().copyTo(errors, 0);
          replay.batch(scope, 20, 32);
        }
        errors[rng.nextInt(32)] = rng.nextFloat();
        replay.learned(errors);
      }
      return beans.getCurrentThreadAllocatedBytes() - before;
    }
  }
}
