package dev.bellman.rl.env.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Step;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PendulumTest {
  @Test
  void theCostIsThatOfTheStateBeforeTheStep() {
    var env = Pendulum.env();
    env.startFrom(new double[] {1, 2});
    Step<float[]> step = env.step(new float[] {0.5f});
    assertThat(step.reward()).isCloseTo(-(1 + 0.4 + 0.00025), within(1e-15));
    assertThat(step.terminated()).isFalse();
  }

  @Test
  void aTorqueOutsideActsAndIsChargedAsTheLargest() {
    var env = Pendulum.env();
    env.startFrom(new double[] {0, 0});
    double reward = env.step(new float[] {-5}).reward();
    assertThat(reward).isEqualTo(-0.004);
    assertThat(env.state()).containsExactly(-0.015000000000000003, -0.30000000000000004);
  }

  @Test
  void theAngleIsTakenWithinOneTurn() {
    var env = Pendulum.env();
    double turn = 2 * Math.PI;
    for (double turns : new double[] {-7, -1, 0, 1, 30}) {
      env.startFrom(new double[] {0.5 + turns * turn, 0});
      assertThat(env.step(new float[1]).reward()).isCloseTo(-0.25, within(1e-12));
      env.startFrom(new double[] {turns * turn - 0.5, 0});
      assertThat(env.step(new float[1]).reward()).isCloseTo(-0.25, within(1e-12));
    }
    env.startFrom(new double[] {Math.PI, 0});
    assertThat(env.step(new float[1]).reward()).isCloseTo(-Math.PI * Math.PI, within(1e-12));
  }

  @Test
  void massLengthAndGravityAreOptions() {
    SimulatedEnv<float[], Object> env =
        ClassicControlTest.single("Pendulum-v1", Map.of("g", 0, "m", 2, "l", 0.5, "dt", 0.1));
    env.startFrom(new double[] {1, 0});
    env.step(new float[] {1});
    assertThat(env.state()[1]).isCloseTo(0.6, within(1e-15));
    assertThat(env.state()[0]).isCloseTo(1.06, within(1e-15));
    SimulatedEnv<float[], Object> moon = ClassicControlTest.single("Pendulum-v1", Map.of("g", 1.6));
    moon.startFrom(new double[] {Math.PI / 2, 0});
    moon.step(new float[1]);
    assertThat(moon.state()[1]).isCloseTo(1.5 * 1.6 * 0.05, within(1e-15));
  }

  @Test
  void startStatesAreChecked() {
    assertThatThrownBy(() -> Pendulum.env().startFrom(new double[3]))
        .hasMessage("start: must have 2 values (angle, angular velocity), got 3");
  }
}
