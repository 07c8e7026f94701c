package dev.bellman.tensor.nn;

import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;

/// A dense layer with its activation: `f(x·W + b)`.
///
/// The weight is `[I,O]`, the transpose of PyTorch's, so that a forward pass reads it as it lies.
///
/// @param weight shape `[I,O]`
/// @param bias shape `[O]`
/// @param activation f
public record Linear(Tensor weight, Tensor bias, Activation activation) {
  /// A layer with fresh parameters.
  ///
  /// @param parameters where they are added, as `name.weight` and `name.bias`
  /// @param name the layer's name
  /// @param inputs I
  /// @param outputs O
  /// @param activation f
  /// @param initializer how they start
  /// @param rng what to draw from
  /// @return the layer
  public static Linear create(
      Parameters parameters,
      String name,
      int inputs,
      int outputs,
      Activation activation,
      Initializer initializer,
      Rng rng) {
    float[] weight = initializer.weight(inputs, outputs, rng);
    float[] bias = initializer.bias(inputs, outputs, rng);
    return new Linear(
        parameters.add(name + ".weight", weight, inputs, outputs),
        parameters.add(name + ".bias", bias, outputs),
        activation);
  }

  /// Applies the layer.
  ///
  /// @param x shape `[B,I]`
  /// @return shape `[B,O]`
  public Tensor forward(Tensor x) {
    return x.linear(weight, bias, activation);
  }

  /// The same layer over the same numbers, as they are at each call, which takes no gradient
  /// itself.
  ///
  /// @return the layer
  public Linear frozen() {
    return new Linear(weight.detach(), bias.detach(), activation);
  }
}
