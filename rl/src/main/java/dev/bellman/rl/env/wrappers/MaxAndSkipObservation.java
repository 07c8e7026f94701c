package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.VecEnv;

/// Takes each action several times, pays the sum of the rewards and shows the larger of the last
/// two observations, coordinate by coordinate. It stops where an episode ends, and where a mask
/// forbids the action.
///
/// An episode that ends early shows the larger of what this action led to, or the only one; in
/// Gymnasium observations of the action before come in there.
///
/// @param skip how often an action is taken, at least 2
public record MaxAndSkipObservation(int skip) implements EnvWrapper {
  /// Four times, as is usual.
  public static final MaxAndSkipObservation DEFAULTS = new MaxAndSkipObservation(4);

  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if it is less than 2
  public MaxAndSkipObservation {
    Need.atLeast("MaxAndSkipObservation.skip", 2, skip);
  }

  /// Wraps one environment.
  ///
  /// @param env the environment; owned by the result from now on
  /// @param <A> the type of actions
  /// @return the wrapped environment
  /// @throws IllegalArgumentException if its observations are no [dev.bellman.rl.env.Box]
  public <A> Env<float[], A> wrap(Env<float[], A> env) {
    Need.box("MaxAndSkipObservation", "observation space", env.observationSpace());
    return new RepeatedEnv<>(env, skip, MaxAndSkipObservation::larger);
  }

  private static float[] larger(float[] a, float[] b) {
    var larger = new float[a.length];
    for (int d = 0; d < a.length; d++) {
      larger[d] = Math.max(a[d], b[d]);
    }
    return larger;
  }

  /// Wraps many environments.
  ///
  /// @throws IllegalArgumentException if they are [VecEnv#joint] or their observations are no
  ///   [dev.bellman.rl.env.Box]
  @Override
  public VecEnv wrap(VecEnv envs) {
    Need.box("MaxAndSkipObservation", "observation space", envs.observationSpace());
    return new RepeatedVec("MaxAndSkipObservation", envs, skip, true);
  }
}
