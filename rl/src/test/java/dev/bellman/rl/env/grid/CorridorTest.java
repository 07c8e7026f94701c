package dev.bellman.rl.env.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.ModelContract;
import dev.bellman.rl.env.ModelSolver;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.grid.Corridor.Reward;
import dev.bellman.tensor.State;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CorridorTest {
  private static double[] values(String reward, double success, double gamma) {
    Map<String, Object> options = Map.of("reward", reward, "success_probability", success);
    Env<?, ?> env = Envs.builtIn().make("Corridor-v0", options);
    return ModelSolver.values(env.unwrapped().model().orElseThrow(), gamma);
  }

  @ParameterizedTest
  @CsvSource({
    "cost,    1,   1,   -3,       -2,       -1,        0",
    "cost,    0.8, 1,   -3.75,    -2.5,     -1.25,     0",
    "arrival, 1,   0.9,  8.1,      9,        10,       0",
    "state,   1,   0.9,  7.29,     8.1,      9,       10",
    "arrival, 0.8, 0.9,  7.521655, 8.566330, 9.756098, 0",
    "state,   0.8, 0.9,  6.769490, 7.709697, 8.780488, 10",
  })
  void modelHasTheValuesOfEachConvention(
      String reward, double success, double gamma, double v0, double v1, double v2, double v3) {
    assertThat(values(reward, success, gamma))
        .containsExactly(new double[] {v0, v1, v2, v3}, within(5e-7));
  }

  @Test
  void aStepCostsOneUntilTheGoal() {
    var env = Corridor.env(4, 1, Reward.COST);
    assertThat(env.reset(0).observation()).isZero();
    assertThat(env.step(0)).isEqualTo(Step.of(0, -1, false));
    assertThat(env.step(1)).isEqualTo(Step.of(1, -1, false));
    assertThat(env.step(1)).isEqualTo(Step.of(2, -1, false));
    assertThat(env.step(0)).isEqualTo(Step.of(1, -1, false));
    assertThat(env.step(1)).isEqualTo(Step.of(2, -1, false));
    assertThat(env.step(1)).isEqualTo(Step.of(3, -1, true));
    assertThatThrownBy(() -> env.step(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void arrivingPaysTenOnce() {
    var env = Corridor.env(2, 1, Reward.ARRIVAL);
    env.reset(0);
    assertThat(env.step(1)).isEqualTo(Step.of(1, 10, true));
  }

  @Test
  void theGoalPaysThroughOneMoreStep() {
    var env = Corridor.env(3, 1, Reward.STATE);
    env.reset(0);
    assertThat(env.step(1)).isEqualTo(Step.of(1, 0, false));
    assertThat(env.step(1)).isEqualTo(Step.of(2, 0, false));
    assertThat(env.step(0)).isEqualTo(Step.of(2, 10, true));
    assertThat(env.reset().observation()).isZero();
    assertThat(env.startFrom(new double[] {2})).isEqualTo(2);
    assertThat(env.step(1)).isEqualTo(Step.of(2, 10, true));
  }

  @ParameterizedTest
  @EnumSource(Reward.class)
  void modelAndSimulationAgree(Reward reward) {
    var corridor = new Corridor(1, 4, 0.8, reward);
    ModelContract.checkProbabilities(corridor.model().orElseThrow());
    for (int state = 0; state < (reward == Reward.STATE ? 4 : 3); state++) {
      ModelContract.checkFrequencies(corridor, state, new double[] {state});
    }
  }

  @Test
  void aLongerCorridorHasALongerTimeLimit() {
    assertThat(Envs.builtIn().spec("Corridor-v0").maxEpisodeSteps()).hasValue(100);
    Env<?, ?> env = Envs.builtIn().make("Corridor-v0", Map.of("length", 5));
    assertThat(episodeLength(env)).isEqualTo(125);
    Env<?, ?> cut = Envs.builtIn().make("Corridor-v0", Map.of("max_episode_steps", 7));
    assertThat(episodeLength(cut)).isEqualTo(7);
  }

  @SuppressWarnings("unchecked")
  private static int episodeLength(Env<?, ?> env) {
    var walk = (Env<Integer, Integer>) env;
    walk.reset(0);
    int steps = 1;
    while (!walk.step(0).truncated()) {
      steps++;
    }
    return steps;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          length              | 1   | environment.length: must be in 2..1000000, got 1
          length              | -4  | environment.length: must be in 2..1000000, got -4
          success_probability | 0   | environment.success_probability: must be in (0, 1], got 0.0 (at 0 nobody arrives)
          success_probability | 1.5 | environment.success_probability: must be in (0, 1], got 1.5 (at 0 nobody arrives)
          """)
  void numbersOutOfRangeAreRefused(String option, double value, String message) {
    Object given = value == (long) value ? (Object) (long) value : (Object) value;
    assertThatThrownBy(() -> Envs.builtIn().make("Corridor-v0", Map.of(option, given)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void unknownConventionsAreRefused() {
    assertThatThrownBy(() -> Envs.builtIn().make("Corridor-v0", Map.of("reward", "Cost")))
        .hasMessage("environment.reward: must be cost, arrival or state, got 'Cost'");
  }

  @Test
  void startsAreCheckedAndKept() {
    var env = Corridor.env(4, 1, Reward.COST);
    assertThatThrownBy(() -> env.startFrom(new double[] {3}))
        .hasMessage("start[0]: must be a position in 0..2, got 3.0");
    assertThatThrownBy(() -> env.startFrom(new double[] {0.5}))
        .hasMessage("start[0]: must be a position in 0..2, got 0.5");
    assertThat(env.startFrom(new double[] {2})).isEqualTo(2);
    assertThat(env.state()).containsExactly(2);
  }

  @Test
  void aPositionOutsideIsNotLoaded() {
    var saved = new State();
    var longer = new Corridor(1, 9, 1, Reward.COST);
    longer.set(0, new double[] {7});
    longer.save(saved);
    assertThatThrownBy(() -> new Corridor(1, 4, 1, Reward.COST).load(saved))
        .hasMessage("Corridor: saved position must be in 0..3, got 7");
  }

  @Test
  void textShowsTheWalkerAndTheGoal() {
    var env = Corridor.env(5, 1, Reward.STATE);
    env.reset(0);
    env.step(1);
    assertThat(env.text()).isEqualTo(".@..G");
    env.startFrom(new double[] {4});
    assertThat(env.text()).isEqualTo("....@");
    var longer = Corridor.env(1000, 1, Reward.COST);
    longer.startFrom(new double[] {500});
    assertThat(longer.text()).hasSize(79).contains("@").doesNotContain("G");
  }
}
