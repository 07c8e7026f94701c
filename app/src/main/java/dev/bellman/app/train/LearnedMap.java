package dev.bellman.app.train;

import dev.bellman.app.solve.MapText;
import dev.bellman.rl.Algorithm;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.GridShape;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.tabular.TabularControl;
import dev.bellman.rl.tabular.TabularPrediction;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a table has learned of an environment whose states lie on a grid, as a map.
final class LearnedMap {
  private LearnedMap() {}

  /// The greedy policy of action values or the state values.
  ///
  /// @return the map, empty if the algorithm has no table or the environment no grid
  static String of(Algorithm algorithm, RunConfig<?> config, Envs envs) {
    return grid(config, envs)
        .map(grid -> new MapText(grid, MapText.canShowArrows()))
        .map(map -> text(algorithm, map))
        .orElse("");
  }

  private static String text(Algorithm algorithm, MapText map) {
    return switch (algorithm) {
      case TabularControl control -> map.policy(greedy(control));
      case TabularPrediction prediction -> map.values(prediction.values().toArray());
      default -> "";
    };
  }

  private static int[] greedy(TabularControl control) {
    return IntStream.range(0, control.values().states())
        .map(state -> control.values().greedy(state, null))
        .toArray();
  }

  private static Optional<GridShape> grid(RunConfig<?> config, Envs envs) {
    try (Env<?, ?> env = envs.make(config.environment(), config.options())) {
      return env.unwrapped().model().flatMap(TransitionModel::grid);
    }
  }
}
