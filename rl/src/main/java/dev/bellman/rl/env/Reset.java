package dev.bellman.rl.env;

import org.jspecify.annotations.Nullable;

/// The start of an episode.
///
/// @param observation the first observation
/// @param actionMask one byte for each value of a [Discrete] action space (or of each component
///   of a [MultiDiscrete] one), 0 where the action is not allowed, or null if all are
/// @param info further values
/// @param <O> the type of observations
public record Reset<O>(O observation, byte @Nullable [] actionMask, Info info) {
  /// A start without mask and info.
  ///
  /// @param observation the first observation
  /// @param <O> the type of observations
  /// @return the start
  public static <O> Reset<O> of(O observation) {
    return new Reset<>(observation, null, Info.NONE);
  }

  /// This start with an action mask.
  ///
  /// @param mask the mask, as [#actionMask]
  /// @return the same start with it
  public Reset<O> withActionMask(byte[] mask) {
    return new Reset<>(observation, mask, info);
  }
}
