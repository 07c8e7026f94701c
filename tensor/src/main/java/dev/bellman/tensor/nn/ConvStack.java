package dev.bellman.tensor.nn;

import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Convolution;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Convolutions one after the other. The result is flat, so that dense layers can follow.
///
/// @param layers the layers, first to last
public record ConvStack(List<Conv2d> layers) {
  /// One layer of a plan.
  ///
  /// @param filters how many numbers each window gives
  /// @param kernel rows and columns of a window
  /// @param stride how far the windows are apart
  /// @param padding zeros around the image
  public record Filters(int filters, int kernel, int stride, int padding) {}

  /// How a stack is built.
  ///
  /// @param layers the layers, first to last
  /// @param activation f of each layer
  /// @param initializer how they start
  public record Plan(List<Filters> layers, Activation activation, Initializer initializer) {}

  /// A stack with fresh parameters.
  ///
  /// @param parameters where they are added, as `name.0.weight`, `name.0.bias`, `name.1.weight` ...
  /// @param name the stack's name
  /// @param rows rows of an image
  /// @param columns columns of an image
  /// @param channels numbers of a pixel
  /// @param plan the layers
  /// @param rng what to draw from
  /// @return the stack
  public static ConvStack create(
      Parameters parameters, String name, int rows, int columns, int channels, Plan plan, Rng rng) {
    List<Conv2d> layers = new ArrayList<>();
    int height = rows;
    int width = columns;
    int depth = channels;
    for (Filters next : plan.layers) {
      var windows = new Convolution(height, width, depth, next.kernel, next.stride, next.padding);
      layers.add(
          Conv2d.create(
              parameters,
              name + "." + layers.size(),
              windows,
              next.filters,
              plan.activation,
              plan.initializer,
              rng));
      height = windows.outRows();
      width = windows.outColumns();
      depth = next.filters;
    }
    return new ConvStack(List.copyOf(layers));
  }

  /// Applies the stack.
  ///
  /// @param x images, shape `[B,rows·columns·channels]`
  /// @return shape `[B,L]`
  public Tensor forward(Tensor x) {
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) { // an iterator is not always optimised away
      y = layers.get(i).forward(y);
    }
    return y;
  }

  /// The width of a row of the result.
  ///
  /// @return L
  public int outputs() {
    return layers.getLast().outputs();
  }

  /// Floating-point operations of the products of one forward pass, for one image.
  ///
  /// @return the layers' sum
  public long flops() {
    return layers.stream().mapToLong(Conv2d::flops).sum();
  }
}
