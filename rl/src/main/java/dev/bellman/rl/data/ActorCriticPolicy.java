package dev.bellman.rl.data;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.EnvironmentFailure;
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
  private final Normalizer normalizer;
  private final Scope scope = Scope.inference();

  /// Puts networks to use.
  ///
  /// @param net whose policy acts
  /// @param observationSpace what one environment shows
  public ActorCriticPolicy(ActorCritic net, Space<?> observationSpace) {
    this(net, observationSpace, Normalizer.none());
  }

  /// Puts networks to use that know normalised observations; this is shown raw ones.
  ///
  /// @param net whose policy acts
  /// @param observationSpace what one environment shows
  /// @param normalizer how they are normalised, as it is at each call; not modified
  public ActorCriticPolicy(ActorCritic net, Space<?> observationSpace, Normalizer normalizer) {
    this.net = net;
    this.observationSpace = observationSpace;
    this.normalizer = normalizer;
  }

  @Override
  public void act(VecStep shown, @Nullable Rng rng, Actions out) {
    try (scope) {
      Tensor observations = observations(shown);
      Distribution policy = net.policy(observations).masked(mask(shown));
      if (rng == null) {
        policy.mode(out);
      } else {
        policy.sample(rng, out);
      }
      policy.intoSpace(out);
    }
  }

  private Tensor observations(VecStep shown) {
    if (!normalizer.normalizesObservations()) {
      return Observations.current(scope, observationSpace, shown);
    }
    float[] normalized = scope.floats(shown.observations().length);
    normalizer.normalize(shown.observations(), normalized);
    return scope.constant(normalized, shown.count(), observationSpace.flatSize());
  }

  private @Nullable Tensor mask(VecStep shown) {
    byte[] allowed = shown.actionMasks();
    if (allowed == null) {
      return null;
    }
    refuseForbiddingAll(allowed, allowed.length / shown.count());
    float[] mask = scope.floats(allowed.length);
    Categorical.putMask(allowed, mask);
    return scope.constant(mask, shown.count(), allowed.length / shown.count());
  }

  static void refuseForbiddingAll(byte[] allowed, int width) {
    for (int from = 0; from < allowed.length; from += width) {
      int any = 0;
      for (int a = from; a < from + width; a++) {
        any |= allowed[a];
      }
      if (any == 0) {
        throw new EnvironmentFailure(
            "action mask [%d]: must allow an action, got only zeros (terminate the episode)"
                .formatted(from / width),
            null);
      }
    }
  }
}
