package dev.bellman.tensor;

/// An owner of mutable state that can be written to a checkpoint and read back, bit for bit.
public interface Stateful {
  /// Writes everything that the future depends on.
  ///
  /// @param out where to write, seen from this owner
  void save(State out);

  /// Reads back what [#save] wrote.
  ///
  /// @param in where to read, seen from this owner
  /// @throws IllegalArgumentException if an array is missing or does not fit
  void load(State in);
}
