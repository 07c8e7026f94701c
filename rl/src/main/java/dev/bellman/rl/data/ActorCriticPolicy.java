package dev.bellman.rl.data;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The policy of an actor-critic in use.
public final class ActorCriticPolicy implements Policy {
  private final ActorCritic net;
  private final Space<?> observationSpace;
  private final Scope scope = Scope.inference();

  /// Puts networks to use.
  ///
  /// @param net whose policy acts
  /// @param observationSpace what one environment shows
  public ActorCriticPolicy(ActorCritic net, Space<?> observationSpace) {
    this.net = net;
    this.observationSpace = observationSpace;
  }

  @Override
  public void act(VecStep shown, @Nullable Rng rng, Actions out) {
    try (scope) {
      Tensor observations = Observations.current(scope, observationSpace, shown);
      Distribution policy = net.policy(observations).masked(mask(shown));
      if (rng == null) {
        policy.mode(out);
      } else {
        policy.sample(rng, out);
      }
    }
  }

  private @Nullable Tensor mask(VecStep shown) {
    byte[] allowed = shown.actionMasks();
    if (allowed == null) {
      return null;
    }
    float[] mask = scope.floats(allowed.length);
    Categorical.putMask(allowed, mask);
    return scope.constant(mask, shown.count(), allowed.length / shown.count());
  }
}
