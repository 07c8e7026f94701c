package dev.bellman.rl.env.wrappers;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Map;

/// How the rewards of N environments are changed, and what is kept of their episodes for it.
/// Written once, it serves one environment and many.
///
/// Environments are independent, so that those of disjoint ranges may be asked on different
/// threads, unless the map is [#joint].
@FunctionalInterface
public interface RewardMap extends Stateful {
  /// Whether the environments have something in common, see [#see]. Then rewards are asked for in
  /// the order of the environments.
  ///
  /// @return true if so; always the same
  default boolean joint() {
    return false;
  }

  /// Starts an episode.
  ///
  /// @param i the environment
  /// @param first where its first observation is; not modified
  default void start(int i, ObservationRows first) {}

  /// Shows a joint map one outcome of the next batch, before any reward is asked for.
  ///
  /// @param i the environment
  /// @param outcome what actions led to; not modified
  default void see(int i, Outcome outcome) {}

  /// Ends a batch of a joint map.
  default void learn() {}

  /// The changed reward of an action. Asked once for each step, before an episode is started.
  ///
  /// @param i the environment
  /// @param outcome what actions led to; not modified
  /// @return the reward in place of the outcome's
  double reward(int i, Outcome outcome);

  /// What the last rewards were made of, for logs.
  ///
  /// @return amounts by name, `[N]` each, the same arrays at each call
  default Map<String, double[]> terms() {
    return Map.of();
  }

  /// Writes what is kept; by default nothing.
  @Override
  default void save(State out) {}

  /// Reads back what is kept; by default nothing.
  @Override
  default void load(State in) {}
}
