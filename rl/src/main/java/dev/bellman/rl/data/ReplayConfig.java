package dev.bellman.rl.data;

import dev.bellman.rl.math.Ranges;

/// How transitions are remembered and drawn.
///
/// @param capacity transitions that are kept, in all environments together; the oldest goes first
/// @param nStep rewards in a target, at least 1
/// @param sampling how transitions are drawn
/// @param saved whether checkpoints hold the transitions; without them a resumed run begins with
///   an empty buffer, so it is not the undisturbed one
public record ReplayConfig(int capacity, int nStep, ReplaySampling sampling, boolean saved) {
  /// A million transitions, one reward, all equally probable, not saved.
  public static final ReplayConfig DEFAULTS =
      new ReplayConfig(1_000_000, 1, new ReplaySampling.Uniform(), false);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public ReplayConfig {
    Ranges.atLeastOne("capacity", capacity);
    Ranges.atLeastOne("nStep", nStep);
  }
}
