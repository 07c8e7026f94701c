package dev.bellman.rl.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.Rng;
import org.junit.jupiter.api.Test;

class QuantileHuberTest {
  private static float loss(double kappa, float[] theta, float[] target, float[] gradient) {
    int k = theta.length;
    return new QuantileHuber(kappa)
        .of(theta, 0, k, target, 0, target.length, new float[k], gradient);
  }

  @Test
  void lossAndGradientOfTwoQuantiles() {
    // levels 1/4 and 3/4; L(2) = 1.5, L(-0.5) = 0.125
    float[] gradient = new float[2];
    float loss = loss(1, new float[] {0, 0}, new float[] {2, -0.5f}, gradient);
    assertThat(loss).isEqualTo((0.25f * 1.5f + 0.75f * 0.125f + 0.75f * 1.5f + 0.25f * 0.125f) / 2);
    assertThat(gradient).containsExactly(0.0625f, -0.3125f);
  }

  @Test
  void aWiderLimitIsSquareForLonger() {
    // κ = 2: L(2) = 2, L(-0.5) = 0.125, divided by κ
    float[] gradient = new float[2];
    float loss = loss(2, new float[] {0, 0}, new float[] {2, -0.5f}, gradient);
    assertThat(loss).isEqualTo(0.53125f);
    assertThat(gradient).containsExactly(-0.03125f, -0.34375f);
  }

  @Test
  void oneQuantileIsTheMedian() {
    float[] gradient = new float[1];
    assertThat(loss(1, new float[] {1}, new float[] {0, 1, 2}, gradient)).isEqualTo(1 / 6f);
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
      assertThat((above - below) / 2e-2).isCloseTo(gradient[i], within(2e-3));
    }
  }

  @Test
  void refusesALimitOfZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QuantileHuber(0))
        .withMessage("kappa: must be above 0, got 0.0");
  }
}
