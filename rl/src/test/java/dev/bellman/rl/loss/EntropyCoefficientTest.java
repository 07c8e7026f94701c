package dev.bellman.rl.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.optim.Schedule;
import org.junit.jupiter.api.Test;

class EntropyCoefficientTest {
  @Test
  void aScheduleGoesByTheProgressAndMeasuresNothing() {
    var scheduled = new EntropyCoefficient.Scheduled(Schedule.linear(0.02, 0));
    EntropyCoefficient next =
        scheduled.next(
            () -> {
              throw new AssertionError("measured");
            });
    assertThat(next.at(0.5)).isEqualTo(0.01);
    assertThat(EntropyCoefficient.constant(0.25).with(3).at(1)).isEqualTo(0.25);
  }

  @Test
  void aTargetRaisesTheWeightWhileTheEntropyIsBelow() {
    var target = new EntropyCoefficient.Target(0.5, 0.01, 0.1);
    // 0.01 · e^(0.1 · 0.2)
    assertThat(target.next(() -> 0.3).at(0)).isCloseTo(0.010202013, within(1e-9));
    assertThat(target.next(() -> 0.7).at(0)).isCloseTo(0.0098019867, within(1e-9));
    assertThat(target.next(() -> 0.5)).isEqualTo(target);
  }

  @Test
  void twoStepsAddUpInLogSpace() {
    EntropyCoefficient weight = new EntropyCoefficient.Target(-1, 2, 0.5);
    weight = weight.next(() -> -2).next(() -> -1.5);
    assertThat(weight.at(0)).isCloseTo(2 * Math.exp(0.75), within(1e-12));
  }

  @Test
  void theWeightStaysWithinItsLimits() {
    assertThat(new EntropyCoefficient.Target(-9, 1e-5, 1).next(() -> 1).at(0)).isEqualTo(1e-6);
    assertThat(new EntropyCoefficient.Target(5000, 1, 1).next(() -> 1).at(0)).isEqualTo(1e6);
    var target = new EntropyCoefficient.Target(0.5, 0.01, 0.1);
    assertThat(target.next(() -> Double.NaN)).isEqualTo(target);
  }

  @Test
  void whatWasSavedComesBack() {
    assertThat(new EntropyCoefficient.Target(0.5, 0.01, 0.1).with(3))
        .isEqualTo(new EntropyCoefficient.Target(0.5, 3, 0.1));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EntropyCoefficient.constant(-1))
        .withMessage("coefficient: must be at least 0.0, got -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EntropyCoefficient.Target(0.5, 0, 0.1))
        .withMessage("coefficient: must be above 0, got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EntropyCoefficient.Target(Double.NaN, 1, 0.1))
        .withMessage("target: must be finite, got NaN");
  }
}
