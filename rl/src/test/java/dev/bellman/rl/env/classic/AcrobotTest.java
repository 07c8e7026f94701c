package dev.bellman.rl.env.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.SimulatedEnv;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AcrobotTest {
  private static final int NO_TORQUE = 1;

  private static SimulatedEnv<float[], Integer> env(
      Acrobot.Dynamics dynamics, Acrobot.Physics physics) {
    return new SimulatedEnv<>(new Acrobot(1, dynamics, physics));
  }

  @Test
  void theTorqueTurnsTheLinksAgainstEachOther() {
    var env = env(Acrobot.Dynamics.BOOK, new Acrobot.Physics(9.8, 1, 1, 1, 0.5, 0.5, 1, 0.001));
    env.startFrom(new double[4]);
    env.step(2);
    Offset<Double> near = within(1e-8);
    assertThat(env.state()[2]).isCloseTo(-0.001 * 28 / 41, near);
    assertThat(env.state()[3]).isCloseTo(0.001 * 72 / 41, near);
  }

  /// Kinetic and potential energy from the places and speeds of the two centres of mass.
  private static double energy(double[] s, Acrobot.Physics p) {
    double both = s[2] + s[3];
    double speed1 = square(p.linkComPos1() * s[2]);
    double speed2 =
        square(p.linkLength1() * s[2])
            + square(p.linkComPos2() * both)
            + 2 * p.linkLength1() * p.linkComPos2() * s[2] * both * StrictMath.cos(s[1]);
    double height1 = -p.linkComPos1() * StrictMath.cos(s[0]);
    double height2 =
        -p.linkLength1() * StrictMath.cos(s[0]) - p.linkComPos2() * StrictMath.cos(s[0] + s[1]);
    return 0.5 * p.linkMass1() * speed1
        + 0.5 * p.linkMass2() * speed2
        + 0.5 * p.linkMoi() * (square(s[2]) + square(both))
        + p.gravity() * (p.linkMass1() * height1 + p.linkMass2() * height2);
  }

  private static double square(double x) {
    return x * x;
  }

  private static double gainedIn500Steps(Acrobot.Dynamics dynamics, Acrobot.Physics physics) {
    var env = env(dynamics, physics);
    double[] start = {1.2, -0.7, 0.3, 0.5};
    env.startFrom(start);
    for (int t = 0; t < 500; t++) {
      env.step(NO_TORQUE);
    }
    return energy(env.state(), physics) - energy(start, physics);
  }

  @Test
  void withoutTorqueTheBooksEquationsKeepTheEnergyWhateverTheConstants() {
    var usual = new Acrobot.Physics(9.8, 1, 1, 1, 0.5, 0.5, 1, 0.005);
    assertThat(gainedIn500Steps(Acrobot.Dynamics.BOOK, usual)).isCloseTo(0, within(1e-6));
    var changed = new Acrobot.Physics(3.7, 0.8, 1.5, 0.6, 0.3, 0.9, 0.4, 0.005);
    assertThat(gainedIn500Steps(Acrobot.Dynamics.BOOK, changed)).isCloseTo(0, within(1e-6));
    assertThat(gainedIn500Steps(Acrobot.Dynamics.NIPS, usual)).isNotCloseTo(0, within(0.01));
  }

  @Test
  void anglesStayWithinOneTurnAndSpeedsWithinTheirLimits() {
    var env = Acrobot.env();
    env.startFrom(new double[] {-3.1, 3.1, -12, 28});
    env.step(NO_TORQUE);
    double[] state = env.state();
    assertThat(state[0]).isBetween(-Math.PI, Math.PI);
    assertThat(state[1]).isBetween(-Math.PI, Math.PI);
    env.startFrom(new double[] {0, 0, 100, -100});
    env.step(NO_TORQUE);
    assertThat(Math.abs(env.state()[2])).isLessThanOrEqualTo(4 * Math.PI);
    assertThat(Math.abs(env.state()[3])).isLessThanOrEqualTo(9 * Math.PI);
  }

  @Test
  void theFreeEndMustBeHigherThanTheLine() {
    var env = Acrobot.env();
    env.startFrom(new double[] {Math.PI, 0, 0, 0});
    var step = env.step(NO_TORQUE);
    assertThat(step.terminated()).isTrue();
    assertThat(step.reward()).isZero();
    env.startFrom(new double[] {Math.PI / 2, 0, 0, 0});
    var below = env.step(NO_TORQUE);
    assertThat(below.terminated()).isFalse();
    assertThat(below.reward()).isEqualTo(-1);
  }

  @Test
  void otherEquationsAreRefused() {
    assertThatThrownBy(() -> ClassicControlTest.single("Acrobot-v1", Map.of("book_or_nips", "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("environment.book_or_nips: must be book or nips, got x");
  }

  @Test
  void startStatesAreChecked() {
    assertThatThrownBy(() -> Acrobot.env().startFrom(new double[2]))
        .hasMessage(
            "start: must have 4 values (angle 1, angle 2, angular velocity 1, angular velocity 2),"
                + " got 2");
  }
}
