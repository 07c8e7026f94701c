package dev.bellman.rl.policy;

import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.nn.Initializer;
import dev.bellman.tensor.nn.Mlp;
import java.util.List;

/// The form of an actor for continuous actions and of its critics: dense layers, which start as
/// PyTorch's do, uniform in ±1/√inputs, biases too.
///
/// @param hidden widths of the hidden layers of each network
/// @param activation f of the hidden layers
/// @param critics how many critics learn the same, at least 1; the least of two answers too seldom
///   too much (Fujimoto et al. 2018, arXiv:1802.09477)
public record ContinuousNetworks(List<Integer> hidden, Activation activation, int critics) {
  /// Two hidden layers of 256, ReLU, two critics: what Stable-Baselines3 takes for SAC.
  public static final ContinuousNetworks DEFAULTS =
      new ContinuousNetworks(List.of(256, 256), Activation.RELU, 2);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public ContinuousNetworks {
    hidden = List.copyOf(hidden);
    for (int width : hidden) {
      Ranges.atLeastOne("hidden", width);
    }
    Ranges.atLeastOne("critics", critics);
  }

  Mlp.Plan plan() {
    var start = new Initializer.TorchDefault();
    return new Mlp.Plan(hidden, activation, start, start);
  }

  /// How wide what enters the last layer is.
  int latent(int inputs) {
    return hidden.isEmpty() ? inputs : hidden.getLast();
  }
}
