package dev.bellman.rl.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bellman.tensor.optim.Schedule;
import org.junit.jupiter.api.Test;

class KlCoefficientTest {
  private static double next(KlCoefficient coefficient, double... divergences) {
    KlCoefficient current = coefficient;
    for (double kl : divergences) {
      current = current.next(kl);
    }
    return current.at(0);
  }

  @Test
  void adaptiveDoublesAboveOneAndAHalfTargets() {
    var beta = new KlCoefficient.Adaptive(1, 0.01);
    assertThat(next(beta, 0.0151)).isEqualTo(2);
    assertThat(next(beta, 0.0151, 0.5)).isEqualTo(4);
  }

  @Test
  void adaptiveHalvesBelowTwoThirdsOfTheTarget() {
    var beta = new KlCoefficient.Adaptive(1, 0.015);
    assertThat(next(beta, 0.0099)).isEqualTo(0.5);
    assertThat(next(beta, 0.0099, 0)).isEqualTo(0.25);
  }

  @Test
  void adaptiveStaysInBetween() {
    var beta = new KlCoefficient.Adaptive(3, 0.015);
    assertThat(next(beta, 0.0101, 0.015, 0.0224)).isEqualTo(3);
    assertThat(next(beta, Double.NaN)).isEqualTo(3);
  }

  @Test
  void bandedGoesByItsBand() {
    var beta = new KlCoefficient.Banded(1, 0.125, 0.5);
    assertThat(next(beta, 0.51)).isEqualTo(2);
    assertThat(next(beta, 0.12)).isEqualTo(0.5);
    assertThat(next(beta, 0.125, 0.3, 0.5)).isEqualTo(1);
  }

  @Test
  void controlledOnesCanComeBack() {
    double[] none = new double[200];
    assertThat(next(new KlCoefficient.Adaptive(1, 0.01), none)).isEqualTo(1e-6);
    java.util.Arrays.fill(none, 9);
    assertThat(next(new KlCoefficient.Banded(0, 0, 1), none)).isEqualTo(1e6);
  }

  @Test
  void aFixedOneFollowsItsScheduleAlone() {
    KlCoefficient beta = new KlCoefficient.Fixed(Schedule.linear(2, 0));
    assertThat(beta.next(9).at(0.5)).isEqualTo(1);
    assertThat(beta.with(7).at(0.5)).isEqualTo(1);
  }

  @Test
  void whatWasSavedComesBack() {
    assertThat(new KlCoefficient.Adaptive(1, 0.5).with(0.25))
        .isEqualTo(new KlCoefficient.Adaptive(0.25, 0.5));
    assertThat(new KlCoefficient.Banded(1, 0, 0.5).with(8))
        .isEqualTo(new KlCoefficient.Banded(8, 0, 0.5));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KlCoefficient.Adaptive(1, 0))
        .withMessage("target: must be above 0, got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KlCoefficient.Banded(1, 0.5, 0.25))
        .withMessage("klMax: must be at least klMin 0.5, got 0.25");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KlCoefficient.Fixed(Schedule.constant(-1)))
        .withMessage("beta: must be at least 0.0, got -1.0");
  }
}
