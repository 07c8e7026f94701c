package dev.bellman.tensor.nn;

import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Convolution;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;

/// A 2-dimensional convolution with its activation: `f(x ⋆ W + b)`; see [Convolution] for how
/// images lie.
///
/// @param weight shape `[kernel·kernel·channels,O]`, the window's rows first, its channels last
/// @param bias shape `[O]`
/// @param convolution the windows
/// @param activation f
public record Conv2d(Tensor weight, Tensor bias, Convolution convolution, Activation activation) {
  /// A layer with fresh parameters.
  ///
  /// @param parameters where they are added, as `name.weight` and `name.bias`
  /// @param name the layer's name
  /// @param convolution the windows
  /// @param filters O
  /// @param activation f
  /// @param initializer how they start; a filter has as many inputs as a window has numbers
  /// @param rng what to draw from
  /// @return the layer
  public static Conv2d create(
      Parameters parameters,
      String name,
      Convolution convolution,
      int filters,
      Activation activation,
      Initializer initializer,
      Rng rng) {
    int inputs = convolution.window();
    float[] weight = initializer.weight(inputs, filters, rng);
    float[] bias = initializer.bias(inputs, filters, rng);
    return new Conv2d(
        parameters.add(name + ".weight", weight, inputs, filters),
        parameters.add(name + ".bias", bias, filters),
        convolution,
        activation);
  }

  /// Applies the layer.
  ///
  /// @param x images, shape `[B,rows·columns·channels]`
  /// @return shape `[B,outRows·outColumns·O]`
  public Tensor forward(Tensor x) {
    return convolution.apply(x, weight, bias, activation);
  }

  /// The width of a row of the result.
  ///
  /// @return outRows · outColumns · O
  public int outputs() {
    return convolution.outRows() * convolution.outColumns() * bias.size();
  }

  /// Floating-point operations of the products of one forward pass, for one image.
  ///
  /// @return 2 · outRows · outColumns · window · O
  public long flops() {
    return 2L * convolution.outRows() * convolution.outColumns() * weight.size();
  }
}
