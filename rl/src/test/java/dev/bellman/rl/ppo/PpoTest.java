package dev.bellman.rl.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Metrics;
import dev.bellman.rl.env.AnySpaceEnv;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.wrappers.NormalizeObservation;
import dev.bellman.rl.env.wrappers.NormalizeReward;
import dev.bellman.rl.env.wrappers.RunningMoments;
import dev.bellman.rl.policy.Agent;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PpoTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;
  private static final Schedule RATE = Schedule.constant(1e-3);

  private static VecEnv cartPole() {
    return Envs.builtIn().vector("CartPole-v1", 8, Map.of());
  }

  private static VecEnv continuous() {
    Supplier<Env<float[], float[]>> env = () -> IdentityEnvs.continuous(2, 30);
    return EnvAdapter.of("continuous", 8, env);
  }

  private static PpoConfig config(int rolloutLength, PpoConfig.Update update) {
    return Ppos.with(Ppos.QUICK, rolloutLength, update);
  }

  /// The checksum after some iterations.
  private static long crc(VecEnv envs, PpoConfig config, int threads, int iterations, long seed) {
    try (Workers workers = new Workers(threads)) {
      Ppo ppo = new Ppo(config, envs, seed, workers);
      for (int k = 0; k < iterations; k++) {
        ppo.iterate((k + 1.0) / iterations);
      }
      return Ppos.crc(ppo);
    }
  }

  @Test
  void observationsAndActionsOfManyPartsAreLearnedFlattened() {
    PpoConfig config = config(16, Ppos.update(1, 64, RATE, NEVER));
    try (Workers workers = new Workers(1)) {
      VecEnv envs = EnvAdapter.of("parts", 4, () -> AnySpaceEnv.composite(5));
      var ppo = new Ppo(config, envs, 3, workers);
      assertThat(ppo.iterate(1).get("policy_loss")).isFinite();
      assertActs(ppo, AnySpaceEnv.composite(5));
    }
  }

  private static <O, A> void assertActs(Ppo ppo, Env<O, A> env) {
    Agent<O, A> agent = Agent.of(ppo.policy(), env);
    A action = agent.act(env.reset(0).observation());
    assertThat(env.actionSpace().contains(action)).isTrue();
  }

  @Test
  void normalizedEnvironmentsDoNotDependOnThreads() {
    PpoConfig config = config(20, Ppos.update(2, 160, RATE, NEVER));
    long bits = crc(normalized(), config, 1, 2, 4);
    assertThat(crc(normalized(), config, 3, 2, 4)).isEqualTo(bits);
    assertThat(crc(cartPole(), config, 1, 2, 4)).isNotEqualTo(bits);
  }

  private static VecEnv normalized() {
    VecEnv many = Envs.builtIn().vector("CartPole-v1", 600, Map.of());
    VecEnv scaled = new NormalizeReward(new RunningMoments(1), 0.99).wrap(many);
    return new NormalizeObservation(new RunningMoments(4)).wrap(scaled);
  }

  @Test
  void theSeedDecidesTheBits() {
    PpoConfig config = config(50, Ppos.update(3, 300, RATE, NEVER));
    long bits = crc(cartPole(), config, 1, 3, 4);
    assertThat(crc(cartPole(), config, 1, 3, 4)).isEqualTo(bits);
    assertThat(crc(cartPole(), config, 1, 3, 5)).isNotEqualTo(bits);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void theNumberOfThreadsDoesNot(int threads) {
    PpoConfig config = config(50, Ppos.update(3, 300, RATE, NEVER));
    assertThat(crc(cartPole(), config, threads, 3, 4)).isEqualTo(crc(cartPole(), config, 1, 3, 4));
    assertThat(crc(continuous(), config, threads, 3, 4))
        .isEqualTo(crc(continuous(), config, 1, 3, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 300})
  void resumingFromAFileGivesTheBitsOfAnUndisturbedRun(int minibatchSize, @TempDir Path folder)
      throws IOException {
    PpoConfig config = config(50, Ppos.update(2, minibatchSize, Schedule.linear(1e-3, 0), NEVER));
    assertResumes(config, PpoTest::cartPole, folder.resolve("discrete.safetensors"));
    assertResumes(config, PpoTest::continuous, folder.resolve("continuous.safetensors"));
  }

  private static void assertResumes(PpoConfig config, Supplier<VecEnv> envs, Path file)
      throws IOException {
    long total = 6 * 400;
    try (Workers workers = new Workers(2)) {
      Ppo undisturbed = new Ppo(config, envs.get(), 9, workers);
      new Training(undisturbed, total).run();

      Ppo first = new Ppo(config, envs.get(), 9, workers);
      Training[] stopped = new Training[1];
      stopped[0] =
          new Training(
              first,
              total,
              event -> {
                if (event instanceof Event.Iterated it && it.progress().iterations() == 3) {
                  stopped[0].stop();
                }
              });
      stopped[0].run();
      Checkpoint.of(stopped[0], Map.of()).write(file);

      Ppo second = new Ppo(config, envs.get(), 1234, workers);
      Training resumed = new Training(second, total);
      resumed.load(Checkpoint.read(file).state());
      assertThat(resumed.progress().iterations()).isEqualTo(3);
      resumed.run();
      assertSameState(second, undisturbed);
    }
  }

  /// Everything that is saved: parameters, optimiser, streams, environments, episode statistics.
  private static void assertSameState(Ppo actual, Ppo expected) {
    State a = new State();
    State e = new State();
    actual.save(a);
    expected.save(e);
    assertThat(a.names()).containsExactlyElementsOf(e.names());
    assertThat(a.names()).anyMatch(name -> name.startsWith("optimizer.mean"));
    for (String name : a.names()) {
      assertThat(a.entry(name).values()).as(name).isEqualTo(e.entry(name).values());
    }
  }

  @Test
  void theLastPartialMinibatchIsKept() {
    try (Workers workers = new Workers(1)) {
      Ppo ppo = new Ppo(config(10, Ppos.update(3, 32, RATE, NEVER)), cartPole(), 0, workers);
      assertThat(ppo.envStepsPerIteration()).isEqualTo(80);
      ppo.iterate(0.5);
      assertThat(ppo.gradientSteps()).isEqualTo(3 * 3);
    }
  }

  @Test
  void aMinibatchIsCappedAtTheRollout() {
    try (Workers workers = new Workers(1)) {
      var update = Ppos.update(3, Integer.MAX_VALUE, RATE, NEVER);
      Ppo ppo = new Ppo(config(10, update), cartPole(), 0, workers);
      ppo.iterate(0.5);
      assertThat(ppo.gradientSteps()).isEqualTo(3);
    }
  }

  @Test
  void oneRowAloneIsAMinibatchToo() {
    try (Workers workers = new Workers(1)) {
      Ppo ppo = new Ppo(config(5, Ppos.update(1, 39, RATE, NEVER)), cartPole(), 0, workers);
      Metrics metrics = ppo.iterate(0.5);
      assertThat(ppo.gradientSteps()).isEqualTo(2);
      assertThat(metrics.get("grad_norm")).isFinite();
    }
  }

  @Test
  void theFirstStepOfAnIterationIsTakenAtRatioOne() {
    try (Workers workers = new Workers(1)) {
      Ppo ppo = new Ppo(config(32, Ppos.update(1, 256, RATE, NEVER)), cartPole(), 0, workers);
      for (int k = 0; k < 3; k++) {
        Metrics metrics = ppo.iterate(0.5);
        assertThat(metrics.get("approx_kl")).isZero();
        assertThat(metrics.get("clip_fraction")).isZero();
        assertThat(metrics.get("effective_sample_size")).isEqualTo(1);
        assertThat(metrics.get("policy_loss")).isEqualTo(0, within(1e-6));
      }
    }
  }

  @Test
  void aKlAboveTheToleranceEndsTheIterationBeforeTheStep() {
    try (Workers workers = new Workers(1)) {
      var update = Ppos.update(10, 256, Schedule.constant(1e-2), 1e-6);
      Ppo ppo = new Ppo(config(32, update), cartPole(), 0, workers);
      Metrics metrics = ppo.iterate(0.5);
      // the first minibatch has KL 0; the second one, after the step, is above
      assertThat(ppo.gradientSteps()).isEqualTo(1);
      assertThat(metrics.get("approx_kl")).isZero();
      assertThat(metrics.get("epochs")).isEqualTo(1);
      ppo.iterate(0.5);
      assertThat(ppo.gradientSteps()).isEqualTo(2);
    }
  }

  @Test
  void metricsNameWhatTheyMeasure() {
    try (Workers workers = new Workers(1)) {
      Ppo ppo =
          new Ppo(
              config(32, Ppos.update(2, 64, Schedule.linear(1e-3, 0), NEVER)),
              cartPole(),
              0,
              workers);
      Metrics metrics = ppo.iterate(0.25);
      assertThat(metrics.asMap().keySet())
          .containsExactlyInAnyOrder(
              "policy_loss",
              "value_loss",
              "entropy",
              "approx_kl",
              "clip_fraction",
              "effective_sample_size",
              "epochs",
              "parameter_distance",
              "action_diversity",
              "explained_variance",
              "grad_norm",
              "learning_rate",
              "entropy_coefficient");
      assertThat(metrics.get("learning_rate")).isEqualTo(0.75e-3, within(1e-12));
      assertThat(metrics.get("entropy")).isEqualTo(0.693, within(0.01));
      assertThat(metrics.get("action_diversity")).isEqualTo(0.693, within(0.01));
      assertThat(metrics.get("effective_sample_size")).isBetween(0.99, 0.999999);
    }
  }

  @Test
  void saysWhetherItResumesExactly() {
    try (Workers workers = new Workers(1)) {
      Ppo ppo = new Ppo(config(4, Ppos.update(1, 8, RATE, NEVER)), cartPole(), 0, workers);
      assertThat(ppo.resumesExactly()).isTrue();
    }
  }

  @Test
  void configurationsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ppos.with(Ppos.QUICK, 0, Ppos.QUICK.update()))
        .withMessage("rolloutLength: must be at least 1, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ppos.update(0, 1, RATE, NEVER))
        .withMessage("epochs: must be at least 1, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ppos.update(1, 0, RATE, NEVER))
        .withMessage("minibatchSize: must be at least 1, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ppos.update(1, 1, RATE, 0))
        .withMessage("targetKl: must be above 0, got 0.0");
  }
}
