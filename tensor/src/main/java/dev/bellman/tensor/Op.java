package dev.bellman.tensor;

import org.jspecify.annotations.Nullable;

/// One differentiable operation: how its value is computed and, beside it, how a gradient passes
/// back through it.
///
/// Each operation is a record that holds its operands. In a derivative `dy` is the gradient of the
/// loss with respect to the result, and [Backward#into] is where the gradient with respect to an
/// operand is added up, or null if that operand takes none. Element-wise loops are plain Java over
/// arrays that start at index 0: that is the form which the compiler turns into vector instructions
/// by itself, with the same bits as the interpreter (docs/decisions/0008).
sealed interface Op
    permits Elementwise.Add,
        Elementwise.Sub,
        Elementwise.Mul,
        Elementwise.Div,
        Elementwise.Min,
        Elementwise.Max,
        Elementwise.Affine,
        Elementwise.Clamp,
        Elementwise.Where,
        Functions.Exp,
        Functions.Log,
        Functions.Sqrt,
        Functions.Tanh,
        Functions.Sigmoid,
        Functions.Relu,
        Functions.Silu,
        Functions.Softplus,
        Reductions.Sum,
        Reductions.SumAxis,
        Reductions.MaxAxis,
        Reductions.LogSoftmax,
        Reductions.Gather,
        Matrices.MatMul,
        Matrices.Linear,
        Matrices.Transpose,
        Layouts.Expand,
        Layouts.Reshape,
        Layouts.Slice,
        Layouts.Concat {

  /// Computes the value.
  ///
  /// @param y the result; its array has any content before
  void forward(Tensor y);

  /// Adds to the gradients of the operands.
  ///
  /// @param y the result, as [#forward] left it
  /// @param dy the gradient with respect to the result
  /// @param pass where the operands' gradients are
  void backward(Tensor y, float[] dy, Backward pass);

  /// One backward pass: where gradients are added up.
  final class Backward {
    private final Scope scope;
    private final Gradients gradients;

    Backward(Scope scope, Gradients gradients) {
      this.scope = scope;
      this.gradients = gradients;
    }

    /// Where the gradient with respect to an operand is added up; null if it takes none.
    float @Nullable [] into(Tensor operand) {
      if (!operand.differentiable) {
        return null;
      }
      if (operand.op == null) {
        return gradients.of(operand);
      }
      if (operand.gradient == null) {
        operand.gradient = scope.zeros(operand.size());
      }
      return operand.gradient;
    }

    /// A buffer with any content, for this pass.
    float[] scratch(int size) {
      return scope.buffer(size);
    }
  }
}
