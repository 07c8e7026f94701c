package dev.bellman.rl.tabular;

import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Tuple;

/// Numbers observations.
@FunctionalInterface
interface StateIndex {
  /// The number of what environment i shows.
  ///
  /// @param observations `[N, D]` flattened observations, unless the space is discrete
  /// @param states `[N]` indices for a discrete space
  int of(float[] observations, int[] states, int i);

  /// The numbering of a [Tuple] of discrete spaces: row-major, the first slowest.
  static StateIndex of(Tuple tuple) {
    int[] sizes = tuple.parts().stream().mapToInt(Space::flatSize).toArray();
    int width = tuple.flatSize();
    return (observations, _, i) -> ofOneHot(sizes, observations, i * width);
  }

  private static int ofOneHot(int[] sizes, float[] oneHot, int offset) {
    int index = 0;
    int at = offset;
    for (int n : sizes) {
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
