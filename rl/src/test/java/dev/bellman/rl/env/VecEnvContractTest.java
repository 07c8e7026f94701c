package dev.bellman.rl.env;

import dev.bellman.rl.env.classic.CartPole;
import dev.bellman.rl.env.toytext.Blackjack;
import dev.bellman.rl.env.toytext.Taxi;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("implementations")
class VecEnvContractTest {
  static Stream<Named<VecEnvContract>> implementations() {
    Stream<Named<VecEnvContract>> registered =
        Envs.builtIn().specs().stream().map(spec -> builtIn(spec.id(), Map.of()));
    return Stream.of(registered, variants(), wrapped()).flatMap(Function.identity());
  }

  private static Stream<Named<VecEnvContract>> wrapped() {
    return WrappedEnvs.independent()
        .map(
            both ->
                Named.of(both.name(), new VecEnvContract(both.many(), VecEnvContract.FEW_STEPS)));
  }

  private static Stream<Named<VecEnvContract>> variants() {
    return Stream.of(
        named("CartPole cut", n -> new SimulatedVec(new CartPole(n, false), OptionalInt.of(25))),
        named(
            "CartPole without limit",
            n -> new SimulatedVec(new CartPole(n, true), OptionalInt.empty())),
        named("CartPole adapted", n -> EnvAdapter.of("CartPole", n, () -> CartPole.env(false))),
        named(
            "Taxi, rainy and fickle",
            n -> new SimulatedVec(new Taxi(n, 0.8, OptionalDouble.of(0.5)), OptionalInt.of(90))),
        named("Taxi adapted", n -> EnvAdapter.of("Taxi", n, Taxi::env)),
        named("Blackjack adapted", n -> EnvAdapter.of("Blackjack", n, VecEnvContractTest::cards)),
        named("discrete identity", n -> EnvAdapter.of("id", n, () -> IdentityEnvs.discrete(3, 7))),
        named("one-hot identity", n -> EnvAdapter.of("id", n, () -> IdentityEnvs.oneHot(4, 9))),
        named("continuous", n -> EnvAdapter.of("id", n, () -> IdentityEnvs.continuous(2, 5))),
        named("composite", n -> EnvAdapter.of("any", n, () -> AnySpaceEnv.composite(4))),
        named("multi-discrete", n -> EnvAdapter.of("any", n, () -> AnySpaceEnv.multiDiscrete(3))),
        named("multi-binary", n -> EnvAdapter.of("any", n, () -> AnySpaceEnv.multiBinary(5))),
        named("bandit", n -> EnvAdapter.of("bandit", n, () -> new BanditEnv(0.2, 0.8))),
        builtIn("Corridor-v0", Map.of("success_probability", 0.8)),
        builtIn("Corridor-v0", Map.of("reward", "state", "length", 3)),
        builtIn("Maze-v0", Map.of("max_episode_steps", 20)),
        builtIn("Maze-v0", Map.of("map", "S.,.G", "slip_probability", 0.3, "random_start", true)),
        builtIn("Bandit-v0", Map.of("kind", "bernoulli", "means", "0.2,0.8")),
        builtIn("LinearQuadratic-v0", Map.of("dimension", 2)),
        builtIn("IdentityMasked-v0", Map.of("max_episode_steps", 7)),
        builtIn("IdentityOneHot-v0", Map.of("size", 3)),
        builtIn("IdentityBox-v0", Map.of("size", 3)));
  }

  private static Named<VecEnvContract> builtIn(String id, Map<String, ?> options) {
    return named(id + " " + options, n -> Envs.builtIn().vector(id, n, options));
  }

  private static Env<?, ?> cards() {
    return Blackjack.env(Blackjack.Naturals.WIN);
  }

  private static Named<VecEnvContract> named(String name, IntFunction<? extends VecEnv> factory) {
    return Named.of(name, new VecEnvContract(factory));
  }

  private final VecEnvContract contract;

  VecEnvContractTest(VecEnvContract contract) {
    this.contract = contract;
  }

  @Test
  void sameSeedsGiveTheSameRun() {
    contract.sameSeedsGiveTheSameRun();
  }

  @Test
  void resetMakesAUsedEnvironmentNew() {
    contract.resetMakesAUsedEnvironmentNew();
  }

  @Test
  void restartingOneLeavesTheOthers() {
    contract.restartingOneLeavesTheOthers();
  }

  @Test
  void environmentsDoNotDependOnTheirNeighbours() {
    contract.environmentsDoNotDependOnTheirNeighbours();
  }

  @Test
  void chunkedSteppingEqualsWholeStepping() {
    contract.chunkedSteppingEqualsWholeStepping();
  }

  @Test
  void disjointRangesMayBeSteppedOnDifferentThreads() throws InterruptedException {
    contract.disjointRangesMayBeSteppedOnDifferentThreads();
  }

  @Test
  void observationsAreInTheirSpace() {
    contract.observationsAreInTheirSpace();
  }

  @Test
  void aSavedRunGoesOnToTheBit() {
    contract.aSavedRunGoesOnToTheBit();
  }

  @Test
  void wrongSeedsActionsAndRangesAreRefused() {
    contract.wrongSeedsActionsAndRangesAreRefused();
  }
}
