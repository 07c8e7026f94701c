package dev.bellman.rl.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.Algorithm;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.TimeLimit;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.tabular.Learners.Maker;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.tensor.State;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every learner goes on from what it saved, made with another seed, to the bits of one that was
/// never stopped.
class ResumeTest {
  private static final int ENVS = 3;
  private static final int STEPS = 40;

  private static VecEnv vector(String id) {
    return Envs.builtIn().vector(id, ENVS, Map.of());
  }

  private static VecEnv masked() {
    Supplier<Env<Integer, Integer>> env = () -> new TimeLimit<>(new MaskedRing(), 7);
    return EnvAdapter.of("masked", ENVS, env);
  }

  private static Stream<Arguments> cases() {
    Supplier<VecEnv> lake = () -> vector("FrozenLake-v1");
    Supplier<VecEnv> masked = ResumeTest::masked;
    Supplier<VecEnv> cart = () -> vector("CartPole-v1");
    Map<String, Maker> all = Learners.all(ENVS, STEPS);
    return Stream.of(
            all.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue(), lake)),
            all.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue(), masked)),
            Learners.onCartPole(ENVS, STEPS).entrySet().stream()
                .map(e -> Arguments.of(e.getKey(), e.getValue(), cart)))
        .flatMap(s -> s);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void stoppingAfterEveryIterationChangesNoBits(
      String name, Maker maker, Supplier<VecEnv> environments) {
    State expected = new State();
    try (VecEnv envs = environments.get()) {
      Algorithm whole = maker.make(envs, 5);
      for (int k = 1; k <= 4; k++) {
        whole.iterate(k / 4.0);
      }
      whole.save(expected);
      assertThat(whole.resumesExactly()).as(name).isTrue();
    }
    State last = new State();
    for (int k = 1; k <= 4; k++) {
      try (VecEnv envs = environments.get()) {
        Algorithm part = maker.make(envs, k == 1 ? 5 : 50 + k);
        if (k > 1) {
          part.load(last);
        }
        part.iterate(k / 4.0);
        last = new State();
        part.save(last);
      }
    }
    assertSame(last, expected);
  }

  static void assertSame(State actual, State expected) {
    assertThat(actual.names()).containsExactlyElementsOf(expected.names());
    for (String entry : expected.names()) {
      assertThat(actual.entry(entry).values()).as(entry).isEqualTo(expected.entry(entry).values());
    }
  }

  @Test
  void theLengthOfAnIterationChangesNothingOfWhatIsLearned() {
    Map<String, Maker> often = Learners.all(ENVS, 30);
    Learners.all(ENVS, 60)
        .forEach(
            (name, seldom) -> {
              if (name.equals("lspi")) {
                return;
              }
              try (VecEnv a = vector("FrozenLake-v1");
                  VecEnv b = vector("FrozenLake-v1")) {
                Algorithm one = seldom.make(a, 1);
                one.iterate(1);
                Algorithm two = often.getOrDefault(name, seldom).make(b, 1);
                two.iterate(1);
                two.iterate(1);
                assertSame(two.learned(), one.learned());
              }
            });
  }

  @Test
  void theNativeFormAndTheAdapterGiveTheSameBits() {
    Learners.all(ENVS, STEPS)
        .forEach(
            (name, maker) -> {
              try (VecEnv nativeForm = vector("FrozenLake-v1");
                  VecEnv adapted =
                      EnvAdapter.of(
                          "FrozenLake-v1",
                          ENVS,
                          () -> Envs.builtIn().make("FrozenLake-v1", Map.of()))) {
                Algorithm one = maker.make(nativeForm, 1);
                Algorithm two = maker.make(adapted, 1);
                one.iterate(1);
                two.iterate(1);
                assertSame(two.learned(), one.learned());
              }
            });
  }

  @Test
  void actingTakesNothingFromLearning() {
    Learners.all(ENVS, STEPS)
        .forEach(
            (name, maker) -> {
              try (VecEnv envs = masked();
                  VecEnv others = masked()) {
                Algorithm learner = maker.make(envs, 1);
                learner.iterate(0.5);
                State before = new State();
                learner.save(before);
                new Evaluation(5, 1, false).run(learner.policy(), others);
                State after = new State();
                learner.save(after);
                assertSame(after, before);
              }
            });
  }
}
