package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import org.jspecify.annotations.Nullable;

/// How the actions of N environments are changed, and what is kept of their episodes for it.
/// Written once, it serves one environment and many. Environments are independent, so that disjoint
/// ones may be mapped on different threads.
public interface ActionMap extends Stateful {
  /// What comes in.
  ///
  /// @return the space that an agent acts in, always the same
  Space<?> space();

  /// Gives an environment a new random stream.
  ///
  /// @param i the environment
  /// @param seed what its reset was given, at least 0
  default void seed(int i, long seed) {}

  /// Starts an episode.
  ///
  /// @param i the environment
  default void start(int i) {}

  /// Maps an action.
  ///
  /// @param i the environment
  /// @param given the agents' actions; not modified
  /// @param masks which actions are allowed now, `[N, A]`, or null if all are; not modified
  /// @param sent receives the environment's action
  void act(int i, Actions given, byte @Nullable [] masks, Actions sent);

  /// Writes what is kept; by default nothing.
  @Override
  default void save(State out) {}

  /// Reads back what is kept; by default nothing.
  @Override
  default void load(State in) {}

  /// A change that looks at one action only.
  @FunctionalInterface
  interface Rowwise {
    /// Maps an action.
    ///
    /// @param i the environment
    /// @param given the agents' actions; not modified
    /// @param sent receives the environment's action
    void apply(int i, Actions given, Actions sent);
  }

  /// A map without memory.
  ///
  /// @param space what comes in
  /// @param rowwise how an action is changed
  /// @return the map
  static ActionMap of(Space<?> space, Rowwise rowwise) {
    return new ActionMap() {
      @Override
      public Space<?> space() {
        return space;
      }

      @Override
      public void act(int i, Actions given, byte @Nullable [] masks, Actions sent) {
        rowwise.apply(i, given, sent);
      }
    };
  }
}
