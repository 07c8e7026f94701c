package dev.bellman.rl.env.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.SimulatedEnv;
import org.junit.jupiter.api.Test;

class CartPoleTest {
  @Test
  void theFailingStepPaysWhatTheOptionSays() {
    for (boolean suttonBarto : new boolean[] {false, true}) {
      var env = CartPole.env(suttonBarto);
      env.startFrom(new double[] {2.39, 0, 0, 0});
      assertThat(env.step(1).reward()).isEqualTo(suttonBarto ? 0 : 1);
      env.startFrom(new double[] {2.39, 1, 0, 0});
      assertThat(env.step(1).reward()).isEqualTo(suttonBarto ? -1 : 1);
    }
  }

  @Test
  void constantsAreOptions() {
    var physics = new CartPole.Physics(0, 1.9, 0.1, 0.25, 4, 0.5);
    var env = new SimulatedEnv<>(new CartPole(1, false, physics));
    env.startFrom(new double[] {0, 0, 0, 0.2});
    env.step(1);
    double push = 4 / 2.0;
    double angular = -push / (0.25 * (4.0 / 3 - 0.1 / 2));
    double acceleration = push - 0.1 * 0.25 * angular / 2;
    assertThat(env.state())
        .containsExactly(
            new double[] {0, 0.5 * acceleration, 0.1, 0.2 + 0.5 * angular}, within(1e-12));
  }

  @Test
  void observationSpaceIsTwiceTheLimits() {
    Box space = (Box) CartPole.env(false).observationSpace();
    assertThat(space.high())
        .containsExactly(4.8f, Float.POSITIVE_INFINITY, 0.41887903f, Float.POSITIVE_INFINITY);
    assertThat(space.low())
        .containsExactly(-4.8f, Float.NEGATIVE_INFINITY, -0.41887903f, Float.NEGATIVE_INFINITY);
  }

  @Test
  void aStepNeedsARunningEpisode() {
    var env = CartPole.env(false);
    assertThatThrownBy(() -> env.step(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("step: must follow a reset, got no running episode (call reset first)");
    env.startFrom(new double[] {2.5, 1, 0, 0});
    assertThat(env.step(0).terminated()).isTrue();
    assertThatThrownBy(() -> env.step(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void actionsOtherThanLeftAndRightAreRefused() {
    var env = CartPole.env(false);
    env.reset();
    assertThatThrownBy(() -> env.step(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("action: must be in 0..1, got 2");
  }

  @Test
  void startStatesAreChecked() {
    var env = CartPole.env(false);
    assertThatThrownBy(() -> env.startFrom(new double[2]))
        .hasMessage(
            "start: must have 4 values (position, velocity, angle, angular velocity), got 2");
    assertThatThrownBy(() -> env.startFrom(new double[] {0, 0, Double.NaN, 0}))
        .hasMessage("start[2]: must be finite, got NaN");
    env.startFrom(new double[] {0.1, 0.2, 0.05, 0.4});
    assertThat(env.state()).containsExactly(0.1, 0.2, 0.05, 0.4);
  }
}
