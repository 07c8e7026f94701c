package dev.bellman.rl.env;

/// An environment whose internal state can be read and set, for experiments that begin at a chosen
/// point.
///
/// @param <O> the type of observations
public interface StartState<O> {
  /// Begins an episode at a state, without using the random stream.
  ///
  /// Wrappers do not see this: call it on [Env#unwrapped] right after a reset of the whole.
  ///
  /// @param state the internal state (not the observation); not modified
  /// @return the observation of that state
  /// @throws IllegalArgumentException if the length is wrong or a value is not allowed
  O startFrom(double[] state);

  /// The internal state.
  ///
  /// @return a copy
  double[] state();
}
