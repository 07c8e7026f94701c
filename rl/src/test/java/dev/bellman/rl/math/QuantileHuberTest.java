package dev.bellman.rl.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.Rng;
import org.junit.jupiter.api.Test;

class QuantileHuberTest {
  private static double loss(double kappa, float[] theta, float[] target, float[] gradient) {
    var huber = new QuantileHuber(target.length, kappa);
    return huber.of(theta, 0, theta.length, target, 0, gradient);
  }

  @Test
  void lossAndGradientOfTwoQuantiles() {
    // levels 1/4 and 3/4; L(2) = 1.5, L(-0.5) = 0.125
    float[] gradient = new float[2];
    double loss = loss(1, new float[] {0, 0}, new float[] {2, -0.5f}, gradient);
    assertThat(loss).isEqualTo((0.25 * 1.5 + 0.75 * 0.125 + 0.75 * 1.5 + 0.25 * 0.125) / 2);
    assertThat(gradient).containsExactly(0.0625f, -0.3125f);
  }

  @Test
  void aWiderLimitIsSquareForLonger() {
    // κ = 2: L(2) = 2, L(-0.5) = 0.125, divided by κ
    float[] gradient = new float[2];
    double loss = loss(2, new float[] {0, 0}, new float[] {2, -0.5f}, gradient);
    assertThat(loss).isEqualTo(0.53125);
    assertThat(gradient).containsExactly(-0.03125f, -0.34375f);
  }

  @Test
  void oneQuantileIsTheMedian() {
    float[] gradient = new float[1];
    assertThat(loss(1, new float[] {1}, new float[] {0, 1, 2}, gradient))
        .isCloseTo(1 / 6.0, within(1e-15));
    assertThat(gradient).containsExactly(0);
  }

  @Test
  void gradientIsTheSlope() {
    Rng rng = Rng.ofSeed(4);
    float[] theta = new float[7];
    float[] target = new float[5];
    for (int i = 0; i < 7; i++) {
      theta[i] = (float) rng.nextGaussian();
      target[i % 5] = (float) (2 * rng.nextGaussian());
    }
    float[] gradient = new float[7];
    loss(0.5, theta, target, gradient);
    for (int i = 0; i < 7; i++) {
      float[] moved = theta.clone();
      moved[i] += 1e-2f;
      double above = loss(0.5, moved, target, new float[7]);
      moved[i] -= 2e-2f;
      double below = loss(0.5, moved, target, new float[7]);
      assertThat((above - below) / 2e-2).isCloseTo(gradient[i], within(1e-2));
    }
  }

  @Test
  void isTheSumOverAllPairs() {
    Rng rng = Rng.ofSeed(8);
    float[] theta = new float[9];
    float[] target = new float[6];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = (float) (100 + 2 * rng.nextGaussian());
      target[i % 6] = (float) (100 + 2 * rng.nextGaussian());
    }
    theta[3] = target[2];
    theta[4] = target[1] + 1;
    double expected = 0;
    for (int i = 0; i < theta.length; i++) {
      for (float value : target) {
        double u = (double) value - theta[i];
        double huber = Math.abs(u) <= 1 ? u * u / 2 : Math.abs(u) - 0.5;
        expected += Math.abs((i + 0.5) / 9 - (u < 0 ? 1 : 0)) * huber / 6;
      }
    }
    assertThat(loss(1, theta, target, new float[9])).isCloseTo(expected, within(1e-9));
  }

  @Test
  void whatIsNotFiniteShows() {
    float[] gradient = new float[2];
    assertThat(loss(1, new float[] {0, 1}, new float[] {Float.NaN, 0}, gradient)).isNaN();
    assertThat(loss(1, new float[] {Float.NaN, 1}, new float[] {0, 0}, gradient)).isNaN();
  }

  @Test
  void refusesALimitOfZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QuantileHuber(1, 0))
        .withMessage("kappa: must be above 0, got 0.0");
  }
}
