package dev.bellman.tensor;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One differentiable operation: how its value is computed and, beside it, how a gradient passes
/// back through it.
///
/// Each operation is a record that holds its operands. At its place in a round of its [Scope] the
/// record serves again when its operands and numbers are those of before, so a steady state makes
/// none; whoever makes an operation compares them first. In a derivative `dy` is the gradient of
/// the loss with respect to the result, and [Backward#into] is where the gradient with respect to
/// an operand is added up, or null if that operand takes none. Element-wise loops are plain Java
/// over arrays that start at index 0: that is the form which the compiler turns into vector
/// instructions by itself, with the same bits as the interpreter (docs/decisions/0008).
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
        Matrices.Noisy,
        Images.Convolve,
        Images.Pad,
        Lookup.Rows,
        Lookup.Scores,
        RmsNorm.Norm,
        Rotary.Rotate,
        SwiGlu.Gate,
        Attention.Causal,
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

  /// What messages call an operation, given by its class or its name.
  static String name(Object operation) {
    if (!(operation instanceof Class<?> type)) {
      return operation.toString();
    }
    String name = type.getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /// Whether two numbers have the same bits, so that an operation may serve again.
  static boolean same(float a, float b) {
    return Float.floatToRawIntBits(a) == Float.floatToRawIntBits(b);
  }

  /// A backward pass: where gradients are added up. A scope has one, for one pass after the other.
  final class Backward {
    private final Scope scope;
    private Gradients gradients = new Parameters().newGradients();

    Backward(Scope scope) {
      this.scope = scope;
    }

    /// The next pass adds the parameters' gradients up here.
    void begin(Gradients total) {
      gradients = total;
    }

    /// Where the gradient with respect to an operand is added up; null if it takes none.
    float @Nullable [] into(Tensor operand) {
      if (!operand.differentiable) {
        return null;
      }
      if (operand.scope == null) {
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
