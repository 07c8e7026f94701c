package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;

/// Changes what environments show. Rewards, ends, masks and actions stay.
///
/// @param <O> the type of observations inside
/// @param <P> the type of observations outside
public interface ObservationWrapper<O, P> extends EnvWrapper {
  /// Makes the change for some environments.
  ///
  /// @param space what they show
  /// @param n how many there are
  /// @return the change, with the memory that it needs
  /// @throws IllegalArgumentException if the space does not fit
  ObservationMap map(Space<?> space, int n);

  /// Wraps one environment.
  ///
  /// @param env the environment; owned by the result from now on
  /// @param <A> the type of actions
  /// @return the wrapped environment
  /// @throws IllegalArgumentException if the wrapper does not fit it
  default <A> Env<P, A> wrap(Env<? extends O, A> env) {
    return new ObservationEnv<>(env, map(env.observationSpace(), 1));
  }

  @Override
  default VecEnv wrap(VecEnv envs) {
    return new ObservationVec(envs, map(envs.observationSpace(), envs.count()));
  }
}
