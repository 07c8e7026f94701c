package dev.bellman.app;

/// A run that failed after its first step: the environment, the disk or the program. What was
/// written before stays.
///
/// The message is one line that says where, what happened, which checkpoint is the last and how to
/// go on. The command line ends with status 1.
public final class RunFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// A failure.
  ///
  /// @param message one line that says where, what happened and how to go on
  /// @param cause shown with `--debug`
  public RunFailed(String message, Throwable cause) {
    super(OneLine.of(message), cause);
  }
}
