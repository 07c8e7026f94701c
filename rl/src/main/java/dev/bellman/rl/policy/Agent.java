package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
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
  private final Space<?> sentSpace;
  private final Actions actions;
  private final Scope scope = Scope.inference();

  private Agent(ActorCritic net, Space<O> observationSpace, Space<A> actionSpace) {
    this.net = net;
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.sentSpace = Actions.carried(actionSpace);
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
  /// @param mask 0 where an action is forbidden, one byte for each discrete action; not modified
  /// @return the action
  /// @throws IllegalArgumentException if the mask allows none
  public A act(O observation, byte[] mask) {
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
    var flat = new float[observationSpace.flatSize()];
    observationSpace.flatten(observation, flat, 0);
    return scope.constant(flat, 1, flat.length);
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

  private A chosen() {
    if (sentSpace instanceof Box box) {
      box.clip(actions.continuous(), actions.continuous());
    }
    return actions.get(0, actionSpace);
  }
}
