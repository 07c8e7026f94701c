package dev.bellman.llm.model;

import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A dense layer, `x·W` or `x·W + b`.
///
/// @param weight W, shape `[I,O]`
/// @param bias b, shape `[O]`, or null
record Projection(Tensor weight, @Nullable Tensor bias) {
  /// The layer of a name.
  static Projection of(Parameters parameters, String name, boolean biased) {
    return new Projection(
        parameters.get(name + ".weight"), biased ? parameters.get(name + ".bias") : null);
  }

  Tensor of(Tensor x) {
    return bias == null ? x.matmul(weight) : x.linear(weight, bias, Activation.IDENTITY);
  }
}
