package dev.bellman.rl.policy;

import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Tensor;

/// A policy π(a|s) and a value V(s) that are learned together. Owns its parameters.
public interface ActorCritic {
  /// What is learned.
  ///
  /// @return the parameters; the same object at each call
  Parameters parameters();

  /// The policy's distributions.
  ///
  /// @param observations shape `[B,D]`
  /// @return B distributions
  Distribution policy(Tensor observations);

  /// The value of observations.
  ///
  /// @param observations shape `[B,D]`
  /// @return shape `[B]`
  Tensor value(Tensor observations);
}
