package dev.bellman.rl.env;

import dev.bellman.rl.env.classic.CartPole;
import java.util.Map;
import java.util.OptionalInt;
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
    return Stream.of(
        named("CartPoleVec", n -> new SimulatedVec(new CartPole(n, false), OptionalInt.of(25))),
        named(
            "CartPoleVec without limit",
            n -> new SimulatedVec(new CartPole(n, true), OptionalInt.empty())),
        named("CartPole adapted", n -> EnvAdapter.of("CartPole", n, () -> CartPole.env(false))),
        named("CartPole-v1", n -> Envs.builtIn().vector("CartPole-v1", n, Map.of())),
        named("discrete identity", n -> EnvAdapter.of("id", n, () -> IdentityEnvs.discrete(3, 7))),
        named("one-hot identity", n -> EnvAdapter.of("id", n, () -> IdentityEnvs.oneHot(4, 9))),
        named("continuous", n -> EnvAdapter.of("id", n, () -> IdentityEnvs.continuous(2, 5))),
        named("composite", n -> EnvAdapter.of("any", n, () -> AnySpaceEnv.composite(4))),
        named("multi-discrete", n -> EnvAdapter.of("any", n, () -> AnySpaceEnv.multiDiscrete(3))),
        named("multi-binary", n -> EnvAdapter.of("any", n, () -> AnySpaceEnv.multiBinary(5))),
        named("bandit", n -> EnvAdapter.of("bandit", n, () -> new BanditEnv(0.2, 0.8))));
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
