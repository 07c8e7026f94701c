package dev.bellman.rl.tabular;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Tuple;
import dev.bellman.rl.env.VecEnv;

/// Numbers observations, so that a table can hold something for each.
@FunctionalInterface
interface StateIndex {
  /// The number of what environment i shows.
  ///
  /// @param observations `[N, D]` flattened observations, unless the space is [Discrete]
  /// @param states `[N]` indices for a [Discrete] space
  int of(float[] observations, int[] states, int i);

  /// The number of states.
  ///
  /// @throws IllegalArgumentException if observations are not discrete and have no bins
  static int states(VecEnv envs, Bins bins) {
    return switch (envs.observationSpace()) {
      case Discrete discrete -> discrete.n();
      case Box box -> bins.states(envs.name(), box);
      case Tuple tuple when isDiscrete(tuple) -> {
        int states = 1;
        for (Space<?> part : tuple.parts()) {
          states = Math.multiplyExact(states, ((Discrete) part).n());
        }
        yield states;
      }
      case Space<?> space ->
          throw new IllegalArgumentException(
              "environment '%s': observations must be discrete for a table, got %s"
                  .formatted(envs.name(), space));
    };
  }

  /// The numbering: a [Discrete] space's own; that of the bins of a [Box]; row-major for a [Tuple]
  /// of discrete spaces, the first slowest.
  static StateIndex of(Space<?> space, Bins bins) {
    int size = space.flatSize();
    return switch (space) {
      case Discrete _ -> (_, states, i) -> states[i];
      case Tuple tuple -> (observations, _, i) -> ofTuple(tuple, observations, i * size);
      default -> (observations, _, i) -> bins.index(observations, i * size);
    };
  }

  private static boolean isDiscrete(Tuple tuple) {
    return tuple.parts().stream().allMatch(Discrete.class::isInstance);
  }

  private static int ofTuple(Tuple tuple, float[] oneHot, int offset) {
    int index = 0;
    int at = offset;
    for (Space<?> part : tuple.parts()) {
      int n = part.flatSize();
      int value = 0;
      while (value < n - 1 && oneHot[at + value] == 0f) {
        value++;
      }
      index = index * n + value;
      at += n;
    }
    return index;
  }
}
