package dev.bellman.rl.env.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.probe.Riccati.Law;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Literals to 15 digits: SciPy 1.17.1, `solve_discrete_are(sqrt(g) * A, sqrt(g) * B, Q, R)`.
class RiccatiTest {
  private static final Matrix ONE = Matrix.diagonal(1);

  private static LinearQuadraticProblem scalar(double noise, double startRange) {
    return new LinearQuadraticProblem(ONE, ONE, ONE, ONE, noise, startRange);
  }

  private static LinearQuadraticProblem doubleIntegrator() {
    return new LinearQuadraticProblem(
        Matrix.of(new double[][] {{1, 1}, {0, 1}}),
        Matrix.of(new double[][] {{0}, {1}}),
        Matrix.diagonal(1, 1),
        ONE,
        0,
        1);
  }

  private static void assertClose(Matrix actual, double... expected) {
    assertThat(actual.values()).containsExactly(expected, within(1e-12));
  }

  @Test
  void theScalarCostIsTheGoldenRatio() {
    Law law = Riccati.stationary(scalar(0, 1), 1);
    assertClose(law.cost(), (1 + Math.sqrt(5)) / 2);
    assertClose(law.gain(), (Math.sqrt(5) - 1) / 2);
    assertThat(law.noiseCost()).isZero();
    assertThat(law.control(new double[] {2}))
        .containsExactly(new double[] {1 - Math.sqrt(5)}, within(1e-12));
  }

  @Test
  void discountOfAHalfMakesItTheRootOfTwo() {
    Law law = Riccati.stationary(scalar(0, 1), 0.5);
    assertClose(law.cost(), Math.sqrt(2));
    assertClose(law.gain(), Math.sqrt(2) - 1);
  }

  @Test
  void theDoubleIntegratorAgreesWithSciPy() {
    Law law = Riccati.stationary(doubleIntegrator(), 1);
    assertClose(
        law.cost(), 2.947122966707005, 2.369205407092458, 2.369205407092458, 4.613134260996167);
    assertClose(law.gain(), 0.422082440385453, 1.243928853903713);
    Law discounted = Riccati.stationary(doubleIntegrator(), 0.9);
    assertClose(
        discounted.cost(),
        2.701036414384083,
        2.089217999200781,
        2.089217999200781,
        4.270952543936673);
    assertClose(discounted.gain(), 0.388181584816695, 1.181734544735886);
  }

  @Test
  void severalControlsAgreeWithSciPy() {
    var problem =
        new LinearQuadraticProblem(
            Matrix.of(new double[][] {{1.01, 0.01, 0}, {0.01, 1.01, 0.01}, {0, 0.01, 1.01}}),
            Matrix.diagonal(1, 1, 1),
            Matrix.diagonal(1, 1, 1).times(1e-3),
            Matrix.diagonal(1, 1, 1),
            1,
            0);
    Law law = Riccati.stationary(problem, 1);
    assertThat(law.gain().values())
        .startsWith(
            new double[] {0.043730946606753, 0.012508643247145, 0.001269358445313}, within(1e-12));
    assertThat(law.averageReward()).isCloseTo(-0.1372871659781176, within(1e-11));
  }

  @Test
  void oneStepHasNoReasonToAct() {
    List<Law> laws = Riccati.finite(scalar(3, 1), 1, 1);
    assertThat(laws).hasSize(1);
    assertClose(laws.getFirst().gain(), 0);
    assertClose(laws.getFirst().cost(), 1);
    assertThat(laws.getFirst().noiseCost()).isZero();
  }

  @Test
  void stepsBackInTimeAreWorkedByHand() {
    // P: 1, 1 + 1 - 1/2 = 3/2, 1 + 3/2 - (9/4)/(5/2) = 8/5; K: 0, 1/2, 3/5; c: 0, 4, 4 + 6.
    List<Law> laws = Riccati.finite(scalar(2, 1), 1, 3);
    assertClose(laws.get(2).cost(), 1);
    assertClose(laws.get(1).cost(), 1.5);
    assertClose(laws.get(0).cost(), 1.6);
    assertClose(laws.get(1).gain(), 0.5);
    assertClose(laws.get(0).gain(), 0.6);
    assertThat(laws.get(1).noiseCost()).isEqualTo(4);
    assertThat(laws.get(0).noiseCost()).isEqualTo(10);
    assertThat(laws.get(0).value(new double[] {5})).isCloseTo(-50, within(1e-12));
    assertThat(laws.get(0).expectedReturn()).isCloseTo(-10 - 1.6 / 3, within(1e-12));
  }

  @Test
  void aLongHorizonComesToTheStationaryLaw() {
    var problem = LinearQuadraticProblem.mass(2, 2, 0.1);
    Law far = Riccati.finite(problem, 0.95, 1000).getFirst();
    Law stationary = Riccati.stationary(problem, 0.95);
    assertThat(far.gain().values()).containsExactly(stationary.gain().values(), within(1e-12));
    assertThat(far.noiseCost()).isCloseTo(stationary.noiseCost(), within(1e-10));
  }

  @Test
  void noiseWithoutEndAndDiscountCostsInfinitelyMuch() {
    Law law = Riccati.stationary(scalar(1, 1), 1);
    assertThat(law.expectedReturn()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(law.averageReward()).isCloseTo(-(1 + Math.sqrt(5)) / 2, within(1e-12));
    assertThat(Riccati.stationary(scalar(1, 0), 0.5).expectedReturn())
        .isCloseTo(-Math.sqrt(2), within(1e-12));
  }

  @Test
  void whatNoControlReachesMustNotGrow() {
    var problem =
        new LinearQuadraticProblem(Matrix.diagonal(1.1), Matrix.diagonal(0), ONE, ONE, 0, 1);
    assertThatThrownBy(() -> Riccati.stationary(problem, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Riccati: must converge, got a cost that grows without end"
                + " (can B reach what A lets grow?)");
    assertThat(Riccati.stationary(problem, 0.5).cost().get(0, 0))
        .isCloseTo(1 / (1 - 0.5 * 1.21), within(1e-12));
  }

  @Test
  void gammaAndHorizonAreChecked() {
    assertThatThrownBy(() -> Riccati.stationary(scalar(0, 1), 0))
        .hasMessage("gamma: must be in (0, 1], got 0.0");
    assertThatThrownBy(() -> Riccati.finite(scalar(0, 1), 1.1, 5))
        .hasMessage("gamma: must be in (0, 1], got 1.1");
    assertThatThrownBy(() -> Riccati.finite(scalar(0, 1), 1, 0))
        .hasMessage("horizon: must be at least 1, got 0");
  }

  @Test
  void problemsAreChecked() {
    assertThatThrownBy(() -> new LinearQuadraticProblem(ONE, Matrix.diagonal(1, 1), ONE, ONE, 0, 1))
        .hasMessage("LinearQuadraticProblem.B: must have shape [1,2], got [2,2]");
    assertThatThrownBy(() -> new LinearQuadraticProblem(ONE, ONE, ONE, Matrix.diagonal(0), 0, 1))
        .hasMessage("LinearQuadraticProblem.R: matrix: must be positive definite, got [0.0]");
    assertThatThrownBy(() -> new LinearQuadraticProblem(ONE, ONE, Matrix.diagonal(-1), ONE, 0, 1))
        .hasMessageStartingWith("LinearQuadraticProblem.Q: matrix: must be positive definite");
    assertThatThrownBy(
            () -> new LinearQuadraticProblem(Matrix.diagonal(Double.NaN), ONE, ONE, ONE, 0, 1))
        .hasMessage("LinearQuadraticProblem.A: must be finite, got [NaN]");
    assertThatThrownBy(() -> scalar(-1, 1))
        .hasMessage("environment.noise: must be finite and at least 0, got -1.0");
    assertThat(new LinearQuadraticProblem(ONE, ONE, Matrix.diagonal(0), ONE, 0, 1).states())
        .isEqualTo(1);
  }

  @Test
  void matricesMultiplyAndSolve() {
    Matrix m = Matrix.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(m.times(m.transpose())).hasToString("[14.0, 32.0; 32.0, 77.0]");
    assertThat(m.times(new double[] {1, 0, -1})).containsExactly(-2, -2);
    Matrix spd = Matrix.of(new double[][] {{4, 2}, {2, 3}});
    assertClose(spd.solve(Matrix.of(new double[][] {{8}, {7}})), 1.25, 1.5);
    assertThatThrownBy(() -> m.times(m))
        .hasMessage("matrix times: shapes must fit, got [2,3] and [2,3]");
    assertThatThrownBy(() -> Matrix.of(new double[] {1, 2}, new double[] {3}))
        .hasMessage("matrix: row 1 must have 2 values as row 0 has, got 1");
    assertThatThrownBy(() -> Matrix.of(new double[][] {{1, 2}, {0, 1}}).solve(spd))
        .hasMessage("matrix: must be symmetric, got [1.0, 2.0; 0.0, 1.0]");
  }
}
