package dev.bellman.rl.tabular;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Tuple;
import dev.bellman.rl.env.VecEnv;

/// Which features an observation has: one number from each of m parts. With one part the number is
/// the state's.
final class FeatureMap {
  private final StateIndex[] parts;
  private final int partSize;
  private final int size;

  private FeatureMap(int partSize, StateIndex... parts) {
    this.parts = parts;
    this.partSize = partSize;
    this.size = Math.multiplyExact(partSize, parts.length);
  }

  /// The states of an environment, one feature each.
  ///
  /// @param bins how a box is numbered
  /// @throws IllegalArgumentException if actions are not discrete, or observations are not discrete
  ///   and have no bins
  static FeatureMap states(VecEnv envs, Bins bins) {
    refuseContinuousActions(envs);
    if (envs.observationSpace() instanceof Box box && !bins.counts().isEmpty()) {
      var tiling = new Tiling(bins.over(envs.name(), box, "bins"), new double[0]);
      return new FeatureMap(tiling.size(), tiling);
    }
    return discrete(
        envs, "bins.counts=[..], or take linear-q-learning with features.tiles.bins.counts=[..]");
  }

  /// The features of an environment.
  ///
  /// @throws IllegalArgumentException if they do not fit its observations, or actions are not
  ///   discrete
  static FeatureMap of(VecEnv envs, Features features) {
    refuseContinuousActions(envs);
    return switch (features) {
      case Features.OneHot _ -> discrete(envs, "features.tiles.bins.counts=[..]");
      case Features.Tiles tiles -> tiles(envs, tiles);
    };
  }

  private static void refuseContinuousActions(VecEnv envs) {
    if (!(envs.actionSpace() instanceof Discrete)) {
      throw new IllegalArgumentException(
          "environment '%s': actions must be discrete, got %s (take ppo)"
              .formatted(envs.name(), envs.actionSpace()));
    }
  }

  private static FeatureMap discrete(VecEnv envs, String remedy) {
    Space<?> space = envs.observationSpace();
    if (space instanceof Discrete(int n, int _)) {
      return new FeatureMap(n, (_, states, i) -> states[i]);
    }
    if (space instanceof Tuple tuple
        && tuple.parts().stream().allMatch(Discrete.class::isInstance)) {
      int states = 1;
      for (Space<?> part : tuple.parts()) {
        states = Math.multiplyExact(states, part.flatSize());
      }
      return new FeatureMap(states, StateIndex.of(tuple));
    }
    throw new IllegalArgumentException(
        "environment '%s': observations must be discrete, got %s%s"
            .formatted(
                envs.name(),
                space,
                space instanceof Box ? " (set the number of bins: %s)".formatted(remedy) : ""));
  }

  private static FeatureMap tiles(VecEnv envs, Features.Tiles tiles) {
    if (!(envs.observationSpace() instanceof Box box)) {
      throw new IllegalArgumentException(
          "environment '%s': tiles need a Box, got %s (set features=oneHot)"
              .formatted(envs.name(), envs.observationSpace()));
    }
    Bins bins = tiles.bins().over(envs.name(), box, "features.tiles.bins");
    int m = tiles.tilings();
    var grids = new Tiling[m];
    for (int j = 0; j < m; j++) {
      double[] shift = new double[box.flatSize()];
      for (int d = 0; d < shift.length; d++) {
        shift[d] = (double) (j * (2L * d + 1) % m) / m;
      }
      grids[j] = new Tiling(bins, shift);
    }
    return new FeatureMap(grids[0].size(), grids);
  }

  /// The number of features.
  int size() {
    return size;
  }

  /// The number of features that each observation has.
  int active() {
    return parts.length;
  }

  /// The number of part j's feature that environment i shows.
  ///
  /// @param observations `[N, D]` flattened observations, unless the space is discrete
  /// @param states `[N]` indices for a discrete space
  int of(float[] observations, int[] states, int i, int j) {
    return j * partSize + parts[j].of(observations, states, i);
  }
}
