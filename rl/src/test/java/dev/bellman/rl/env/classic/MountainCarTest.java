package dev.bellman.rl.env.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Step;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both mountain cars.
class MountainCarTest {
  private static final String PROFILE =
      """
                                                              P
                                                           .......
                                                       ....
                                                     ..
                                                   ..
      ..                                         ..
        ..                                     ..
          ..                                 ..
            ..                             ..
              ..                         ..
                ..                     ..
                  ...                ..
                     ...     o   ....
                        .........
      """;

  @Test
  void aPushAndTheSlopeChangeTheVelocity() {
    var env = MountainCar.env();
    env.startFrom(new double[] {0, 0});
    Step<float[]> step = env.step(2);
    assertThat(env.state()[1]).isCloseTo(0.001 - 0.0025, within(1e-17));
    assertThat(env.state()[0]).isEqualTo(env.state()[1]);
    assertThat(step.reward()).isEqualTo(-1);
  }

  @Test
  void constantsAreOptions() {
    SimulatedEnv<float[], Object> env =
        ClassicControlTest.single("MountainCar-v0", Map.of("force", 0.004, "gravity", 0));
    env.startFrom(new double[] {0, 0});
    env.step(0);
    assertThat(env.state()).containsExactly(-0.004, -0.004);
  }

  @Test
  void theWallStopsTheCar() {
    var env = MountainCar.env();
    env.startFrom(new double[] {-1.19, -0.07});
    env.step(0);
    assertThat(env.state()).containsExactly(-1.2, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MountainCar-v0", "MountainCarContinuous-v0"})
  void theGoalAsksForItsVelocity(String id) {
    Object none = id.equals("MountainCar-v0") ? (Object) 1 : new float[1];
    SimulatedEnv<float[], Object> slow = ClassicControlTest.single(id, Map.of());
    slow.startFrom(new double[] {0.5, 0.03});
    assertThat(slow.step(none).terminated()).isTrue();
    SimulatedEnv<float[], Object> fast =
        ClassicControlTest.single(id, Map.of("goal_velocity", 0.04));
    fast.startFrom(new double[] {0.5, 0.03});
    assertThat(fast.step(none).terminated()).isFalse();
    fast.startFrom(new double[] {0.5, 0.05});
    assertThat(fast.step(none).terminated()).isTrue();
  }

  @Test
  void aForceOutsideActsAsTheLargestButIsChargedInFull() {
    var env = MountainCarContinuous.env();
    env.startFrom(new double[] {-0.5, 0});
    double inside = env.step(new float[] {1}).reward();
    double[] state = env.state();
    env.startFrom(new double[] {-0.5, 0});
    double outside = env.step(new float[] {3}).reward();
    assertThat(env.state()).isEqualTo(state);
    assertThat(inside).isEqualTo(-0.1);
    assertThat(outside).isEqualTo(-0.9);
  }

  @Test
  void reachingTheGoalPaysAHundred() {
    var env = MountainCarContinuous.env();
    env.startFrom(new double[] {0.44, 0.05});
    Step<float[]> step = env.step(new float[] {-0.5f});
    assertThat(step.reward()).isEqualTo(99.975);
    assertThat(step.terminated()).isTrue();
  }

  @Test
  void theContinuousStateIsRoundedButTheGoalIsNot() {
    var env =
        new SimulatedEnv<>(
            new MountainCarContinuous(1, 0, new MountainCarContinuous.Physics(0.0015, 0)));
    double short45 = 0.45 - 0.01;
    env.startFrom(new double[] {short45, 0.45 - short45});
    Step<float[]> step = env.step(new float[1]);
    assertThat(env.state()[0]).isEqualTo(0.45f).isLessThan(0.45);
    assertThat(step.terminated()).isTrue();
  }

  @Test
  void startStatesAreChecked() {
    assertThatThrownBy(() -> MountainCar.env().startFrom(new double[3]))
        .hasMessage("start: must have 2 values (position, velocity), got 3");
    assertThatThrownBy(() -> MountainCarContinuous.env().startFrom(new double[] {0, Double.NaN}))
        .hasMessage("start[1]: must be finite, got NaN");
  }

  @Test
  void textShowsTheProfile() {
    var env = MountainCar.env();
    env.startFrom(new double[] {-0.5, 0});
    assertThat(env.text()).isEqualTo(PROFILE);
  }
}
