package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Space;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;

/// How the observations of N environments are changed, and what is kept of their episodes for it.
/// Written once, it serves one environment and many.
///
/// Environments are independent, so that disjoint ones may be mapped on different threads, unless
/// the map is [#joint].
public interface ObservationMap extends Stateful {
  /// What comes out.
  ///
  /// @return the space, always the same
  Space<?> space();

  /// Gives an environment a new random stream.
  ///
  /// @param i the environment
  /// @param seed what its reset was given, at least 0
  default void seed(int i, long seed) {}

  /// Whether the environments have something in common, see [#see].
  ///
  /// @return true if so; always the same
  default boolean joint() {
    return false;
  }

  /// Shows a joint map one observation of the next batch, before any of them is mapped.
  ///
  /// @param i the environment
  /// @param in where its observation is; not modified
  default void see(int i, ObservationRows in) {}

  /// Ends a batch of a joint map.
  default void learn() {}

  /// Maps the first observation of an episode and forgets the one before.
  ///
  /// @param i the environment
  /// @param in where its observation is; not modified
  /// @param out where the mapped one goes
  void start(int i, ObservationRows in, ObservationRows out);

  /// Maps an observation that an action led to, also the final one.
  ///
  /// @param i the environment
  /// @param in where its observation is; not modified
  /// @param out where the mapped one goes
  void next(int i, ObservationRows in, ObservationRows out);

  /// Writes what is kept; by default nothing.
  @Override
  default void save(State out) {}

  /// Reads back what is kept; by default nothing.
  @Override
  default void load(State in) {}

  /// A change that looks at one observation only.
  @FunctionalInterface
  interface Rowwise {
    /// Maps an observation.
    ///
    /// @param i the environment
    /// @param in where its observation is; not modified
    /// @param out where the mapped one goes
    void apply(int i, ObservationRows in, ObservationRows out);
  }

  /// A map without memory.
  ///
  /// @param space what comes out
  /// @param rowwise how an observation is changed
  /// @return the map
  static ObservationMap of(Space<?> space, Rowwise rowwise) {
    return new ObservationMap() {
      @Override
      public Space<?> space() {
        return space;
      }

      @Override
      public void start(int i, ObservationRows in, ObservationRows out) {
        rowwise.apply(i, in, out);
      }

      @Override
      public void next(int i, ObservationRows in, ObservationRows out) {
        rowwise.apply(i, in, out);
      }
    };
  }
}
