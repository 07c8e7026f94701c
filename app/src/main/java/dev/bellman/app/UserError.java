package dev.bellman.app;

/// Something the user can mend: wrong usage, configuration, input or a missing file, found before
/// the first step.
///
/// The message is one line of the form `where: expected, got (remedy)`. The command line prints it
/// without a stack trace and ends with status 2.
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// An error with its message.
  ///
  /// @param message one line that says where, what was expected and what came
  public UserError(String message) {
    super(OneLine.of(message));
  }

  /// An error with its message and what caused it.
  ///
  /// @param message one line that says where, what was expected and what came
  /// @param cause shown with `--debug`
  public UserError(String message, Throwable cause) {
    super(OneLine.of(message), cause);
  }
}
