package dev.bellman.app.play;

import dev.bellman.rl.env.Space;
import dev.bellman.rl.policy.Agent;
import dev.bellman.tensor.Rng;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who chooses the actions in an environment that is shown.
///
/// @param <O> observations
/// @param <A> actions
@FunctionalInterface
public interface Decider<O, A> {
  /// Chooses an action.
  ///
  /// @param observation what is seen
  /// @param mask 0 where an action is forbidden, null if none is; not modified
  /// @return the action, or null where there is none left
  @Nullable A act(O observation, byte @Nullable [] mask);

  /// A policy that was learned.
  ///
  /// @param agent who acts
  /// @param rng what actions are drawn from; null for the most probable ones
  /// @param <O> observations
  /// @param <A> actions
  /// @return who decides
  static <O, A> Decider<O, A> of(Agent<O, A> agent, @Nullable Rng rng) {
    return (observation, mask) ->
        rng == null ? agent.act(observation, mask) : agent.sample(observation, mask, rng);
  }

  /// Random actions, of those that are allowed.
  ///
  /// @param space the actions
  /// @param rng what they are drawn from
  /// @param <O> observations
  /// @param <A> actions
  /// @return who decides
  static <O, A> Decider<O, A> random(Space<A> space, Rng rng) {
    return (_, mask) -> mask == null ? space.sample(rng) : space.sample(rng, mask);
  }

  /// Given actions in their order.
  ///
  /// @param actions the actions
  /// @param <O> observations
  /// @param <A> actions
  /// @return who decides
  static <O, A> Decider<O, A> of(List<A> actions) {
    Iterator<A> left = actions.iterator();
    return (_, _) -> left.hasNext() ? left.next() : null;
  }
}
