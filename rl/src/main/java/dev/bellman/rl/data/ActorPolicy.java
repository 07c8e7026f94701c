package dev.bellman.rl.data;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The policy of an actor in use: draws from its distributions, or takes the median of each.
public final class ActorPolicy implements Policy {
  private final Function<Tensor, ? extends Distribution> actor;
  private final Space<?> observationSpace;
  private final Scope scope = Scope.inference();

  /// Puts an actor to use.
  ///
  /// @param actor the distributions for observations `[B,D]`
  /// @param observationSpace what one environment shows
  public ActorPolicy(Function<Tensor, ? extends Distribution> actor, Space<?> observationSpace) {
    this.actor = actor;
    this.observationSpace = observationSpace;
  }

  @Override
  public void act(VecStep shown, @Nullable Rng rng, Actions out) {
    try (scope) {
      Distribution policy = actor.apply(Observations.current(scope, observationSpace, shown));
      if (rng == null) {
        policy.mode(out);
      } else {
        policy.sample(rng, out);
      }
      policy.intoSpace(out);
    }
  }
}
