package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.EnvSpec;
import java.util.List;

/// Gymnasium's toy text environments.
public final class ToyText {
  private ToyText() {}

  /// The specs.
  ///
  /// @return one for each id
  public static List<EnvSpec> specs() {
    return List.of();
  }
}
