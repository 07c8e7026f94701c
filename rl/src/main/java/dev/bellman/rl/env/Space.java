package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import org.jspecify.annotations.Nullable;

/// A set of observations or actions.
///
/// Spaces are values: they hold no random stream, [#sample] takes one.
///
/// @param <T> the type of the members: `float[]` for [Box], [Integer] for [Discrete]
public sealed interface Space<T> permits Box, Discrete {
  /// Draws a member.
  ///
  /// @param rng the random stream, advanced
  /// @return a member of this space, new at each call
  T sample(Rng rng);

  /// Whether a value is a member.
  ///
  /// @param value the value; not modified
  /// @return true if it is
  boolean contains(@Nullable T value);

  /// The length of a member written as a vector: for [Box] the number of coordinates, for
  /// [Discrete] the number of values (one-hot).
  ///
  /// @return the length, at least 1
  int flatSize();

  /// Writes a member as a vector, as Gymnasium's `flatten` does.
  ///
  /// @param value a member; not modified
  /// @param out where to
  /// @param offset the first of [#flatSize] places
  void flatten(T value, float[] out, int offset);

  /// Reads a member back from a vector that [#flatten] wrote.
  ///
  /// @param values where from; not modified
  /// @param offset the first of [#flatSize] places
  /// @return a new member
  T unflatten(float[] values, int offset);
}
