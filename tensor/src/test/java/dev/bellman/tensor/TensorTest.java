package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Literal values of the operations, and what they refuse.
class TensorTest {
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;

  private final Scope scope = Scope.recording();

  @AfterEach
  void close() {
    scope.close();
  }

  private Tensor row(float... values) {
    return scope.constant(values, values.length);
  }

  private Tensor matrix(int rows, int columns, float... values) {
    return scope.constant(values, rows, columns);
  }

  private static void holds(Tensor actual, float... values) {
    assertThat(actual.toArray()).isEqualTo(values);
  }

  @Test
  void arithmeticWorksElementByElement() {
    Tensor a = row(1, 2, 3);
    Tensor b = row(4, -2, 0.5f);
    holds(a.add(b), 5, 0, 3.5f);
    holds(a.sub(b), -3, 4, 2.5f);
    holds(a.mul(b), 4, -4, 1.5f);
    holds(a.div(b), 0.25f, -1, 6);
    holds(a.min(b), 1, -2, 0.5f);
    holds(a.max(b), 4, 2, 3);
    holds(a.add(1), 2, 3, 4);
    holds(a.sub(1), 0, 1, 2);
    holds(a.mul(2), 2, 4, 6);
    holds(a.div(2), 0.5f, 1, 1.5f);
    holds(a.affine(-2, 1), -1, -3, -5);
    holds(a.neg(), -1, -2, -3);
    holds(a.square(), 1, 4, 9);
    holds(row(4, 0.25f).sqrt(), 2, 0.5f);
    holds(row(-3, 0.5f, 7).clamp(-1, 2), -1, 0.5f, 2);
    holds(a.greater(b), 0, 1, 1);
    holds(Tensor.where(row(1, 0, -2), a, b), 1, -2, 3);
  }

  @Test
  void functionsHaveTheirValuesAtZeroAndAtTheEnds() {
    Tensor x = row(-200, 0, 200);
    holds(x.exp(), 0, 1, INF);
    holds(row(1, 0, -1, INF).log(), 0, -INF, NAN, INF);
    holds(x.tanh(), -1, 0, 1);
    holds(x.sigmoid(), 0, 0.5f, 1);
    holds(x.relu(), 0, 0, 200);
    holds(x.silu(), -0f, 0, 200);
    holds(x.softplus(), 0, (float) StrictMath.log(2), 200);
  }

  @Test
  void operandsAreExpandedAsInNumPy() {
    Tensor a = matrix(2, 3, 1, 2, 3, 4, 5, 6);
    holds(a.add(row(10, 20, 30)), 11, 22, 33, 14, 25, 36);
    holds(a.add(matrix(2, 1, 10, 20)), 11, 12, 13, 24, 25, 26);
    holds(matrix(2, 1, 1, 2).mul(row(3, 4)), 3, 4, 6, 8);
    holds(a.mul(scope.full(2)), 2, 4, 6, 8, 10, 12);
    assertThat(scope.full(1, 2, 1, 3).add(scope.full(1, 4, 1)).shape())
        .isEqualTo(Shape.of(2, 4, 3));
    assertThatThrownBy(() -> a.add(row(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("add: shapes must agree or be 1 from the last dimension on, got [2,3] and [2]");
  }

  @Test
  void reductionsBringElementsTogether() {
    Tensor a = matrix(2, 3, 1, 5, 3, 4, 2, 6);
    holds(a.sum(), 21);
    holds(a.mean(), 3.5f);
    holds(a.sum(0), 5, 7, 9);
    holds(a.sum(-1), 9, 12);
    holds(a.mean(1), 3, 4);
    holds(a.max(0), 4, 5, 6);
    holds(a.max(1), 5, 6);
    holds(a.gather(new int[] {2, 0}), 3, 4);
    holds(scope.full(0, 2, 0).sum(1), 0, 0);
    holds(scope.full(0, 0).mean(), NAN);
  }

  @Test
  void logSoftmaxIsNormalisedWhateverTheScale() {
    float half = -(float) StrictMath.log(2);
    holds(matrix(2, 2, 3, 3, 1000, 1000).logSoftmax(), half, half, half, half);
    holds(row(-INF, 5).logSoftmax(), -INF, 0);
    holds(row(-INF, 5, 5).softmax(), 0, 0.5f, 0.5f);
  }

  @Test
  void matricesAreMultiplied() {
    Tensor a = matrix(2, 2, 1, 2, 3, 4);
    Tensor b = matrix(2, 2, 5, 6, 7, 8);
    holds(a.matmul(b), 19, 22, 43, 50);
    holds(a.transpose(), 1, 3, 2, 4);
    holds(a.linear(b, row(-20, -20), Activation.IDENTITY), -1, 2, 23, 30);
    holds(a.linear(b, row(-20, -20), Activation.RELU), 0, 2, 23, 30);
    holds(scope.full(1, 2, 0).matmul(scope.full(1, 0, 2)), 0, 0, 0, 0);
  }

  @Test
  void layoutsMoveElements() {
    Tensor a = matrix(2, 3, 1, 2, 3, 4, 5, 6);
    holds(a.slice(1, 1, 3), 2, 3, 5, 6);
    holds(a.slice(0, 1, 2), 4, 5, 6);
    holds(a.split(-1, 1, 2).get(1), 2, 3, 5, 6);
    holds(Tensor.concat(1, a, matrix(2, 1, 7, 8)), 1, 2, 3, 7, 4, 5, 6, 8);
    holds(Tensor.concat(0, a, matrix(1, 3, 7, 8, 9)), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    holds(a.reshape(3, 2), 1, 2, 3, 4, 5, 6);
    assertThat(a.reshape(3, 2).shape()).isEqualTo(Shape.of(3, 2));
  }

  @Test
  void nanIsPassedOn() {
    Tensor x = row(NAN, 1);
    Tensor y = row(1, NAN);
    holds(x.min(y), NAN, NAN);
    holds(x.max(y), NAN, NAN);
    holds(x.clamp(0, 1), NAN, 1);
    holds(x.relu(), NAN, 1);
    holds(x.max(0), NAN);
    holds(y.max(0), NAN);
    holds(x.logSoftmax(), NAN, NAN);
    holds(x.greater(y), 0, 0);
    holds(matrix(1, 2, NAN, 0).matmul(matrix(2, 1, 0, 0)), NAN);
  }

  @Test
  void valuesAreCopiedOut() {
    Tensor a = row(1, 2);
    float[] target = new float[4];
    a.copyTo(target, 1);
    assertThat(target).containsExactly(0, 1, 2, 0);
    assertThat(a.size()).isEqualTo(2);
    assertThat(row(7).item()).isEqualTo(7);
    assertThatThrownBy(a::item).hasMessage("item: must hold one element, got shape [2]");
    assertThat(a).hasToString("Tensor[2][1.0, 2.0]");
    assertThat(scope.full(1, 9))
        .hasToString("Tensor[9][1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, ...]");
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    Tensor a = matrix(2, 3, 1, 2, 3, 4, 5, 6);
    refused(
        () -> a.matmul(a),
        "matmul: inner dimensions must agree, got [2,3]·[2,3] (transpose an operand?)");
    refused(
        () -> a.linear(a, a, Activation.TANH),
        "linear: expected [B,I]·[I,O] + [O], got [2,3]·[2,3] + [2,3]");
    refused(() -> row(1).transpose(), "transpose: must have two dimensions, got [1]");
    refused(() -> a.sum(2), "sum: dimension must be in [-2, 2) for shape [2,3], got 2");
    refused(() -> a.reshape(4), "reshape: [4] must hold 6 elements as [2,3] does");
    refused(() -> a.squeeze(0), "squeeze: dimension 0 must have extent 1, got shape [2,3]");
    refused(() -> a.slice(1, 2, 4), "slice: range must be within [0, 3), got [2, 4)");
    refused(() -> a.split(1, 1, 1), "split: parts must add up to 3, got [1, 1]");
    refused(() -> a.gather(new int[] {0}), "gather: shape [2,3] needs 2 indices, got 1");
    refused(() -> a.gather(new int[] {0, 3}), "gather: index 1 must be in [0, 3), got 3");
    refused(
        () -> Tensor.concat(1, a, row(1)),
        "concat: extents other than dimension 1 must agree, got [2,3] and [1]");
    refused(() -> Tensor.concat(0), "concat: needs at least one part, got none");
    refused(() -> a.clamp(2, 1), "clamp: low must not exceed high, got 2.0 and 1.0");
    refused(
        () -> scope.full(0, 2, 0).max(1), "max: dimension 1 must not be empty, got shape [2,0]");
    refused(
        () -> scope.full(0, 2, 0).logSoftmax(),
        "logSoftmax: dimension -1 must not be empty, got shape [2,0]");
    refused(
        () -> scope.full(0).logSoftmax(),
        "logSoftmax: dimension must be in [0, 0) for shape [], got -1");
    refused(() -> scope.constant(new float[2], 3), "constant: shape [3] needs 3 values, got 2");
    refused(() -> scope.full(0, -1), "shape: extents must not be negative, got [-1]");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
