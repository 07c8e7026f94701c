package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;

/// Changes what environments take. Observations, rewards and ends stay, and so do masks: an
/// environment that masks actions must keep its action space.
///
/// @param <A> the type of actions outside
/// @param <B> the type of actions inside
public interface ActionWrapper<A, B> extends EnvWrapper {
  /// Makes the change for some environments.
  ///
  /// @param space what they take
  /// @param n how many there are
  /// @return the change, with the memory that it needs
  /// @throws IllegalArgumentException if the space does not fit
  ActionMap map(Space<?> space, int n);

  /// Wraps one environment.
  ///
  /// @param env the environment; owned by the result from now on
  /// @param <O> the type of observations
  /// @return the wrapped environment
  /// @throws IllegalArgumentException if the wrapper does not fit it
  default <O> Env<O, A> wrap(Env<O, B> env) {
    return new ActionEnv<>(env, map(env.actionSpace(), 1));
  }

  /// Wraps many environments, whose actions travel as [VecEnv#actionSpace] says.
  @Override
  default VecEnv wrap(VecEnv envs) {
    return new ActionVec(envs, map(envs.actionSpace(), envs.count()));
  }
}
