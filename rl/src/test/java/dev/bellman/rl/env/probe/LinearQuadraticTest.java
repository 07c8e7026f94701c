package dev.bellman.rl.env.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Pictures;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.TimeLimit;
import dev.bellman.rl.env.probe.Riccati.Law;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearQuadraticTest {
  @Test
  void aStepIsLinearAndCostsItsSquares() {
    var problem =
        new LinearQuadraticProblem(
            Matrix.of(new double[][] {{1, 0.5}, {0, 2}}),
            Matrix.of(new double[][] {{1, 0}, {0.25, 4}}),
            Matrix.of(new double[][] {{2, 1}, {1, 3}}),
            Matrix.of(new double[][] {{1, 0.5}, {0.5, 2}}),
            0,
            1);
    var env = LinearQuadratic.env(problem);
    assertThat(env.startFrom(new double[] {1, -2})).containsExactly(1, -2);
    // xQx = 2 - 4 + 12, uRu = 4 - 2 + 2; an action outside [-1, 1] is taken as it is.
    Step<float[]> step = env.step(new float[] {2, -1});
    assertThat(step.reward()).isEqualTo(-14);
    assertThat(step.observation()).containsExactly(2, -7.5f);
    assertThat(step.terminated()).isFalse();
    assertThat(env.state()).containsExactly(2, -7.5);
  }

  @Test
  void aMassIsPushedToTheOrigin() {
    Env<?, ?> env = Envs.builtIn().make("LinearQuadratic-v0", Map.of("dimension", 2, "noise", 0));
    var mass = new LinearQuadraticEnv(env);
    assertThat(mass.startFrom(1, 0, 0, -1)).containsExactly(1, 0, 0, -1);
    Step<float[]> step = mass.step(1, -1);
    assertThat(step.observation()).containsExactly(1, -0.1f, 0.5f, -1.5f);
    assertThat(step.reward()).isCloseTo(-(1 + 0.1 + 4), within(1e-12));
    assertThat(((Box) env.actionSpace()).high()).containsExactly(1, 1);
  }

  /// The environment behind casts, which a registry needs.
  private record LinearQuadraticEnv(Env<?, ?> env) {
    @SuppressWarnings("unchecked")
    float[] startFrom(double... state) {
      env.reset(0);
      var simulated = (SimulatedEnv<float[], float[]>) env.unwrapped();
      return simulated.startFrom(state);
    }

    @SuppressWarnings("unchecked")
    Step<float[]> step(float... action) {
      return ((Env<float[], float[]>) env).step(action);
    }
  }

  @Test
  void theBestControlEarnsWhatRiccatiExpects() {
    var problem = LinearQuadraticProblem.mass(1, 2, 0.02);
    List<Law> laws = Riccati.finite(problem, 1, 100);
    double expected = laws.getFirst().expectedReturn();
    assertThat(expected).isCloseTo(-4.402320002304568, within(1e-11));
    var env = new TimeLimit<>(LinearQuadratic.env(problem), 100);
    env.reset(5);
    int episodes = 4000;
    double sum = 0;
    double squares = 0;
    for (int k = 0; k < episodes; k++) {
      double earned = episode(env, laws);
      sum += earned;
      squares += earned * earned;
    }
    double mean = sum / episodes;
    double error = Math.sqrt((squares / episodes - mean * mean) / episodes);
    assertThat(error).isLessThan(0.06);
    assertThat(mean).isCloseTo(expected, within(4 * error));
  }

  private static double episode(Env<float[], float[]> env, List<Law> laws) {
    float[] observation = env.reset().observation();
    double earned = 0;
    for (Law law : laws) {
      double[] control = law.control(new double[] {observation[0], observation[1]});
      Step<float[]> step = env.step(new float[] {(float) control[0]});
      observation = step.observation();
      earned += step.reward();
    }
    return earned;
  }

  @Test
  void theBestControlSeldomLeavesTheActionSpace() {
    Law law = Riccati.stationary(LinearQuadraticProblem.mass(1, 2, 0.02), 1);
    assertThat(law.gain().get(0, 0)).isCloseTo(0.612050055933533, within(1e-12));
    assertThat(law.gain().get(0, 1)).isCloseTo(0.562783921720392, within(1e-12));
  }

  @Test
  void whatRunsAwayTerminatesBeforeItOverflows() {
    var problem =
        new LinearQuadraticProblem(
            Matrix.diagonal(10), Matrix.diagonal(1), Matrix.diagonal(1), Matrix.diagonal(1), 0, 1);
    var env = LinearQuadratic.env(problem);
    env.startFrom(new double[] {1});
    int steps = 1;
    while (!env.step(new float[] {0}).terminated()) {
      steps++;
    }
    assertThat(steps).isEqualTo(7);
    assertThat(env.state()).containsExactly(1e7);
  }

  @ParameterizedTest
  @CsvSource({
    "dimension, 0, 'environment.dimension: must be in 1..50, got 0'",
    "dimension, 51, 'environment.dimension: must be in 1..50, got 51'",
    "control_cost, 0, 'environment.control_cost: must be above 0, got 0.0'",
    "noise, -1, 'environment.noise: must be finite and at least 0, got -1.0'",
  })
  void numbersOutOfRangeAreRefused(String option, long value, String message) {
    assertThatThrownBy(() -> Envs.builtIn().make("LinearQuadratic-v0", Map.of(option, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void pictureShowsTheStateAlsoWhereItIsFarAway() {
    var env = LinearQuadratic.env(LinearQuadraticProblem.mass(3, 2, 0));
    env.reset(0);
    assertThat(Pictures.colors(env)).contains(0x2B3A4A, 0x3F8F5F);
    env.startFrom(new double[] {1e5, -1e5, 0, 0, 0, 0});
    assertThat(Pictures.colors(env)).contains(0x2B3A4A);
  }
}
