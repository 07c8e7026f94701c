package dev.bellman.rl.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.EnvChecker.Finding;
import dev.bellman.rl.env.EnvChecker.Severity;
import dev.bellman.rl.env.classic.CartPole;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class EnvCheckerTest {
  /// A walk on a line in which each rule can be broken on its own.
  private static final class Walk implements Env<float[], float[]> {
    private final Box observations;
    private final Box actions;
    private final DoubleSupplier noise;
    private int t;

    Walk(Box observations, Box actions, DoubleSupplier noise) {
      this.observations = observations;
      this.actions = actions;
      this.noise = noise;
    }

    @Override
    public Box observationSpace() {
      return observations;
    }

    @Override
    public Box actionSpace() {
      return actions;
    }

    @Override
    public Reset<float[]> reset(OptionalLong seed) {
      t = 0;
      return Reset.of(new float[] {0});
    }

    @Override
    public Step<float[]> step(float[] action) {
      t++;
      float[] observation = {(float) (action[0] + noise.getAsDouble())};
      return Step.of(observation, 1, t == 10);
    }
  }

  private static List<String> messages(Box observations, Box actions, DoubleSupplier noise) {
    return EnvChecker.check(() -> new Walk(observations, actions, noise)).stream()
        .map(Finding::message)
        .toList();
  }

  private static final Box UNIT = Box.of(-1, 1, 1);
  private static final Finding UNSAVED =
      new Finding(
          Severity.WARNING,
          "savesState: is false, so a resumed run is not exact (implement Stateful)");

  @Test
  void goodEnvironmentsHaveNothingToChange() {
    assertThat(EnvChecker.check(() -> new TimeLimit<>(CartPole.env(true), 20))).isEmpty();
    assertThat(EnvChecker.check(() -> IdentityEnvs.discrete(3, 5))).isEmpty();
    assertThat(EnvChecker.check(() -> IdentityEnvs.oneHot(3, 5))).isEmpty();
    assertThat(EnvChecker.check(() -> IdentityEnvs.continuous(3, 5))).isEmpty();
    assertThat(EnvChecker.check(() -> new BanditEnv(0.3, 0.6))).isEmpty();
  }

  @Test
  void anEnvironmentThatCannotBeSavedIsWarnedAbout() {
    assertThat(EnvChecker.check(() -> new Walk(UNIT, UNIT, () -> 0))).containsExactly(UNSAVED);
    EnvChecker.require(() -> new Walk(UNIT, UNIT, () -> 0));
  }

  @Test
  void randomnessThatTheSeedDoesNotControlIsFound() {
    var draws = new int[1];
    assertThat(messages(Box.unbounded(1), UNIT, () -> draws[0]++))
        .singleElement()
        .asString()
        .startsWith("step 1: must give the same for equal seeds and actions, got observation [")
        .endsWith(
            "(draw all random numbers from the stream that reset seeds;"
                + " share no static state between instances)");
    assertThatThrownBy(
            () -> EnvChecker.require(() -> new Walk(Box.unbounded(1), UNIT, () -> draws[0]++)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("step 1: must give the same");
  }

  @Test
  void observationsOutsideTheirSpaceAreFound() {
    assertThat(messages(UNIT, UNIT, () -> 3))
        .contains("observation[0]: must be inside observationSpace() (widen its bounds or clip)");
  }

  @Test
  void brokenValuesAreFound() {
    assertThat(messages(UNIT, UNIT, () -> Double.NaN))
        .containsExactly(
            "environment 'Walk' [0], step 1: observation[0] must be finite, got NaN"
                + " (check what reset and step compute)");
  }

  @Test
  void actionSpacesMustBeBoundedAndShouldBeOfUnitSize() {
    assertThat(messages(Box.unbounded(1), Box.unbounded(1), () -> 0).getFirst())
        .isEqualTo(
            "actionSpace: must have finite bounds, got Box(-Infinity, Infinity, [1])"
                + " (learners clip to them; Box.of(-1, 1, n)?)");
    assertThat(messages(Box.unbounded(1), Box.of(0, 2, 1), () -> 0).getFirst())
        .isEqualTo(
            "actionSpace: coordinate 0 should be in [-1, 1], got [0.0, 2.0] (scale inside step)");
  }

  @Test
  void aConstantCoordinateIsWarnedAbout() {
    assertThat(messages(Box.of(2, 2, 1), UNIT, () -> 0))
        .contains(
            "observationSpace: bounds of coordinate 0 must differ, got 2.0 twice"
                + " (leave it out)");
  }

  @Test
  void theFactoryMustCreate() {
    var env = new BanditEnv(0.5);
    assertThat(EnvChecker.check(() -> env))
        .containsExactly(
            new Finding(
                Severity.ERROR,
                "factory: must create a new environment at each call, got the same one twice"));
  }

  /// Forgets its counter when saved.
  private static final class Forgetful implements Env<Integer, Integer>, Stateful {
    private int t;

    @Override
    public Discrete observationSpace() {
      return Discrete.of(1000);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(2);
    }

    @Override
    public Reset<Integer> reset(OptionalLong seed) {
      t = 0;
      return Reset.of(t);
    }

    @Override
    public Step<Integer> step(Integer action) {
      return Step.of(++t, 0, false);
    }

    @Override
    public void save(State out) {}

    @Override
    public void load(State in) {}
  }

  @Test
  void stateThatIsNotSavedIsFound() {
    assertThat(EnvChecker.check(Forgetful::new))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("load: must go on as the saved environment does: step 1: ")
        .contains("got observation 2", "and observation 1");
  }
}
