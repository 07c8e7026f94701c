package dev.bellman.rl.env.minatar;

import dev.bellman.rl.env.EnvSpec;
import java.util.List;

/// MinAtar's games (Young and Tian 2019).
public final class MinAtar {
  private MinAtar() {}

  /// The specs.
  ///
  /// @return one for each id
  public static List<EnvSpec> specs() {
    return List.of();
  }
}
