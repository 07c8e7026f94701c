package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// How gradients travel through expressions; the numbers are worked out by hand.
class BackwardTest {
  private final Parameters parameters = new Parameters();
  private final Tensor a = parameters.add("a", new float[] {2, -1, 3}, 3);
  private final Tensor b = parameters.add("b", new float[] {4, 5, 0.5f}, 3);
  private final Gradients gradients = parameters.newGradients();
  private final Scope scope = Scope.recording();

  private void gradientsAre(float[] expectedA, float[] expectedB) {
    assertThat(gradients.get("a")).isEqualTo(expectedA);
    assertThat(gradients.get("b")).isEqualTo(expectedB);
  }

  @Test
  void anOperandThatOccursTwiceGetsBothGradients() {
    Tensor x = a.in(scope);
    x.mul(x).sum().backward(gradients);
    gradientsAre(new float[] {4, -2, 6}, new float[3]);
    gradients.zero();
    x.add(x).sub(x).sum().backward(gradients);
    gradientsAre(new float[] {1, 1, 1}, new float[3]);
    gradients.zero();
    x.div(x).sum().backward(gradients);
    gradientsAre(new float[] {0, 0, 0}, new float[3]);
    gradients.zero();
    x.min(x).add(x.max(x)).sum().backward(gradients);
    gradientsAre(new float[] {2, 2, 2}, new float[3]);
    gradients.zero();
    Tensor.concat(0, x, x).sum().backward(gradients);
    gradientsAre(new float[] {2, 2, 2}, new float[3]);
  }

  @Test
  void aSquareMatrixTimesItselfGetsBothGradients() {
    Parameters square = new Parameters();
    Tensor w = square.add("w", new float[] {1, 2, 3, 4}, 2, 2);
    Gradients into = square.newGradients();
    Tensor x = w.in(scope);
    x.matmul(x).sum().backward(into);
    assertThat(into.get("w")).containsExactly(7, 11, 9, 13);
    into.zero();
    x.linear(x, x.slice(0, 0, 1), Activation.IDENTITY).sum().backward(into);
    assertThat(into.get("w")).containsExactly(9, 13, 9, 13);
  }

  @Test
  void gradientsAddUpOverCallsAndScopes() {
    a.mul(scope.full(1, 3)).sum().backward(gradients);
    scope.close();
    a.mul(scope.full(2, 3)).sum().backward(gradients);
    gradientsAre(new float[] {3, 3, 3}, new float[3]);
  }

  @Test
  void twoScalarsOfOneGraphAreIndependent() {
    Tensor shared = a.in(scope).mul(b);
    Tensor first = shared.sum();
    Tensor second = shared.mul(2).sum();
    first.backward(gradients);
    gradientsAre(new float[] {4, 5, 0.5f}, new float[] {2, -1, 3});
    gradients.zero();
    second.backward(gradients);
    gradientsAre(new float[] {8, 10, 1}, new float[] {4, -2, 6});
    gradients.zero();
    first.backward(gradients);
    gradientsAre(new float[] {4, 5, 0.5f}, new float[] {2, -1, 3});
  }

  @Test
  void nothingFlowsThroughDetach() {
    Tensor x = a.in(scope);
    x.mul(x.detach()).add(b.detach()).sum().backward(gradients);
    gradientsAre(new float[] {2, -1, 3}, new float[3]);
    a.in(scope).detach().sum().backward(gradients);
    gradientsAre(new float[] {2, -1, 3}, new float[3]);
  }

  @Test
  void whereSendsTheGradientToWhatWasChosen() {
    Tensor condition = scope.constant(new float[] {1, 0, 1}, 3);
    Tensor.where(condition, a, b).mul(3).sum().backward(gradients);
    gradientsAre(new float[] {3, 0, 3}, new float[] {0, 3, 0});
    gradients.zero();
    Tensor.where(a.in(scope).greater(b), a, b).sum().backward(gradients);
    gradientsAre(new float[] {0, 0, 1}, new float[] {1, 1, 0});
  }

  @Test
  void tiesGoToTheFirst() {
    Tensor same = scope.constant(new float[] {2, -1, 3}, 3);
    a.min(same).add(same.min(a)).sum().backward(gradients);
    gradientsAre(new float[] {1, 1, 1}, new float[3]);
    gradients.zero();
    a.max(same).add(same.max(a)).sum().backward(gradients);
    gradientsAre(new float[] {1, 1, 1}, new float[3]);
    gradients.zero();
    Tensor.concat(0, a.in(scope).reshape(1, 3), same.reshape(1, 3))
        .max(0)
        .sum()
        .backward(gradients);
    gradientsAre(new float[] {1, 1, 1}, new float[3]);
  }

  @Test
  void clampLetsGradientsThroughAtItsEndsAndInside() {
    a.in(scope).clamp(-1, 2).sum().backward(gradients);
    gradientsAre(new float[] {1, 1, 0}, new float[3]);
  }

  @Test
  void clippedObjectiveHasNoGradientWhereItIsClipped() {
    Tensor advantage = scope.constant(new float[] {1, 1, -1}, 3);
    Parameters ratios = new Parameters();
    Tensor ratio = ratios.add("ratio", new float[] {1.5f, 0.5f, 1.5f}, 3);
    Gradients into = ratios.newGradients();
    Tensor plain = ratio.mul(advantage);
    Tensor clipped = ratio.in(scope).clamp(0.75f, 1.25f).mul(advantage);
    Tensor objective = plain.min(clipped);
    assertThat(objective.toArray()).containsExactly(1.25f, 0.5f, -1.5f);
    objective.sum().backward(into);
    assertThat(into.get("ratio")).containsExactly(0, 1, -1);
  }

  @Test
  void parametersMixWithTensorsOfAScope() {
    Tensor x = scope.constant(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    x.mul(a).add(b).sum().backward(gradients);
    gradientsAre(new float[] {5, 7, 9}, new float[] {2, 2, 2});
  }

  @Test
  void aScopeThatRecordsNothingHasNoGradients() {
    Tensor loss = a.in(Scope.inference()).sum();
    assertThatThrownBy(() -> loss.backward(gradients))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("backward: this scope records no graph (open it with Scope.recording())");
  }

  @Test
  void onlyScalarsHaveGradientsAndOnlyWithRespectToKnownParameters() {
    assertThatThrownBy(() -> a.in(scope).backward(gradients))
        .hasMessage("backward: must start at a scalar, got shape [3]");
    Gradients others = new Parameters().newGradients();
    assertThatThrownBy(() -> a.in(scope).sum().backward(others))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("backward: a parameter of shape [3] is not among those the gradients are for");
  }

  /// Few rows take another way through the transpose; what a row gets does not depend on it.
  @Test
  void fewRowsGetTheBitsThatTheyGetAmongMany() {
    float[] many = inputGradient(80);
    float[] few = inputGradient(3);
    assertThat(few).isEqualTo(java.util.Arrays.copyOf(many, 3 * 40));
  }

  /// The gradient of rows of 40 numbers, through two layers of 50 that share them.
  private static float[] inputGradient(int rows) {
    Rng rng = Rng.ofSeed(1);
    Parameters parameters = new Parameters();
    Tensor first = parameters.add("first", numbers(rng, 2000), 40, 50);
    Tensor second = parameters.add("second", numbers(rng, 2000), 40, 50);
    Tensor bias = parameters.add("bias", numbers(rng, 50), 50);
    Tensor x = parameters.add("x", numbers(rng, rows * 40), rows, 40);
    Gradients gradients = parameters.newGradients();
    try (Scope scope = Scope.recording()) {
      Tensor in = x.in(scope);
      Tensor sum = in.linear(first, bias, Activation.TANH);
      sum = sum.mul(in.linear(second, bias, Activation.RELU));
      sum.sum().backward(gradients);
    }
    return gradients.get("x");
  }

  private static float[] numbers(Rng rng, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) rng.uniform(-1, 1);
    }
    return numbers;
  }
}
