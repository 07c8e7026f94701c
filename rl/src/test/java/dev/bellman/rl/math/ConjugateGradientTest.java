package dev.bellman.rl.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConjugateGradientTest {
  /// `[[4, 1], [1, 3]]`.
  private static void product(double[] v, double[] out) {
    out[0] = 4 * v[0] + v[1];
    out[1] = v[0] + 3 * v[1];
  }

  private static ConjugateGradient solver(int iterations) {
    return new ConjugateGradient(new ConjugateGradient.Config(iterations, 1e-20), 2);
  }

  @Test
  void twoStepsSolveTwoEquations() {
    double[] x = {7, 7};
    double residual = solver(2).solve(ConjugateGradientTest::product, new double[] {1, 2}, x);
    assertThat(x).containsExactly(new double[] {1 / 11.0, 7 / 11.0}, within(1e-15));
    assertThat(residual).isLessThan(1e-15);
  }

  @Test
  void oneStepGoesAlongTheRightSide() {
    double[] x = new double[2];
    double residual = solver(1).solve(ConjugateGradientTest::product, new double[] {1, 2}, x);
    // b·b / b·A·b = 5/20
    assertThat(x).containsExactly(0.25, 0.5);
    // b - A·x = (1 - 1.5, 2 - 1.75)
    assertThat(residual).isCloseTo(Math.sqrt(0.3125), within(1e-15));
  }

  @Test
  void nothingIsDoneForNothing() {
    double[] x = {7, 7};
    assertThat(solver(5).solve(ConjugateGradientTest::product, new double[2], x)).isZero();
    assertThat(x).containsExactly(0, 0);
  }

  @Test
  void aSingularMatrixIsSolvedInItsRange() {
    double[] x = new double[2];
    solver(5)
        .solve(
            (v, out) -> {
              out[0] = v[0] - v[1];
              out[1] = v[1] - v[0];
            },
            new double[] {1, -1},
            x);
    assertThat(x).containsExactly(0.5, -0.5);
  }

  @Test
  void whatIsNoCountIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConjugateGradient.Config(0, 0))
        .withMessage("iterations: must be at least 1, got 0");
  }
}
