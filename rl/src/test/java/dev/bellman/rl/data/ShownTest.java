package dev.bellman.rl.data;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.EnvironmentFailure;
import dev.bellman.rl.env.VecStep;
import org.junit.jupiter.api.Test;

/// What environments that write their arrays themselves show is checked too.
class ShownTest {
  private static final byte[] MASKS = {1, 0, 0, 1, 1, 1};

  private final VecStep step = step(MASKS.clone());

  private static VecStep step(byte[] masks) {
    VecStep bare = VecStep.of(3, Box.of(-1, 1, 2), Discrete.of(2));
    return new VecStep(
        bare.observations(),
        bare.states(),
        bare.rewards(),
        bare.terminated(),
        bare.truncated(),
        bare.finalObservations(),
        bare.finalStates(),
        masks);
  }

  private void refused(String message) {
    assertThatThrownBy(() -> Shown.refuseBroken("Maze", Discrete.of(2), step))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessage("environment 'Maze' " + message);
  }

  @Test
  void finiteNumbersPass() {
    step.observations()[0] = Float.MAX_VALUE;
    step.observations()[1] = -Float.MAX_VALUE;
    step.observations()[2] = Float.MIN_VALUE;
    step.rewards()[2] = -1e300;
    assertThatCode(() -> Shown.refuseBroken("Maze", Discrete.of(2), step))
        .doesNotThrowAnyException();
  }

  @Test
  void observationsThatAreNotFiniteAreNamed() {
    step.observations()[3] = Float.NaN;
    refused("[1]: observation[1] must be finite, got NaN (check what reset and step compute)");
    step.observations()[0] = Float.NEGATIVE_INFINITY;
    refused(
        "[0]: observation[0] must be finite, got -Infinity (check what reset and step compute)");
  }

  @Test
  void finalObservationsAndRewardsAreLookedAtToo() {
    step.rewards()[1] = Double.NaN;
    refused("[1]: reward must be finite, got NaN (check step)");
    step.finalObservations()[4] = Float.POSITIVE_INFINITY;
    refused(
        "[2]: final observation[0] must be finite, got Infinity (check what reset and step"
            + " compute)");
  }

  @Test
  void aMaskThatForbidsEverythingIsNamed() {
    step.actionMasks()[3] = 0;
    refused("[1]: action mask must allow an action, got only zeros (terminate the episode)");
  }
}
