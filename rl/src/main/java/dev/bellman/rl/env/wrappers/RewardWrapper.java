package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;

/// Changes what environments pay. Observations, ends, masks and actions stay.
///
/// @param <O> the type of observations that it needs to know, [Object] for any
/// @param <A> the type of actions that it needs to know, [Object] for any
public interface RewardWrapper<O, A> extends EnvWrapper {
  /// Makes the change for some environments.
  ///
  /// @param observationSpace what they show
  /// @param actionSpace what they take
  /// @param n how many there are
  /// @return the change, with the memory that it needs
  /// @throws IllegalArgumentException if a space does not fit
  RewardMap map(Space<?> observationSpace, Space<?> actionSpace, int n);

  /// Wraps one environment. The info of its steps has the value `reward_terms`, the map's
  /// [RewardMap#terms] of the step ([Double] by name), if there are any.
  ///
  /// @param env the environment; owned by the result from now on
  /// @param <P> the type of observations
  /// @param <B> the type of actions
  /// @return the wrapped environment
  /// @throws IllegalArgumentException if the wrapper does not fit it
  default <P extends O, B extends A> Env<P, B> wrap(Env<P, B> env) {
    return new RewardEnv<>(env, map(env.observationSpace(), env.actionSpace(), 1));
  }

  @Override
  default RewardVec wrap(VecEnv envs) {
    return new RewardVec(envs, map(envs.observationSpace(), envs.actionSpace(), envs.count()));
  }
}
