package dev.bellman.rl.env.grid;

import dev.bellman.rl.env.EnvSpec;
import java.util.List;

/// Corridors, mazes and other small worlds of our own.
public final class Grid {
  private Grid() {}

  /// The specs.
  ///
  /// @return one for each id
  public static List<EnvSpec> specs() {
    return List.of();
  }
}
