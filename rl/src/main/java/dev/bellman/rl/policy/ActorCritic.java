package dev.bellman.rl.policy;

import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;

/// A policy π(a|s) and a value V(s) that are learned together. Owns its parameters.
public interface ActorCritic {
  /// What networks say of some observations.
  ///
  /// @param policy the policy's distributions
  /// @param value V, shape `[B]`
  record PolicyAndValue(Distribution policy, Tensor value) {
    /// Puts the two together.
    ///
    /// @param policy the policy's distributions
    /// @param value V, shape `[B]`
    /// @return both; the same object again where tensors serve again
    @SuppressWarnings("ReferenceEquality") // the same objects are what is looked for
    public static PolicyAndValue of(Distribution policy, Tensor value) {
      return Scope.kept(value) instanceof PolicyAndValue same && same.policy == policy
          ? same
          : Scope.keep(value, new PolicyAndValue(policy, value));
    }
  }

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

  /// The policy's distributions and the values, in one pass where they share layers.
  ///
  /// @param observations shape `[B,D]`
  /// @return B distributions and B values
  default PolicyAndValue policyAndValue(Tensor observations) {
    return PolicyAndValue.of(policy(observations), value(observations));
  }
}
