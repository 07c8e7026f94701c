package dev.bellman.rl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.a2c.A2c;
import dev.bellman.rl.a2c.A2cConfig;
import dev.bellman.rl.a3c.A3c;
import dev.bellman.rl.a3c.A3cConfig;
import dev.bellman.rl.actorcritic.ActorCriticConfig;
import dev.bellman.rl.actorcritic.ActorCriticTd;
import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.reinforce.Reinforce;
import dev.bellman.rl.reinforce.ReinforceConfig;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Learners whose entropy is held at a target, with normalised observations and rewards.
class EntropyTargetTest {
  private static final double TARGET = 0.9;
  private static final EntropyCoefficient HELD = new EntropyCoefficient.Target(TARGET, 0.05, 0.02);
  private static final MlpActorCritic.Config SMALL =
      new MlpActorCritic.Config(List.of(16), Activation.TANH, 0);

  private interface Factory {
    Algorithm make(VecEnv envs, long seed, Workers workers);
  }

  private record Kind(String name, Factory factory) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind("a2c", (envs, seed, workers) -> new A2c(a2c(), envs, seed, workers)),
        new Kind(
            "actor-critic",
            (envs, seed, workers) -> new ActorCriticTd(actorCritic(), envs, seed, workers)),
        new Kind(
            "reinforce", (envs, seed, workers) -> new Reinforce(reinforce(), envs, seed, workers)),
        new Kind("a3c", (envs, seed, workers) -> new A3c(a3c(), envs, seed, workers)));
  }

  private static A2cConfig a2c() {
    A2cConfig d = A2cConfig.DEFAULTS;
    var update =
        new A2cConfig.Update(
            Schedule.constant(5e-3), 0.5, d.update().advantageScaling(), d.update().optimizer());
    return new A2cConfig(6, 5, d.gae(), update, d.value(), HELD, SMALL, Normalization.BOTH);
  }

  private static ActorCriticConfig actorCritic() {
    ActorCriticConfig d = ActorCriticConfig.DEFAULTS;
    return new ActorCriticConfig(
        6, 5, d.gamma(), d.update(), d.value(), HELD, SMALL, Normalization.BOTH);
  }

  private static ReinforceConfig reinforce() {
    ReinforceConfig d = ReinforceConfig.DEFAULTS;
    return new ReinforceConfig(
        6,
        6,
        d.gamma(),
        d.credit(),
        d.stepWeight(),
        d.baseline(),
        d.update(),
        d.value(),
        HELD,
        SMALL,
        Normalization.BOTH);
  }

  private static A3cConfig a3c() {
    A3cConfig d = A3cConfig.DEFAULTS;
    var update = new A3cConfig.Update(Schedule.constant(5e-3), 0.5, d.update().rmsProp());
    return new A3cConfig(
        6,
        new A3cConfig.Actors(3, 2, A3cConfig.Pace.IN_TURNS),
        5,
        d.gae(),
        update,
        d.value(),
        HELD,
        SMALL,
        Normalization.BOTH);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void holdsTheEntropyOfThreeActionsNearItsTarget(Kind kind) {
    Supplier<Env<Integer, Integer>> env = () -> IdentityEnvs.discrete(3, 10);
    double sum = 0;
    double coefficients = 0;
    try (Workers workers = new Workers(1)) {
      Algorithm learner = kind.factory.make(EnvAdapter.of("task", 6, env), 1, workers);
      for (int k = 0; k < 2000; k++) {
        Metrics metrics = learner.iterate(k / 2000.0);
        if (k >= 1500) {
          sum += metrics.get("entropy");
          coefficients += metrics.get("entropy_coefficient");
        }
      }
    }
    assertThat(sum / 500).isBetween(TARGET - 0.1, TARGET + 0.1);
    assertThat(coefficients / 500).isNotEqualTo(0.05);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theCoefficientAndTheStatisticsGoOnToTheBit(Kind kind) {
    State middle = new State();
    State expected = new State();
    try (Workers workers = new Workers(2)) {
      Algorithm whole = kind.factory.make(cartPoles(), 3, workers);
      for (int k = 0; k < 6; k++) {
        whole.iterate((k + 1) / 6.0);
        if (k == 2) {
          whole.save(middle);
        }
      }
      whole.save(expected);
    }
    try (Workers workers = new Workers(1)) {
      Algorithm resumed = kind.factory.make(cartPoles(), 99, workers);
      resumed.load(middle);
      for (int k = 3; k < 6; k++) {
        resumed.iterate((k + 1) / 6.0);
      }
      State actual = new State();
      resumed.save(actual);
      assertThat(actual.names()).containsExactlyElementsOf(expected.names());
      for (String name : expected.names()) {
        assertThat(actual.entry(name).values()).as(name).isEqualTo(expected.entry(name).values());
      }
    }
    assertThat(expected.names()).anyMatch(name -> name.endsWith("observations.mean"));
  }

  private static VecEnv cartPoles() {
    return Envs.builtIn().vector("CartPole-v1", 6, Map.of());
  }
}
