package dev.bellman.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.a2c.A2c;
import dev.bellman.rl.a2c.A2cConfig;
import dev.bellman.rl.a3c.A3c;
import dev.bellman.rl.a3c.A3cConfig;
import dev.bellman.rl.actorcritic.ActorCriticConfig;
import dev.bellman.rl.actorcritic.ActorCriticTd;
import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.env.BanditEnv;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.ForbiddingEnv;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.policy.Agent;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.reinforce.Reinforce;
import dev.bellman.rl.reinforce.ReinforceConfig;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every algorithm of the policy-gradient line does: it solves tasks of one thought in a
/// second, has the same bits for any number of threads, and goes on from a saved state to the bit.
@Timeout(60)
class PolicyGradientTest {
  private static final MlpActorCritic.Config SMALL =
      new MlpActorCritic.Config(List.of(32), Activation.TANH, -0.5);

  /// An algorithm under the contract.
  record Kind(String name, Factory factory) {
    @Override
    public String toString() {
      return name;
    }
  }

  /// Makes a learner.
  interface Factory {
    Algorithm make(VecEnv envs, long seed, Workers workers);
  }

  static List<Kind> kinds() {
    return List.of(
        new Kind(
            "a2c",
            (envs, seed, workers) -> new A2c(a2c(Schedule.linear(7e-3, 0)), envs, seed, workers)),
        new Kind(
            "actor-critic",
            (envs, seed, workers) ->
                new ActorCriticTd(actorCritic(Schedule.linear(5e-3, 0)), envs, seed, workers)),
        new Kind(
            "reinforce",
            (envs, seed, workers) ->
                new Reinforce(reinforce(Schedule.linear(2e-2, 1e-3)), envs, seed, workers)),
        new Kind(
            "a3c",
            (envs, seed, workers) -> new A3c(a3c(Schedule.linear(7e-3, 0)), envs, seed, workers)));
  }

  private static A2cConfig a2c(Schedule learningRate) {
    A2cConfig d = A2cConfig.DEFAULTS;
    var update = new A2cConfig.Update(learningRate, 0.5, Gae.Scaling.NONE, d.update().optimizer());
    return new A2cConfig(
        8,
        5,
        new Gae(0.9, 0.9),
        update,
        d.value(),
        EntropyCoefficient.constant(0.001),
        SMALL,
        Normalization.DEFAULTS);
  }

  private static ActorCriticConfig actorCritic(Schedule learningRate) {
    var update =
        new ActorCriticConfig.Update(learningRate, 0.5, Gae.Scaling.NONE, Adam.Config.DEFAULTS);
    var value =
        new ActorCriticConfig.Value(
            Schedule.constant(0.5), new CriticRate.Own(Schedule.constant(1e-2)));
    return new ActorCriticConfig(
        8,
        4,
        0.5,
        update,
        value,
        EntropyCoefficient.constant(0.001),
        SMALL,
        Normalization.DEFAULTS);
  }

  private static ReinforceConfig reinforce(Schedule learningRate) {
    ReinforceConfig d = ReinforceConfig.DEFAULTS;
    var update =
        new ReinforceConfig.Update(
            learningRate, 10, Gae.Scaling.STANDARDISED, Adam.Config.DEFAULTS);
    return new ReinforceConfig(
        8,
        8,
        0,
        d.credit(),
        d.stepWeight(),
        d.baseline(),
        update,
        d.value(),
        EntropyCoefficient.constant(0.001),
        SMALL,
        Normalization.DEFAULTS);
  }

  private static A3cConfig a3c(Schedule learningRate) {
    A3cConfig d = A3cConfig.DEFAULTS;
    var update = new A3cConfig.Update(learningRate, 0.5, d.update().rmsProp());
    return new A3cConfig(
        8,
        new A3cConfig.Actors(3, 2, A3cConfig.Pace.IN_TURNS),
        5,
        new Gae(0.9, 0.9),
        update,
        d.value(),
        EntropyCoefficient.constant(0.001),
        SMALL,
        Normalization.DEFAULTS);
  }

  private static Algorithm train(
      Kind kind, Supplier<? extends Env<?, ?>> env, int threads, long envSteps) {
    try (Workers workers = new Workers(threads)) {
      Algorithm learner = kind.factory.make(EnvAdapter.of("task", 8, env), 1, workers);
      new Training(learner, envSteps).run();
      return learner;
    }
  }

  private static double meanReturn(Algorithm learner, Supplier<? extends Env<?, ?>> env) {
    VecEnv fresh = EnvAdapter.of("task", 4, env);
    return new Evaluation(40, 5, true).run(learner.policy(), fresh).meanReturn();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void solvesTheIdentityOfIndices(Kind kind) {
    Supplier<Env<Integer, Integer>> env = () -> IdentityEnvs.discrete(3, 20);
    assertThat(meanReturn(train(kind, env, 1, 20_000), env)).isEqualTo(20);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void solvesTheContinuousIdentity(Kind kind) {
    Supplier<Env<float[], float[]>> env = () -> IdentityEnvs.continuous(1, 20);
    // an action of 0 earns -20/3, a perfect one 0
    assertThat(meanReturn(train(kind, env, 1, 60_000), env)).isGreaterThan(-1);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void findsTheBestArm(Kind kind) {
    Algorithm learner = train(kind, () -> new BanditEnv(0.2, 0.5, 0.8), 1, 8192);
    assertThat(Agent.of(learner.policy(), new BanditEnv(0.2, 0.5, 0.8)).act(0)).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void neverTakesAForbiddenAction(Kind kind) {
    assertThat(train(kind, ForbiddingEnv::new, 1, 2000).gradientSteps()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theNumberOfThreadsChangesNoBits(Kind kind) {
    Supplier<Env<float[], float[]>> env = () -> IdentityEnvs.continuous(2, 17);
    State one = saved(train(kind, env, 1, 3000));
    assertSame(saved(train(kind, env, 2, 3000)), one);
    assertSame(saved(train(kind, env, 3, 3000)), one);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRunThatWasStoppedGoesOnToTheBit(Kind kind) {
    for (String id : List.of("CartPole-v1", "Pendulum-v1")) {
      State expected = new State();
      State middle = new State();
      try (Workers workers = new Workers(2)) {
        Algorithm whole = kind.factory.make(cartPoles(id), 3, workers);
        for (int k = 0; k < 6; k++) {
          whole.iterate((k + 1) / 6.0);
          if (k == 2) {
            whole.save(middle);
          }
        }
        whole.save(expected);
      }
      try (Workers workers = new Workers(1)) {
        Algorithm resumed = kind.factory.make(cartPoles(id), 99, workers);
        assertThat(resumed.resumesExactly()).isTrue();
        resumed.load(middle);
        for (int k = 3; k < 6; k++) {
          resumed.iterate((k + 1) / 6.0);
        }
        assertSame(saved(resumed), expected);
      }
    }
  }

  static List<Kind> explosive() {
    Schedule far = Schedule.constant(1e30);
    return List.of(
        new Kind("a2c", (envs, seed, workers) -> new A2c(a2c(far), envs, seed, workers)),
        new Kind(
            "actor-critic",
            (envs, seed, workers) -> new ActorCriticTd(actorCritic(far), envs, seed, workers)),
        new Kind(
            "reinforce",
            (envs, seed, workers) -> new Reinforce(reinforce(far), envs, seed, workers)),
        new Kind("a3c", (envs, seed, workers) -> new A3c(a3c(far), envs, seed, workers)));
  }

  @ParameterizedTest
  @MethodSource("explosive")
  void aLearningRateFarTooHighDiverges(Kind kind) {
    try (Workers workers = new Workers(2)) {
      Algorithm learner = kind.factory.make(cartPoles("Pendulum-v1"), 1, workers);
      assertThatThrownBy(() -> new Training(learner, 100_000).run())
          .isInstanceOf(TrainingDiverged.class)
          .hasMessageContaining("(try a lower learning rate or scale the rewards)");
    }
  }

  private static VecEnv cartPoles(String id) {
    return Envs.builtIn().vector(id, 6, Map.of());
  }

  private static State saved(Algorithm learner) {
    State state = new State();
    learner.save(state);
    return state;
  }

  private static void assertSame(State actual, State expected) {
    assertThat(actual.names()).containsExactlyElementsOf(expected.names());
    for (String name : expected.names()) {
      assertThat(actual.entry(name).values()).as(name).isEqualTo(expected.entry(name).values());
    }
  }
}
