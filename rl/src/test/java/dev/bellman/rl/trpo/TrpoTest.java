package dev.bellman.rl.trpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bellman.rl.Metrics;
import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.env.BanditEnv;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.KlDirection;
import dev.bellman.rl.loss.ValueLoss;
import dev.bellman.rl.math.ConjugateGradient;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.ValueTarget;
import dev.bellman.rl.policy.Agent;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrpoTest {
  /// Small networks and short rollouts, for tasks that are learned in a second.
  private static TrpoConfig quick(LineSearch search) {
    return new TrpoConfig(
        8,
        32,
        new Gae(0.9, 0.9),
        Gae.Scaling.STANDARDISED,
        new TrpoConfig.Step(
            Schedule.linear(0.05, 0.02),
            KlDirection.OLD_TO_NEW,
            0.01,
            new ConjugateGradient.Config(8, 1e-10),
            search),
        new TrpoConfig.Value(
            new ValueLoss.SquaredError(),
            new ValueTarget.LambdaReturn(),
            5,
            96,
            Schedule.linear(3e-3, 1e-3),
            Adam.Config.DEFAULTS.withEpsilon(1e-5)),
        new MlpActorCritic.Config(List.of(32), Activation.TANH, -0.5),
        Normalization.DEFAULTS);
  }

  private static final TrpoConfig QUICK = quick(LineSearch.Backtracking.DEFAULTS);

  private static Trpo train(TrpoConfig config, Supplier<? extends Env<?, ?>> env, long envSteps) {
    try (Workers workers = new Workers(1)) {
      Trpo trpo = new Trpo(config, EnvAdapter.of("task", 8, env), 1, workers);
      new Training(trpo, envSteps).run();
      return trpo;
    }
  }

  private static double meanReturn(Trpo trpo, Supplier<? extends Env<?, ?>> env) {
    VecEnv fresh = EnvAdapter.of("task", 4, env);
    return new Evaluation(40, 5, true).run(trpo.policy(), fresh).meanReturn();
  }

  @Test
  void solvesTheIdentities() {
    Supplier<Env<Integer, Integer>> indices = () -> IdentityEnvs.discrete(5, 20);
    assertThat(meanReturn(train(QUICK, indices, 16_384), indices)).isEqualTo(20);
    Supplier<Env<float[], Integer>> oneHot = () -> IdentityEnvs.oneHot(5, 20);
    assertThat(meanReturn(train(QUICK, oneHot, 16_384), oneHot)).isEqualTo(20);
    Supplier<Env<float[], float[]>> continuous = () -> IdentityEnvs.continuous(1, 20);
    assertThat(meanReturn(train(QUICK, continuous, 20_480), continuous)).isGreaterThan(-0.3);
  }

  @Test
  void naturalPolicyGradientSolvesThemToo() {
    TrpoConfig config = quick(new LineSearch.None());
    Supplier<Env<Integer, Integer>> indices = () -> IdentityEnvs.discrete(5, 20);
    assertThat(meanReturn(train(config, indices, 16_384), indices)).isEqualTo(20);
    Trpo arms = train(config, () -> new BanditEnv(0.2, 0.5, 0.8), 8192);
    assertThat(Agent.of(arms.policy(), new BanditEnv(0.2, 0.5, 0.8)).act(0)).isEqualTo(2);
  }

  private static VecEnv cartPole() {
    return Envs.builtIn().vector("CartPole-v1", 6, Map.of());
  }

  private static VecEnv continuous() {
    Supplier<Env<float[], float[]>> env = () -> IdentityEnvs.continuous(2, 17);
    return EnvAdapter.of("continuous", 6, env);
  }

  private static State saved(Trpo trpo) {
    State state = new State();
    trpo.save(state);
    return state;
  }

  private static void assertSame(State actual, State expected) {
    assertThat(actual.names()).containsExactlyElementsOf(expected.names());
    for (String name : expected.names()) {
      assertThat(actual.entry(name).values()).as(name).isEqualTo(expected.entry(name).values());
    }
  }

  private static State after(int iterations, Supplier<VecEnv> envs, int threads) {
    try (VecEnv made = envs.get();
        Workers workers = new Workers(threads)) {
      Trpo trpo = new Trpo(QUICK, made, 9, workers);
      for (int k = 1; k <= iterations; k++) {
        trpo.iterate(k / (double) iterations);
      }
      return saved(trpo);
    }
  }

  @Test
  void threadsChangeNoBits() {
    for (Supplier<VecEnv> envs :
        List.<Supplier<VecEnv>>of(TrpoTest::cartPole, TrpoTest::continuous)) {
      State one = after(3, envs, 1);
      assertSame(after(3, envs, 2), one);
      assertSame(after(3, envs, 3), one);
    }
  }

  @Test
  void stoppingAfterEveryIterationChangesNoBits() {
    for (Supplier<VecEnv> envs :
        List.<Supplier<VecEnv>>of(TrpoTest::cartPole, TrpoTest::continuous)) {
      State last = new State();
      for (int k = 1; k <= 4; k++) {
        try (VecEnv made = envs.get();
            Workers workers = new Workers(1 + k % 3)) {
          Trpo trpo = new Trpo(QUICK, made, k == 1 ? 9 : 90 + k, workers);
          if (k > 1) {
            trpo.load(last);
          }
          trpo.iterate(k / 4.0);
          assertThat(trpo.gradientSteps()).isEqualTo(k * (1 + 5 * 2));
          last = saved(trpo);
        }
      }
      assertSame(last, after(4, envs, 2));
    }
  }

  @Test
  void cartPoleIsLearned() {
    try (VecEnv envs = Envs.builtIn().vector("CartPole-v1", 2, Map.of());
        Workers workers = new Workers(2)) {
      TrpoConfig defaults = TrpoConfig.TRPO;
      var config =
          new TrpoConfig(
              2,
              512,
              new Gae(0.99, 0.98),
              defaults.advantageScaling(),
              step(0.001),
              defaults.value(),
              defaults.network(),
              defaults.normalization());
      Trpo trpo = new Trpo(config, envs, 1, workers);
      new Training(trpo, 20_480).run();
      assertThat(trpo.episodes().meanTotalReward()).isGreaterThan(100);
    }
  }

  private static TrpoConfig.Step step(double damping) {
    TrpoConfig.Step defaults = TrpoConfig.Step.DEFAULTS;
    return new TrpoConfig.Step(
        defaults.targetKl(),
        defaults.klDirection(),
        damping,
        defaults.conjugateGradient(),
        defaults.search());
  }

  @Test
  void anIterationSaysWhatTheStepDid() {
    try (VecEnv envs = cartPole();
        Workers workers = new Workers(1)) {
      Metrics metrics = new Trpo(QUICK, envs, 3, workers).iterate(0);
      assertThat(metrics.asMap().keySet())
          .containsExactly(
              "surrogate_improvement",
              "kl",
              "entropy",
              "grad_norm",
              "cg_residual",
              "line_search_steps",
              "step_share",
              "value_loss",
              "parameter_distance",
              "action_diversity",
              "explained_variance",
              "learning_rate");
      assertThat(metrics.get("kl")).isBetween(0.005, 0.05);
      assertThat(metrics.get("surrogate_improvement")).isPositive();
      assertThat(metrics.get("line_search_steps")).isBetween(1.0, 10.0);
      assertThat(metrics.get("learning_rate")).isEqualTo(3e-3);
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> step(-1))
        .withMessage("damping: must be at least 0, got -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LineSearch.Backtracking(1, 10))
        .withMessage("factor: must be in (0, 1), got 1.0");
  }
}
