package dev.bellman.rl.env;

import org.jspecify.annotations.Nullable;

/// An environment threw, or returned what its spaces do not allow. The message is one line that
/// names the environment, its index, its step and what to change.
public final class EnvironmentFailure extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /// A failure.
  ///
  /// @param message where, what was expected and what came
  /// @param cause what the environment threw, or null
  public EnvironmentFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
