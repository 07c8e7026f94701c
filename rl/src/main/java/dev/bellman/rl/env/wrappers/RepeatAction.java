package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.VecEnv;

/// Takes each action several times and pays the sum of the rewards. It stops where an episode ends,
/// and where a mask forbids the action.
///
/// @param repeats how often, at least 2
public record RepeatAction(int repeats) implements EnvWrapper {
  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if it is less than 2
  public RepeatAction {
    Need.atLeast("RepeatAction.repeats", 2, repeats);
  }

  /// Wraps one environment.
  ///
  /// @param env the environment; owned by the result from now on
  /// @param <O> the type of observations
  /// @param <A> the type of actions
  /// @return the wrapped environment
  public <O, A> Env<O, A> wrap(Env<O, A> env) {
    return new RepeatedEnv<>(env, repeats, (_, last) -> last);
  }

  /// Wraps many environments.
  ///
  /// @throws IllegalArgumentException if they are [VecEnv#joint]
  @Override
  public VecEnv wrap(VecEnv envs) {
    return new RepeatedVec("RepeatAction", envs, repeats, false);
  }
}
