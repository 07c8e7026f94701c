package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation against a reference in double, whose derivatives are central differences.
class OpDerivativesTest {
  private static final double STEP = 1e-6;

  /// Operands, the result and the gradients of `Σ upstream · y`.
  private record Result(Class<?> op, float[] values, float[][] gradients) {}

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
  void valueAndDerivativesAreThoseOfTheReference(OpCases.Case c) {
    Result result = compute(c, true, -1);
    assertThat(result.op).isEqualTo(c.op());
    double[][] operands = new double[c.values().length][];
    Arrays.setAll(operands, i -> widen(c.values()[i]));
    close(c.name(), result.values, c.reference().apply(operands));
    for (int i = 0; i < operands.length; i++) {
      double[] expected = new double[operands[i].length];
      for (int j = 0; j < expected.length; j++) {
        expected[j] = derivative(c, operands, operands[i], j);
      }
      close(c.name() + ", operand " + i, result.gradients[i], expected);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void parametersUsedDirectlyGiveTheSameBits(OpCases.Case c) {
    if (c.values().length > 1) {
      assertSame(c, compute(c, false, -1), -1);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void constantOperandTakesNoGradientAndLeavesTheOthersAlone(OpCases.Case c) {
    for (int i = 0; i < c.values().length; i++) {
      assertSame(c, compute(c, true, i), i);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inferenceGivesTheSameBitsWithoutGraph(OpCases.Case c) {
    try (Scope scope = Scope.inference()) {
      Tensor y = c.engine().apply(operands(c, scope, parameters(c), true, -1));
      assertThat(y.differentiable).isFalse();
      assertThat(y.toArray()).isEqualTo(compute(c, true, -1).values);
    }
  }

  /// In one scope, an operation comes to stand where another of its kind stood.
  @Test
  void whatStoodAtThePlaceBeforeDoesNotMatter() {
    Scope scope = Scope.recording();
    for (OpCases.Case c : cases()) {
      Result alone = compute(c, true, -1);
      for (OpCases.Case before : cases()) {
        if (before.op() == c.op() && Arrays.deepEquals(before.shapes(), c.shapes())) {
          for (int round = 0; round < 7; round++) {
            compute(scope, before, true, -1);
          }
          for (int round = 0; round < 8; round++) {
            Result result = compute(scope, c, true, -1);
            assertThat(result.values).as(c.name()).isEqualTo(alone.values);
            assertThat(result.gradients).as(c.name()).isDeepEqualTo(alone.gradients);
          }
        }
      }
    }
  }

  /// One operand is replaced while all others stay, and so does the place of the operation.
  @Test
  void whatItWasComputedFromBeforeDoesNotMatter() {
    Scope scope = Scope.recording();
    for (OpCases.Case c : cases()) {
      for (int i = 0; i < c.values().length; i++) {
        for (int round = 0; round < 8; round++) {
          replaced(scope, c, -1);
        }
        float[] expected = replaced(Scope.recording(), c, i);
        for (int round = 0; round < 8; round++) {
          assertThat(replaced(scope, c, i)).as(c.name()).isEqualTo(expected);
        }
      }
    }
  }

  private static float[] replaced(Scope scope, OpCases.Case c, int operand) {
    try (scope) {
      Tensor[] operands = operands(c, scope, parameters(c), true, -1);
      for (int i = 0; i < operands.length; i++) {
        Tensor half = operands[i].mul(0.5f);
        operands[i] = i == operand ? half : operands[i];
      }
      return c.engine().apply(operands).toArray();
    }
  }

  private static void assertSame(OpCases.Case c, Result result, int constant) {
    Result plain = compute(c, true, -1);
    assertThat(result.values).isEqualTo(plain.values);
    for (int i = 0; i < plain.gradients.length; i++) {
      float[] expected = i == constant ? new float[plain.gradients[i].length] : plain.gradients[i];
      assertThat(result.gradients[i]).as("operand %d", i).isEqualTo(expected);
    }
  }

  private static Result compute(OpCases.Case c, boolean broughtIn, int constant) {
    return compute(Scope.recording(), c, broughtIn, constant);
  }

  private static Result compute(Scope scope, OpCases.Case c, boolean broughtIn, int constant) {
    Parameters parameters = parameters(c);
    Gradients gradients = parameters.newGradients();
    try (scope) {
      Tensor y = c.engine().apply(operands(c, scope, parameters, broughtIn, constant));
      float[] weights = new float[y.size()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) upstream(i);
      }
      y.mul(scope.constant(weights, y.shape().toArray())).sum().backward(gradients);
      float[][] arrays = new float[c.values().length][];
      Arrays.setAll(arrays, i -> gradients.get("p" + i));
      return new Result(y.op == null ? Void.class : y.op.getClass(), y.toArray(), arrays);
    }
  }

  private static Parameters parameters(OpCases.Case c) {
    Parameters parameters = new Parameters();
    for (int i = 0; i < c.values().length; i++) {
      parameters.add("p" + i, c.values()[i], c.shapes()[i]);
    }
    return parameters;
  }

  private static Tensor[] operands(
      OpCases.Case c, Scope scope, Parameters parameters, boolean broughtIn, int constant) {
    Tensor[] operands = new Tensor[c.values().length];
    for (int i = 0; i < operands.length; i++) {
      Tensor parameter = parameters.get("p" + i);
      operands[i] = broughtIn || i == 0 ? parameter.in(scope) : parameter;
      operands[i] = i == constant ? scope.constant(c.values()[i], c.shapes()[i]) : operands[i];
    }
    return operands;
  }

  private static double derivative(OpCases.Case c, double[][] operands, double[] operand, int j) {
    double middle = operand[j];
    operand[j] = middle + STEP;
    double above = weighted(c.reference().apply(operands));
    operand[j] = middle - STEP;
    double below = weighted(c.reference().apply(operands));
    operand[j] = middle;
    return (above - below) / (2 * STEP);
  }

  private static double weighted(double[] y) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += upstream(i) * y[i];
    }
    return sum;
  }

  /// The gradient that arrives at element i, a dyadic number.
  private static double upstream(int i) {
    return (i * 5 % 7 - 3 + 0.5) * 0.25;
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  private static void close(String what, float[] actual, double[] expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      double tolerance = 2e-6 + 1e-5 * Math.abs(expected[i]);
      assertThat((double) actual[i])
          .as("%s [%d]", what, i)
          .isCloseTo(expected[i], org.assertj.core.api.Assertions.within(tolerance));
    }
  }
}
