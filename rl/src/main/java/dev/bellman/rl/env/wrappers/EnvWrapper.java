package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.VecEnv;

/// What can be put around environments. Each kind also has a `wrap` for a single `Env`, in the
/// environment's own types, and both forms give the same numbers.
public interface EnvWrapper {
  /// Wraps many environments.
  ///
  /// @param envs the environments; owned by the result from now on
  /// @return the wrapped environments
  /// @throws IllegalArgumentException if the wrapper does not fit them
  VecEnv wrap(VecEnv envs);
}
