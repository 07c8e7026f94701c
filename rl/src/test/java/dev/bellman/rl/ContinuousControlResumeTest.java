package dev.bellman.rl;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.bellman.tensor.optim.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A run whose transitions are saved, and that is stopped after every iteration and gone on with
/// from a file by a new learner with another seed and another number of threads, has the bits of an
/// undisturbed run. One without them remembers ten batches before it learns again.
class ContinuousControlResumeTest {
  private static final int ITERATIONS = 4;

  private static final ContinuousControl.Form FORM =
      new ContinuousControl.Form(0.99, 16, 300, 5, 150, Schedule.linear(1e-2, 1e-4), true);

  @TempDir private Path folder;

  private static VecEnv pendulums() {
    return Envs.builtIn().vector("Pendulum-v1", 3, Map.of());
  }

  private static VecEnv adapted() {
    Supplier<Env<float[], float[]>> env = () -> IdentityEnvs.continuous(2, 17);
    return EnvAdapter.of("continuous", 3, env);
  }

  @ParameterizedTest
  @EnumSource
  void stoppingAfterEveryIterationChangesNoBits(ContinuousControl algorithm) throws IOException {
    check(algorithm, ContinuousControlResumeTest::pendulums);
  }

  @ParameterizedTest
  @EnumSource
  void soItIsWithAdaptedEnvironments(ContinuousControl algorithm) throws IOException {
    check(algorithm, ContinuousControlResumeTest::adapted);
  }

  private void check(ContinuousControl algorithm, Supplier<VecEnv> envs) throws IOException {
    State expected;
    try (Workers workers = new Workers(2);
        VecEnv whole = envs.get()) {
      Training undisturbed = training(algorithm.make(FORM, whole, 9, workers));
      undisturbed.run();
      expected = saved(undisturbed);
    }
    Path file = folder.resolve("checkpoint.safetensors");
    State last = new State();
    for (int k = 0; k < ITERATIONS; k++) {
      try (Workers workers = new Workers(1 + k % 3);
          VecEnv part = envs.get()) {
        Algorithm learner = algorithm.make(FORM, part, k == 0 ? 9 : 100 + k, workers);
        assertThat(learner.resumesExactly()).isTrue();
        last = oneMore(learner, k, file);
      }
    }
    assertSame(last, expected);
  }

  private static long budget(Algorithm learner) {
    return ITERATIONS * learner.envStepsPerIteration();
  }

  private static Training training(Algorithm learner) {
    return new Training(learner, budget(learner));
  }

  private static State saved(Training training) {
    State state = new State();
    training.save(state);
    return state;
  }

  /// Goes on from the file, unless it is the first iteration, and writes the file again.
  private static State oneMore(Algorithm learner, int k, Path file) throws IOException {
    Training[] itself = new Training[1];
    itself[0] =
        new Training(
            learner,
            budget(learner),
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

  @ParameterizedTest
  @EnumSource
  void withoutTheTransitionsTenBatchesAreRememberedBeforeMoreIsLearned(
      ContinuousControl algorithm) {
    var form = new ContinuousControl.Form(0.99, 8, 300, 5, 16, Schedule.constant(1e-3), false);
    try (Workers workers = new Workers(1)) {
      Algorithm first = algorithm.make(form, pendulums(), 1, workers);
      first.iterate(0.1);
      first.iterate(0.2);
      assertThat(first.resumesExactly()).isFalse();
      State state = new State();
      first.save(state);
      Algorithm second = algorithm.make(form, pendulums(), 1, workers);
      second.load(state);
      long before = second.gradientSteps();
      assertThat(before).isEqualTo(first.gradientSteps()).isPositive();
      second.iterate(0.3);
      // 17 cycles of 15 steps, of which the first 10 remember less than 160 transitions
      assertThat(second.gradientSteps()).isEqualTo(before + 7 * 15);
    }
  }
}
