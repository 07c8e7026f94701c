package dev.bellman.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.TimeLimit;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.probe.LinearQuadratic;
import dev.bellman.rl.env.probe.LinearQuadraticProblem;
import dev.bellman.rl.env.probe.Matrix;
import dev.bellman.rl.env.probe.Riccati;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// SAC, TD3 and DDPG on tasks that are learned in seconds, and what they refuse.
@Timeout(60)
class ContinuousControlTest {
  private static final ContinuousControl.Form QUICK = ContinuousControl.Form.QUICK;

  private static VecEnv envs(String id, int n) {
    return Envs.builtIn().vector(id, n, Map.of());
  }

  private static Algorithm train(ContinuousControl algorithm, String id, long envSteps) {
    try (Workers workers = new Workers(2)) {
      Algorithm learner = algorithm.make(QUICK, envs(id, 1), 1, workers);
      new Training(learner, envSteps).run();
      return learner;
    }
  }

  private static double meanReturn(Algorithm learner, String id) {
    return new Evaluation(20, 5, true).run(learner.policy(), envs(id, 4)).meanReturn();
  }

  @ParameterizedTest
  @EnumSource
  void solvesTheContinuousIdentity(ContinuousControl algorithm) {
    Algorithm learner = train(algorithm, "IdentityBox-v0", 3000);
    double threshold = Envs.builtIn().spec("IdentityBox-v0").rewardThreshold().getAsDouble();
    assertThat(meanReturn(learner, "IdentityBox-v0")).isGreaterThan(threshold);
  }

  /// `x' = 0.9 x + 0.5 u` at a cost of `10 x² + u²`, for 20 steps from within 0.8;
  /// without control it comes to -10.9.
  private static final LinearQuadraticProblem LINE =
      new LinearQuadraticProblem(
          Matrix.diagonal(0.9),
          Matrix.diagonal(0.5),
          Matrix.diagonal(10),
          Matrix.diagonal(1),
          0,
          0.8);

  private static VecEnv line(int n) {
    return EnvAdapter.of("line", n, () -> new TimeLimit<>(LinearQuadratic.env(LINE), 20));
  }

  @ParameterizedTest
  @EnumSource
  void comesNearTheBestControlOfALinearSystem(ContinuousControl algorithm) {
    double best = Riccati.finite(LINE, 1, 20).getFirst().expectedReturn();
    assertThat(best).isCloseTo(-2.656, within(1e-3));
    try (Workers workers = new Workers(2)) {
      var form = new ContinuousControl.Form(0.9, 32, 1000, 1, 64, Schedule.linear(3e-3, 0), false);
      Algorithm learner = algorithm.make(form, line(1), 1, workers);
      new Training(learner, 6000).run();
      double found = new Evaluation(200, 5, true).run(learner.policy(), line(4)).meanReturn();
      assertThat(found).isBetween(1.3 * best, 0.7 * best);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyNumberOfThreadsGivesTheSameBits(ContinuousControl algorithm) {
    assertThat(bits(algorithm, 2)).isEqualTo(bits(algorithm, 1));
    assertThat(bits(algorithm, 3)).isEqualTo(bits(algorithm, 1));
  }

  private static long bits(ContinuousControl algorithm, int threads) {
    var form = new ContinuousControl.Form(0.99, 24, 50, 4, 300, Schedule.constant(1e-3), false);
    try (Workers workers = new Workers(threads)) {
      Algorithm learner = algorithm.make(form, envs("Pendulum-v1", 3), 7, workers);
      learner.iterate(0.5);
      return ContinuousControl.crc(learner);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anIterationIsAboutTwoHundredAndFiftySteps(ContinuousControl algorithm) {
    var form = new ContinuousControl.Form(0.99, 8, 252, 4, 16, Schedule.linear(1e-3, 0), false);
    try (Workers workers = new Workers(1)) {
      Algorithm learner = algorithm.make(form, envs("Pendulum-v1", 3), 7, workers);
      assertThat(learner.envStepsPerIteration()).isEqualTo(252);
      assertThat(learner.iterate(0.5).asMap()).containsOnlyKeys("learning_rate");
      assertThat(learner.gradientSteps()).isZero();
      Metrics metrics = learner.iterate(1);
      assertThat(learner.gradientSteps()).isEqualTo(252);
      assertThat(metrics.asMap())
          .containsKeys(
              "critic_loss",
              "td_error",
              "td_error_max",
              "q_mean",
              "grad_norm",
              "actor_loss",
              "actor_grad_norm",
              "target_distance",
              "replay_age",
              "learning_rate");
      assertThat(metrics.get("td_error")).isLessThan(metrics.get("td_error_max"));
      assertThat(metrics.get("learning_rate")).isZero();
      assertThat(metrics.get("target_distance")).isGreaterThan(0);
      assertThat(metrics.get("replay_age")).isBetween(100.0, 400.0);
    }
  }

  /// An environment without bounds on what is done.
  private static final class Unbounded implements Env<float[], float[]> {
    @Override
    public Box observationSpace() {
      return Box.of(-1, 1, 1);
    }

    @Override
    public Box actionSpace() {
      return Box.of(0, Float.POSITIVE_INFINITY, 1);
    }

    @Override
    public Reset<float[]> reset(OptionalLong seed) {
      return Reset.of(new float[1]);
    }

    @Override
    public Step<float[]> step(float[] action) {
      return Step.of(new float[1], 0, false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void boxesWithoutBoundsAreRefused(ContinuousControl algorithm) {
    try (Workers workers = new Workers(1)) {
      VecEnv envs = EnvAdapter.of("unbounded", 1, Unbounded::new);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> algorithm.make(QUICK, envs, 1, workers))
          .withMessage(
              "action space: needs finite bounds, got Box(0.0, Infinity, [1]) (give the space"
                  + " bounds; ppo goes without)");
    }
  }

  @ParameterizedTest
  @EnumSource
  void discreteActionsAreRefused(ContinuousControl algorithm) {
    try (Workers workers = new Workers(1)) {
      VecEnv envs = EnvAdapter.of("discrete", 1, () -> IdentityEnvs.discrete(3, 10));
      assertThat(envs.actionSpace()).isInstanceOf(Discrete.class);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> algorithm.make(QUICK, envs, 1, workers))
          .withMessageStartingWith("action space: must be a Box, got Discrete(3)")
          .withMessageEndingWith("(dqn and ppo take discrete actions)");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBudgetThatEndsBeforeLearningStartsIsRefused(ContinuousControl algorithm) {
    try (Workers workers = new Workers(1)) {
      Algorithm learner = algorithm.make(QUICK, envs("Pendulum-v1", 1), 1, workers);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> learner.requireBudget(200))
          .withMessage(
              "learningStarts: must be at most 199 steps, got 200 (within the budget nothing would"
                  + " be learned)");
      assertThatNoException().isThrownBy(() -> learner.requireBudget(201));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCycleLongerThanTheBudgetIsRefused(ContinuousControl algorithm) {
    var form = new ContinuousControl.Form(0.99, 8, 10, 100, 16, Schedule.constant(1e-3), false);
    try (Workers workers = new Workers(1)) {
      Algorithm learner = algorithm.make(form, envs("Pendulum-v1", 3), 1, workers);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> learner.requireBudget(299))
          .withMessage(
              "update.trainEvery of all environments: must be at most 299 steps, got 300 (within"
                  + " the budget nothing would be learned)");
      assertThatNoException().isThrownBy(() -> learner.requireBudget(300));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLearningRateFarTooHighDivergesBeforeTheActorActsAgain(ContinuousControl algorithm) {
    var form = new ContinuousControl.Form(0.99, 8, 50, 1, 16, Schedule.constant(1e30), false);
    try (Workers workers = new Workers(1)) {
      Algorithm learner = algorithm.make(form, envs("Pendulum-v1", 2), 1, workers);
      assertThatThrownBy(() -> new Training(learner, 10_000).run())
          .isInstanceOf(TrainingDiverged.class)
          .hasMessageStartingWith(
              "loss: became NaN or infinite at iteration 1, in gradient steps 1 ")
          .hasMessageContaining("grad_norm");
    }
  }

  /// An environment that remembers what was done in it: numbers from 2 to 10.
  private static final class Diary implements Env<float[], float[]> {
    private final List<Float> done = new ArrayList<>();

    @Override
    public Box observationSpace() {
      return Box.of(-1, 1, 1);
    }

    @Override
    public Box actionSpace() {
      return Box.of(2, 10, 1);
    }

    @Override
    public Reset<float[]> reset(OptionalLong seed) {
      return Reset.of(new float[1]);
    }

    @Override
    public Step<float[]> step(float[] action) {
      done.add(action[0]);
      return Step.of(new float[1], 0, false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void actionsAreRememberedInTheNetworksUnits(ContinuousControl algorithm) {
    var form = new ContinuousControl.Form(0.99, 8, 100, 1, 16, Schedule.constant(1e-3), true);
    Diary diary = new Diary();
    try (Workers workers = new Workers(1)) {
      Algorithm learner = algorithm.make(form, EnvAdapter.of("diary", 1, () -> diary), 1, workers);
      learner.iterate(0.5);
      State state = new State();
      learner.save(state);
      float[] remembered =
          (float[]) state.entry("experience.replay.transitions.actions.0").values();
      assertThat(diary.done).hasSize(250);
      for (int i = 0; i < 250; i++) {
        assertThat(diary.done.get(i)).isBetween(2f, 10f);
        assertThat(remembered[i]).isCloseTo((diary.done.get(i) - 6) / 4, within(1e-6f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBatchLargerThanWhatIsRememberedIsDrawnWithRepetitions(ContinuousControl algorithm) {
    var form = new ContinuousControl.Form(0.99, 8, 0, 1, 64, Schedule.constant(1e-3), false);
    try (Workers workers = new Workers(1)) {
      Algorithm learner = algorithm.make(form, envs("Pendulum-v1", 1), 7, workers);
      assertThat(learner.iterate(0.5).get("grad_norm")).isFinite();
      assertThat(learner.gradientSteps()).isEqualTo(250);
    }
  }
}
