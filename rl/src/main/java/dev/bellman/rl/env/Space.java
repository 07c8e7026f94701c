package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import org.jspecify.annotations.Nullable;

/// A set of observations or actions.
///
/// Spaces are values: they hold no random stream, [#sample] takes one.
///
/// @param <T> the type of the members: `float[]` for [Box], [Integer] for [Discrete], `int[]` for
///   [MultiDiscrete], `byte[]` for [MultiBinary], a `Map<String, Object>` for [Dict], a
///   `List<Object>` for [Tuple]
public sealed interface Space<T> permits Box, Dict, Discrete, MultiBinary, MultiDiscrete, Tuple {
  /// Draws a member.
  ///
  /// @param rng the random stream, advanced
  /// @return a member of this space, new at each call
  T sample(Rng rng);

  /// Draws a member that a mask allows.
  ///
  /// @param rng the random stream, advanced
  /// @param mask one byte for each value (of each component one after the other), 0 where it is not
  ///   allowed; not modified
  /// @return an allowed member, new at each call
  /// @throws IllegalArgumentException if the mask's length is wrong, it allows nothing or members
  ///     of this space can't be masked
  default T sample(Rng rng, byte[] mask) {
    throw new IllegalArgumentException(
        "mask: must come with a Discrete or MultiDiscrete space, got one with " + this);
  }

  /// Whether a mask allows a member of a [Discrete] or [MultiDiscrete] space.
  ///
  /// @param masks one byte for each value, 0 where it is not allowed; not modified
  /// @param offset the first of [#flatSize] places
  /// @return true if it does; always true for other spaces, which have no masks
  default boolean allows(byte[] masks, int offset) {
    return true;
  }

  /// Whether a value is a member.
  ///
  /// @param value the value; not modified
  /// @return true if it is
  boolean contains(@Nullable T value);

  /// The length of a member written as a vector: for [Box] and [MultiBinary] the number of
  /// coordinates, for [Discrete] the number of values (one-hot), for [MultiDiscrete], [Dict] and
  /// [Tuple] the sum over the parts.
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

  /// The vectors that [#flatten] writes, as Gymnasium's `flatten_space`.
  ///
  /// @return a space of one dimension, [#flatSize] long
  Box flattened();
}
