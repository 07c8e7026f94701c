package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A policy in use: an observation in, an action out, in the environment's own types. Confined to
/// one thread.
///
/// @param <O> observations
/// @param <A> actions
public final class Agent<O, A> {
  private final ActorCritic net;
  private final Space<O> observationSpace;
  private final Space<A> actionSpace;
  private final Actions actions;
  private final Scope scope = Scope.inference();

  private Agent(ActorCritic net, Space<O> observationSpace, Space<A> actionSpace) {
    this.net = net;
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.actions = Actions.of(1, actionSpace);
  }

  /// An agent for an environment.
  ///
  /// @param net whose policy acts
  /// @param env whose spaces the networks were made for
  /// @param <O> observations
  /// @param <A> actions
  /// @return the agent; it goes on with the networks as they are at each action
  public static <O, A> Agent<O, A> of(ActorCritic net, Env<O, A> env) {
    return new Agent<>(net, env.observationSpace(), env.actionSpace());
  }

  /// The most probable action.
  ///
  /// @param observation what is seen
  /// @return the action
  public A act(O observation) {
    return choose(observation, null, null);
  }

  /// The most probable action of those that are allowed.
  ///
  /// @param observation what is seen
  /// @param mask 0 where an action is forbidden, one byte for each discrete action, or null if none
  ///   is; not modified
  /// @return the action
  /// @throws IllegalArgumentException if the mask allows none
  public A act(O observation, byte @Nullable [] mask) {
    return choose(observation, mask, null);
  }

  /// An action drawn from the policy.
  ///
  /// @param observation what is seen
  /// @param rng what to draw from
  /// @return the action
  public A sample(O observation, Rng rng) {
    return choose(observation, null, rng);
  }

  /// An action drawn from the policy, of those that are allowed.
  ///
  /// @param observation what is seen
  /// @param mask 0 where an action is forbidden, one byte for each discrete action, or null if none
  ///   is; not modified
  /// @param rng what to draw from
  /// @return the action
  /// @throws IllegalArgumentException if the mask allows none
  public A sample(O observation, byte @Nullable [] mask, Rng rng) {
    return choose(observation, mask, rng);
  }

  private A choose(O observation, byte @Nullable [] mask, @Nullable Rng rng) {
    try (scope) {
      Distribution policy = net.policy(input(observation)).masked(maskTensor(mask));
      if (rng == null) {
        policy.mode(actions);
      } else {
        policy.sample(rng, actions);
      }
    }
    return chosen();
  }

  private Tensor input(O observation) {
    if (!observationSpace.contains(observation)) {
      throw new IllegalArgumentException(
          "observation: must lie in %s, got %s".formatted(observationSpace, observation));
    }
    int width = observationSpace.flatSize();
    return switch (observationSpace) {
      case Box _ -> scope.constant((float[]) observation, 1, width);
      case Discrete d -> scope.oneHot(new int[] {(Integer) observation - d.start()}, 0, 1, width);
    };
  }

  private @Nullable Tensor maskTensor(byte @Nullable [] mask) {
    if (mask == null) {
      return null;
    }
    float[] allowed = new float[mask.length];
    Categorical.putMask(mask, allowed);
    boolean any = false;
    for (byte action : mask) {
      any |= action != 0;
    }
    if (!any) {
      throw new IllegalArgumentException("mask: must allow an action, got only zeros");
    }
    return scope.constant(allowed, 1, allowed.length);
  }

  @SuppressWarnings("unchecked") // A is Integer for Discrete and float[] for Box
  private A chosen() {
    return switch (actionSpace) {
      case Discrete d -> (A) Integer.valueOf(d.start() + actions.discrete()[0]);
      case Box box -> {
        float[] clipped = new float[actions.continuous().length];
        box.clip(actions.continuous(), clipped);
        yield (A) clipped;
      }
    };
  }
}
