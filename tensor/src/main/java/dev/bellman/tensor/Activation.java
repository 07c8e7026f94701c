package dev.bellman.tensor;

/// The function applied to each element after a dense layer.
public enum Activation {
  /// `x`.
  IDENTITY,
  /// `max(x, 0)`.
  RELU,
  /// `tanh(x)`.
  TANH,
  /// `1 / (1 + e^-x)`.
  SIGMOID,
  /// `x · sigmoid(x)`.
  SILU,
  /// `log(1 + e^x)`.
  SOFTPLUS;

  /// Applies the function.
  ///
  /// @param x any tensor
  /// @return a tensor of the same shape
  public Tensor of(Tensor x) {
    return switch (this) {
      case IDENTITY -> x;
      case RELU -> x.relu();
      case TANH -> x.tanh();
      case SIGMOID -> x.sigmoid();
      case SILU -> x.silu();
      case SOFTPLUS -> x.softplus();
    };
  }

  /// Whether the derivative can be computed from the result alone, so that a fused layer need not
  /// keep `x`.
  boolean fromResult() {
    return this != SILU && this != SOFTPLUS;
  }
}
