package dev.bellman.rl.data;

/// Which transitions are drawn from a [Replay].
public sealed interface ReplaySampling {
  /// All alike, with replacement.
  record Uniform() implements ReplaySampling {}
}
