package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.MultiDiscrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Rng;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A policy in use on one environment: an observation in, an action out, in the environment's own
/// types. Confined to one thread.
///
/// @param <O> observations
/// @param <A> actions
public final class Agent<O, A> {
  private final Policy policy;
  private final Space<O> observationSpace;
  private final Space<A> actionSpace;
  private final VecStep shown;
  private final Actions actions;

  private Agent(
      Policy policy, Space<O> observationSpace, Space<A> actionSpace, boolean masksActions) {
    this.policy = policy;
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.shown = VecStep.of(1, observationSpace, actionSpace, masksActions);
    this.actions = Actions.of(1, actionSpace);
  }

  /// An agent for an environment.
  ///
  /// @param policy what acts
  /// @param env whose spaces the policy was made for
  /// @param <O> observations
  /// @param <A> actions
  /// @return the agent; it goes on with the policy as it is at each action
  public static <O, A> Agent<O, A> of(Policy policy, Env<O, A> env) {
    Space<A> actions = env.actionSpace();
    boolean masks = actions instanceof Discrete || actions instanceof MultiDiscrete;
    return new Agent<>(policy, env.observationSpace(), actions, masks);
  }

  /// The best action that the policy knows, or its most probable one.
  ///
  /// @param observation what is seen
  /// @return the action
  public A act(O observation) {
    return choose(observation, null, null);
  }

  /// The best of the actions that are allowed.
  ///
  /// @param observation what is seen
  /// @param mask 0 where an action is forbidden, one byte for each value of each part, or null if
  ///     none is; not modified
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
  /// @param mask 0 where an action is forbidden, one byte for each value of each part, or null if
  ///     none is; not modified
  /// @param rng what to draw from
  /// @return the action
  /// @throws IllegalArgumentException if the mask allows none
  public A sample(O observation, byte @Nullable [] mask, Rng rng) {
    return choose(observation, mask, rng);
  }

  private A choose(O observation, byte @Nullable [] mask, @Nullable Rng rng) {
    show(observation);
    allow(mask);
    policy.act(shown, rng, actions);
    return chosen();
  }

  private void show(O observation) {
    if (!observationSpace.contains(observation)) {
      throw new IllegalArgumentException(
          "observation: must lie in %s, got %s".formatted(observationSpace, observation));
    }
    if (observationSpace instanceof Discrete discrete) {
      shown.states()[0] = (Integer) observation - discrete.start();
    } else {
      observationSpace.flatten(observation, shown.observations(), 0);
    }
  }

  private void allow(byte @Nullable [] mask) {
    byte[] allowed = shown.actionMasks();
    if (allowed == null) {
      if (mask != null) {
        throw new IllegalArgumentException("mask: only discrete actions can be forbidden, got one");
      }
      return;
    }
    if (mask == null) {
      Arrays.fill(allowed, (byte) 1);
      return;
    }
    if (mask.length != allowed.length) {
      throw new IllegalArgumentException(
          "mask: must have %d values as %s has, got %d"
              .formatted(allowed.length, actionSpace, mask.length));
    }
    if (!actionSpace.allows(mask, 0)) {
      throw new IllegalArgumentException("mask: must allow an action, got only zeros");
    }
    System.arraycopy(mask, 0, allowed, 0, mask.length);
  }

  private A chosen() {
    if (Actions.carried(actionSpace) instanceof Box box) {
      box.clip(actions.continuous(), actions.continuous());
    }
    return actions.get(0, actionSpace);
  }
}
