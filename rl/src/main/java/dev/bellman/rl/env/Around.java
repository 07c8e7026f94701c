package dev.bellman.rl.env;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;

/// An environment around another, which may show or take something else. [Wrapper] is one that
/// keeps the spaces.
///
/// One with state of its own overrides [#save] and [#load] and calls these too.
///
/// @param <O> the type of observations
/// @param <A> the type of actions
public interface Around<O, A> extends Env<O, A>, Stateful {
  /// The wrapped environment.
  ///
  /// @return the environment inside this one
  Env<?, ?> inner();

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
