package dev.bellman.rl.env;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.OptionalLong;

/// An environment around another with the same spaces; everything not overridden goes to the inner
/// one.
///
/// A wrapper with state of its own overrides [#save] and [#load] and calls these too.
///
/// @param <O> the type of observations
/// @param <A> the type of actions
public interface Wrapper<O, A> extends Env<O, A>, Stateful {
  /// The wrapped environment.
  ///
  /// @return the environment that this one delegates to
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

  @Override
  default boolean masksActions() {
    return inner().masksActions();
  }

  @Override
  default boolean savesState() {
    return inner().savesState();
  }

  @Override
  default Env<?, ?> unwrapped() {
    return inner().unwrapped();
  }

  @Override
  default void close() {
    inner().close();
  }

  /// Writes the inner environment's state, below `env`.
  ///
  /// @throws IllegalStateException if it cannot be saved
  @Override
  default void save(State out) {
    stateful().save(out.at("env"));
  }

  /// Reads the inner environment's state, below `env`.
  ///
  /// @throws IllegalStateException if it cannot be saved
  @Override
  default void load(State in) {
    stateful().load(in.at("env"));
  }

  private Stateful stateful() {
    if (savesState() && inner() instanceof Stateful inner) {
      return inner;
    }
    throw new IllegalStateException(
        "environment %s: must implement Stateful to be saved (ask savesState() first)"
            .formatted(unwrapped().getClass().getSimpleName()));
  }
}
