package dev.bellman.rl.tabular;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;

/// Numbers observations, so that a table can hold something for each: a [Discrete] space's by
/// itself, a [Box]'s by bins.
final class StateIndex {
  private final int states;
  private final Bins bins;
  private final int size;

  private StateIndex(int states, Bins bins, int size) {
    this.states = states;
    this.bins = bins;
    this.size = size;
  }

  /// The numbering for some environments.
  ///
  /// @throws IllegalArgumentException if observations are neither discrete nor have bins
  static StateIndex of(VecEnv envs, Bins bins) {
    Space<?> space = envs.observationSpace();
    return switch (space) {
      case Discrete discrete -> new StateIndex(discrete.n(), Bins.NONE, 0);
      case Box box -> new StateIndex(bins.states(envs.name(), box), bins, box.flatSize());
    };
  }

  int states() {
    return states;
  }

  /// The number of what environment i shows.
  int of(float[] observations, int[] indices, int i) {
    return size == 0 ? indices[i] : bins.index(observations, i * size);
  }
}
