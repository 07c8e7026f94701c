package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.nn.Initializer;
import dev.bellman.tensor.nn.Mlp;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tangents of every operation against central differences of a reference in double.
class ForwardModeTest {
  private static final double STEP = 1e-6;

  static List<OpCases.Case> cases() {
    return OpCases.all();
  }

  @Test
  void everyOperationHasACase() {
    Set<Class<?>> covered = new HashSet<>();
    cases().forEach(c -> covered.add(c.op()));
    assertThat(covered).containsExactlyInAnyOrder(Op.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tangentIsTheDerivativeAlongTheDirection(OpCases.Case c) {
    for (boolean broughtIn : new boolean[] {true, false}) {
      close(c.name(), tangent(c, broughtIn, -1), expected(c, -1));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void constantOperandDoesNotMove(OpCases.Case c) {
    for (int i = 0; i < c.values().length; i++) {
      close(c.name() + ", constant " + i, tangent(c, true, i), expected(c, i));
    }
  }

  /// `J·v`, with every operand a parameter but one.
  private static float[] tangent(OpCases.Case c, boolean broughtIn, int constant) {
    Parameters parameters = new Parameters();
    for (int i = 0; i < c.values().length; i++) {
      parameters.add("p" + i, c.values()[i], c.shapes()[i]);
    }
    Gradients direction = direction(parameters, c.values());
    try (Scope scope = Scope.recording()) {
      Tensor[] operands = new Tensor[c.values().length];
      for (int i = 0; i < operands.length; i++) {
        Tensor parameter = parameters.get("p" + i);
        operands[i] = broughtIn || i == 0 ? parameter.in(scope) : parameter;
        operands[i] = i == constant ? scope.constant(c.values()[i], c.shapes()[i]) : operands[i];
      }
      Tensor y = c.engine().apply(operands);
      Tensor tangent = ForwardMode.tangent(y, direction);
      assertThat(tangent.shape()).isEqualTo(y.shape());
      assertThat(tangent.differentiable).isFalse();
      return tangent.toArray();
    }
  }

  private static Gradients direction(Parameters parameters, float[][] values) {
    Gradients direction = parameters.newGradients();
    double[] vector = new double[direction.size()];
    int place = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values[i].length; j++) {
        vector[place++] = v(i, j);
      }
    }
    direction.copyFrom(vector);
    return direction;
  }

  /// Where element j of operand i goes, a dyadic number.
  private static double v(int i, int j) {
    return ((i * 11 + j * 5) % 7 - 3 + 0.5) * 0.25;
  }

  private static double[] expected(OpCases.Case c, int constant) {
    double[] above = c.reference().apply(moved(c, constant, STEP));
    double[] below = c.reference().apply(moved(c, constant, -STEP));
    double[] slopes = new double[above.length];
    Arrays.setAll(slopes, i -> (above[i] - below[i]) / (2 * STEP));
    return slopes;
  }

  private static double[][] moved(OpCases.Case c, int constant, double by) {
    double[][] operands = new double[c.values().length][];
    for (int i = 0; i < operands.length; i++) {
      int operand = i;
      operands[i] = new double[c.values()[i].length];
      Arrays.setAll(
          operands[i],
          j -> c.values()[operand][j] + (operand == constant ? 0 : by * v(operand, j)));
    }
    return operands;
  }

  private static void close(String what, float[] actual, double[] expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      double tolerance = 2e-6 + 1e-5 * Math.abs(expected[i]);
      assertThat((double) actual[i])
          .as("%s [%d]", what, i)
          .isCloseTo(expected[i], within(tolerance));
    }
  }

  /// `u·(J·v) = v·(Jᵀ·u)` through a network with a parameter that is used twice.
  @Test
  void itIsTheTransposeOfTheBackwardPass() {
    Parameters parameters = new Parameters();
    var plan =
        new Mlp.Plan(
            List.of(16, 16),
            Activation.TANH,
            new Initializer.Orthogonal(1.4),
            new Initializer.Orthogonal(1));
    Rng rng = Rng.ofSeed(3);
    Mlp mlp = Mlp.create(parameters, "net", 4, 3, plan, rng);
    parameters.add("logStd", new float[] {0.25f, -0.5f, 0.125f}, 3);
    Gradients direction = parameters.newGradients();
    double[] v = new double[direction.size()];
    Arrays.setAll(v, _ -> rng.nextGaussian());
    direction.copyFrom(v);
    float[] x = floats(rng, 8 * 4);
    float[] u = floats(rng, 8 * 3);
    Gradients gradients = parameters.newGradients();
    double left = 0;
    try (Scope scope = Scope.recording()) {
      Tensor out = mlp.forward(scope.constant(x, 8, 4));
      Tensor logStd = parameters.get("logStd").expand(out.shape(), out);
      Tensor y = out.mul(logStd.exp()).add(logStd);
      float[] tangent = ForwardMode.tangent(y, direction).toArray();
      for (int i = 0; i < u.length; i++) {
        left += u[i] * tangent[i];
      }
      y.mul(scope.constant(u, 8, 3)).sum().backward(gradients);
    }
    double[] gradient = new double[v.length];
    gradients.copyTo(gradient);
    double right = 0;
    for (int i = 0; i < v.length; i++) {
      right += v[i] * gradient[i];
    }
    assertThat(left).isCloseTo(right, within(1e-5 * Math.abs(right)));
  }

  private static float[] floats(Rng rng, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) rng.nextGaussian();
    }
    return numbers;
  }

  @Test
  void whatDependsOnNoParameterStandsStill() {
    try (Scope scope = Scope.recording()) {
      Tensor y = scope.full(2, 3).exp();
      assertThat(ForwardMode.tangent(y, new Parameters().newGradients()).toArray())
          .containsExactly(0, 0, 0);
    }
  }

  @Test
  void aScopeThatRecordsNothingIsRefused() {
    try (Scope scope = Scope.inference()) {
      Tensor y = scope.full(2, 3).exp();
      assertThatThrownBy(() -> ForwardMode.tangent(y, new Parameters().newGradients()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("tangent: this scope records no graph (open it with Scope.recording())");
    }
  }
}
