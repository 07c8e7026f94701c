package dev.bellman.rl.dqn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.data.ReplayConfig;
import dev.bellman.rl.data.ReplaySampling;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.train.Checkpoint;
import dev.bellman.rl.train.Event;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A run that is stopped after every iteration, and gone on with from a file by a new learner with
/// another seed and another number of threads, has the bits of an undisturbed run: transitions,
/// priorities, noise, coins and the target network's clock go on.
class DqnResumeTest {
  private static final int ITERATIONS = 5;
  private static final long ENV_STEPS = ITERATIONS * 252L;

  @TempDir private Path folder;

  private static VecEnv cartPole() {
    return Envs.builtIn().vector("CartPole-v1", 3, Map.of());
  }

  private static VecEnv identity() {
    Supplier<Env<Integer, Integer>> env = () -> IdentityEnvs.discrete(4, 17);
    return EnvAdapter.of("identity", 3, env);
  }

  /// A buffer that overflows, with everything that has a state.
  static List<DqnConfig> configs() {
    var replay = new ReplayConfig(500, 3, ReplaySampling.Prioritized.DEFAULTS, true);
    return List.of(
        Dqns.with(Dqns.RAINBOW, replay),
        Dqns.with(Dqns.with(Dqns.QUICK, Dqns.POLYAK), new ReplayConfig(500, 1, uniform(), true)));
  }

  private static ReplaySampling uniform() {
    return new ReplaySampling.Uniform();
  }

  @ParameterizedTest
  @MethodSource("configs")
  void stoppingAfterEveryIterationChangesNoBits(DqnConfig config) throws IOException {
    for (Supplier<VecEnv> envs :
        List.<Supplier<VecEnv>>of(DqnResumeTest::cartPole, DqnResumeTest::identity)) {
      State expected;
      try (Workers workers = new Workers(2);
          VecEnv whole = envs.get()) {
        Dqn dqn = new Dqn(config, whole, 9, workers);
        assertThat(dqn.resumesExactly()).isTrue();
        Training undisturbed = new Training(dqn, ENV_STEPS);
        assertThat(undisturbed.run().iterations()).isEqualTo(ITERATIONS);
        expected = saved(undisturbed);
      }
      Path file = folder.resolve("checkpoint.safetensors");
      State last = new State();
      for (int k = 0; k < ITERATIONS; k++) {
        try (Workers workers = new Workers(1 + k % 3);
            VecEnv part = envs.get()) {
          last = oneMore(new Dqn(config, part, k == 0 ? 9 : 100 + k, workers), k, file);
        }
      }
      assertSame(last, expected);
    }
  }

  private static State saved(Training training) {
    State state = new State();
    training.save(state);
    return state;
  }

  /// Goes on from the file, unless it is the first iteration, and writes the file again.
  private static State oneMore(Dqn dqn, int k, Path file) throws IOException {
    Training[] itself = new Training[1];
    itself[0] =
        new Training(
            dqn,
            ENV_STEPS,
            event -> {
              if (event instanceof Event.Iterated) {
                itself[0].stop();
              }
            });
    if (k > 0) {
      itself[0].load(Checkpoint.read(file).state());
    }
    assertThat(itself[0].run().iterations()).isEqualTo(k + 1);
    Checkpoint.of(itself[0], Map.of()).write(file);
    return saved(itself[0]);
  }

  private static void assertSame(State actual, State expected) {
    assertThat(actual.names()).containsExactlyElementsOf(expected.names());
    for (String name : expected.names()) {
      if (!name.equals("progress.seconds")) {
        assertThat(actual.entry(name).values()).as(name).isEqualTo(expected.entry(name).values());
      }
    }
  }

  @Test
  void withoutSavedTransitionsTheBufferIsFilledAgainBeforeLearningGoesOn() {
    var replay = new ReplayConfig(4000, 1, uniform(), false);
    DqnConfig config = Dqns.with(Dqns.QUICK, replay);
    try (Workers workers = new Workers(1)) {
      Dqn dqn = new Dqn(config, cartPole(), 1, workers);
      assertThat(dqn.resumesExactly()).isFalse();
      dqn.iterate(0.1);
      dqn.iterate(0.2);
      State state = new State();
      dqn.save(state);
      Dqn resumed = new Dqn(config, cartPole(), 2, workers);
      resumed.load(state);
      long before = resumed.gradientSteps();
      resumed.iterate(0.3);
      // 84 cycles of 3 steps; the first 66 fill the buffer up to 198 of the 200 transitions
      assertThat(resumed.gradientSteps() - before).isEqualTo(84 - 66);
    }
  }
}
