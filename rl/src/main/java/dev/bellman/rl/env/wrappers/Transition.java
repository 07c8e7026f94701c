package dev.bellman.rl.env.wrappers;

/// One step of one environment, in its own types.
///
/// @param observation what was seen before
/// @param action what was done
/// @param reward what the environment paid
/// @param next what it led to, also when the episode ended with it
/// @param terminated whether the task itself ended
/// @param truncated whether the episode was cut from outside
/// @param <O> the type of observations
/// @param <A> the type of actions
public record Transition<O, A>(
    O observation, A action, double reward, O next, boolean terminated, boolean truncated) {}
