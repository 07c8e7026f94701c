package dev.bellman.tensor.nn;

import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Dense layers one after the other.
///
/// @param layers the layers, first to last
public record Mlp(List<Linear> layers) {
  /// How a network is built.
  ///
  /// @param hidden the hidden layers' widths
  /// @param activation f of the hidden layers; the last layer has none
  /// @param hiddenInit how the hidden layers start
  /// @param outputInit how the last layer starts
  public record Plan(
      List<Integer> hidden,
      Activation activation,
      Initializer hiddenInit,
      Initializer outputInit) {}

  /// A network with fresh parameters.
  ///
  /// @param parameters where they are added, as `name.0.weight`, `name.0.bias`, `name.1.weight` ...
  /// @param name the network's name
  /// @param inputs the width of an input
  /// @param outputs the width of an output
  /// @param plan the layers between
  /// @param rng what to draw from
  /// @return the network
  public static Mlp create(
      Parameters parameters, String name, int inputs, int outputs, Plan plan, Rng rng) {
    List<Linear> layers = new ArrayList<>();
    int width = inputs;
    for (int next : plan.hidden) {
      layers.add(
          Linear.create(
              parameters,
              name + "." + layers.size(),
              width,
              next,
              plan.activation,
              plan.hiddenInit,
              rng));
      width = next;
    }
    layers.add(
        Linear.create(
            parameters,
            name + "." + layers.size(),
            width,
            outputs,
            Activation.IDENTITY,
            plan.outputInit,
            rng));
    return new Mlp(List.copyOf(layers));
  }

  /// Applies the network.
  ///
  /// @param x shape `[B,I]`
  /// @return shape `[B,O]`
  public Tensor forward(Tensor x) {
    return output(latent(x));
  }

  /// Applies all layers but the last.
  ///
  /// @param x shape `[B,I]`
  /// @return shape `[B,L]`
  public Tensor latent(Tensor x) {
    Tensor y = x;
    for (int i = 0; i < layers.size() - 1; i++) { // an iterator is not always optimised away
      y = layers.get(i).forward(y);
    }
    return y;
  }

  /// Applies the last layer.
  ///
  /// @param latent what [#latent] returned, shape `[B,L]`
  /// @return shape `[B,O]`
  public Tensor output(Tensor latent) {
    return layers.getLast().forward(latent);
  }

  /// Another network with this one's layers but the last, which they share.
  ///
  /// @param last a layer of L inputs
  /// @return the network
  public Mlp withOutput(Linear last) {
    List<Linear> other = new ArrayList<>(layers);
    other.set(layers.size() - 1, last);
    return new Mlp(List.copyOf(other));
  }

  /// The same network with other numbers, such as a copy of its own.
  ///
  /// @param parameters what holds them, by the names that [#create] gives
  /// @param name the network's name there
  /// @return the network
  public Mlp over(Parameters parameters, String name) {
    List<Linear> other = new ArrayList<>();
    for (Linear layer : layers) {
      String prefix = name + "." + other.size();
      other.add(
          new Linear(
              parameters.get(prefix + ".weight"),
              parameters.get(prefix + ".bias"),
              layer.activation()));
    }
    return new Mlp(List.copyOf(other));
  }

  /// The same network over the same numbers, as they are at each call, which takes no gradient
  /// itself: gradients flow through it to its input alone, and cost half as much.
  ///
  /// @return the network
  public Mlp frozen() {
    return new Mlp(layers.stream().map(Linear::frozen).toList());
  }

  /// Floating-point operations of the matrix products of one forward pass, for one row.
  ///
  /// @return 2 · Σ I·O
  public long flops() {
    return layers.stream().mapToLong(layer -> 2L * layer.weight().size()).sum();
  }
}
