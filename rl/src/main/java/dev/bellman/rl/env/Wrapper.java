package dev.bellman.rl.env;

import java.util.OptionalLong;

/// An environment around another with the same spaces; everything not overridden goes to the inner
/// one.
///
/// A wrapper with state of its own overrides [#save] and [#load] and calls these too.
///
/// @param <O> the type of observations
/// @param <A> the type of actions
public interface Wrapper<O, A> extends Around<O, A> {
  /// The wrapped environment.
  ///
  /// @return the environment that this one delegates to
  @Override
  Env<O, A> inner();

  @Override
  default Space<O> observationSpace() {
    return inner().observationSpace();
  }

  @Override
  default Space<A> actionSpace() {
    return inner().actionSpace();
  }

  @Override
  default Reset<O> reset(OptionalLong seed) {
    return inner().reset(seed);
  }

  @Override
  default Step<O> step(A action) {
    return inner().step(action);
  }
}
