package dev.bellman.rl.policy;

import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.nn.Mlp;

/// A network that chooses one action for each observation: `tanh(network(s))`, in the units of
/// [BoxUnits].
public final class TanhActor {
  private static final String NAME = "actor";

  private final Parameters parameters;
  private final Mlp net;

  private TanhActor(Parameters parameters, Mlp net) {
    this.parameters = parameters;
    this.net = net;
  }

  /// A fresh actor.
  ///
  /// @param form its form
  /// @param observationSize D
  /// @param actionSize A
  /// @param rng what to draw the first weights from
  /// @return the actor
  public static TanhActor create(
      ContinuousNetworks form, int observationSize, int actionSize, Rng rng) {
    Parameters parameters = new Parameters();
    Mlp net = Mlp.create(parameters, NAME, observationSize, actionSize, form.plan(), rng);
    return new TanhActor(parameters, net);
  }

  /// Another of the same form with a copy of the numbers, which takes no gradient: a target
  /// network.
  ///
  /// @return the copy
  public TanhActor target() {
    Parameters copy = parameters.copy();
    return new TanhActor(copy, net.over(copy, NAME).frozen());
  }

  /// {@return its numbers}
  public Parameters parameters() {
    return parameters;
  }

  /// Chooses actions.
  ///
  /// @param observations s, `[B,D]`
  /// @return `[B,A]`, each coordinate in [-1, 1]
  public Tensor actions(Tensor observations) {
    return net.forward(observations).tanh();
  }
}
