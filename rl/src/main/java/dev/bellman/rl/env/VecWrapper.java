package dev.bellman.rl.env;

import dev.bellman.tensor.State;
import java.util.List;

/// Environments around others with the same spaces; everything not overridden goes to the inner
/// ones.
///
/// One with state of its own overrides [#save] and [#load] and calls these too.
public interface VecWrapper extends VecEnv {
  /// The wrapped environments.
  ///
  /// @return the environments that this delegates to
  VecEnv inner();

  @Override
  default String name() {
    return inner().name();
  }

  @Override
  default int count() {
    return inner().count();
  }

  @Override
  default Space<?> observationSpace() {
    return inner().observationSpace();
  }

  @Override
  default Space<?> actionSpace() {
    return inner().actionSpace();
  }

  @Override
  default boolean masksActions() {
    return inner().masksActions();
  }

  @Override
  default void reset(long[] seeds, VecStep out) {
    inner().reset(seeds, out);
  }

  @Override
  default void step(Actions actions, VecStep out, int from, int to) {
    inner().step(actions, out, from, to);
  }

  @Override
  default boolean joint() {
    return inner().joint();
  }

  @Override
  default void settle(Actions actions, VecStep out) {
    inner().settle(actions, out);
  }

  @Override
  default double[][] watchInfo(List<String> names) {
    return inner().watchInfo(names);
  }

  @Override
  default void restart(int i, VecStep out) {
    inner().restart(i, out);
  }

  @Override
  default boolean savesState() {
    return inner().savesState();
  }

  /// Writes the inner environments' state, below `env`.
  ///
  /// @throws IllegalStateException if it cannot be saved
  @Override
  default void save(State out) {
    inner().save(out.at("env"));
  }

  /// Reads the inner environments' state, below `env`.
  ///
  /// @throws IllegalStateException if it cannot be saved
  @Override
  default void load(State in) {
    inner().load(in.at("env"));
  }

  @Override
  default void close() {
    inner().close();
  }
}
