package dev.bellman.rl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.bellman.rl.a2c.A2c;
import dev.bellman.rl.a2c.A2cConfig;
import dev.bellman.rl.a3c.A3c;
import dev.bellman.rl.a3c.A3cConfig;
import dev.bellman.rl.actorcritic.ActorCriticConfig;
import dev.bellman.rl.actorcritic.ActorCriticTd;
import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.policy.MlpActorCritic.Bounds;
import dev.bellman.rl.policy.PolicyNoise;
import dev.bellman.rl.trpo.Trpo;
import dev.bellman.rl.trpo.TrpoConfig;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Workers;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What an iteration allocates in the steady state: no more for many rows than for few.
class IterationAllocationTest {
  private static final int WINDOWS = 10;
  private static final int MOST_ROUNDS = 1000;
  private static final long TOLERANCE = 1024;
  private static final long MOST_BYTES = 16_384;

  private interface Factory {
    Algorithm make(VecEnv envs, Workers workers);
  }

  private record Kind(String name, Factory factory) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Kind> kinds() {
    return List.of(
        new Kind(
            "a2c", (envs, workers) -> a2c(network(Bounds.CLIPPED, independent()), envs, workers)),
        new Kind(
            "a2c, squashed",
            (envs, workers) -> a2c(network(Bounds.SQUASHED, independent()), envs, workers)),
        new Kind(
            "a2c, noise that follows the state",
            (envs, workers) ->
                a2c(network(Bounds.CLIPPED, PolicyNoise.StateDependent.DEFAULTS), envs, workers)),
        new Kind(
            "actor-critic",
            (envs, workers) -> new ActorCriticTd(ActorCriticConfig.DEFAULTS, envs, 1, workers)),
        new Kind("trpo", (envs, workers) -> new Trpo(trpo(), envs, 1, workers)),
        new Kind("a3c", (envs, workers) -> new A3c(a3c(), envs, 1, workers)));
  }

  private static PolicyNoise independent() {
    return new PolicyNoise.Independent();
  }

  private static MlpActorCritic.Config network(Bounds bounds, PolicyNoise noise) {
    MlpActorCritic.Config d = MlpActorCritic.Config.DEFAULTS;
    return new MlpActorCritic.Config(
        List.of(16), Activation.TANH, 0, d.torso(), d.initialization(), 1, bounds, noise);
  }

  private static A2c a2c(MlpActorCritic.Config network, VecEnv envs, Workers workers) {
    A2cConfig d = A2cConfig.DEFAULTS;
    var config =
        new A2cConfig(
            1,
            5,
            d.gae(),
            d.update(),
            d.value(),
            d.entropyCoefficient(),
            network,
            Normalization.BOTH);
    return new A2c(config, envs, 1, workers);
  }

  private static TrpoConfig trpo() {
    TrpoConfig d = TrpoConfig.TRPO;
    return new TrpoConfig(
        1, 8, d.gae(), d.advantageScaling(), d.step(), d.value(), d.network(), d.normalization());
  }

  private static A3cConfig a3c() {
    A3cConfig d = A3cConfig.DEFAULTS;
    return new A3cConfig(
        1,
        new A3cConfig.Actors(2, 2, A3cConfig.Pace.IN_TURNS),
        5,
        d.gae(),
        d.update(),
        d.value(),
        d.entropyCoefficient(),
        d.network(),
        Normalization.BOTH);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void rowsOfAnIterationCostNothing(Kind kind) {
    try (Workers workers = new Workers(1)) {
      Algorithm small = kind.factory.make(envs(4), workers);
      Algorithm large = kind.factory.make(envs(16), workers);
      long few = least(small);
      long many = least(large);
      for (int round = 1; round < MOST_ROUNDS && !settled(few, many); round++) {
        few = least(small);
        many = least(large);
      }
      assertThat(many).isLessThan(MOST_BYTES);
      assertThat(many - few).isLessThan(TOLERANCE);
    }
  }

  private static boolean settled(long few, long many) {
    return many < MOST_BYTES && many - few < TOLERANCE;
  }

  private static VecEnv envs(int n) {
    return Envs.builtIn().vector("Pendulum-v1", n, Map.of());
  }

  private static long least(Algorithm learner) {
    return LongStream.generate(() -> bytes(learner)).limit(WINDOWS).min().orElseThrow();
  }

  private static long bytes(Algorithm learner) {
    ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = beans.getCurrentThreadAllocatedBytes();
    learner.iterate(0.5);
    long after = beans.getCurrentThreadAllocatedBytes();
    learner.episodes().drain();
    return after - before;
  }
}
