package dev.bellman.app;

import dev.bellman.rl.TrainingDiverged;
import dev.bellman.rl.env.EnvironmentFailure;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The statuses that the command line ends with.
public final class ExitStatus {
  /// All was done.
  public static final int DONE = 0;

  /// The environment, the disk or the program failed after the first step.
  public static final int FAILED = 1;

  /// Usage, configuration, input or a folder was wrong; nothing was done.
  public static final int REFUSED = 2;

  /// The training diverged.
  public static final int DIVERGED = 3;

  /// A signal ended the run, which can be gone on with.
  public static final int INTERRUPTED = 130;

  private ExitStatus() {}

  /// The status for an error.
  ///
  /// @param error what ended the command
  /// @return [#REFUSED] for a [UserError], [#DIVERGED] for a [TrainingDiverged], else [#FAILED]
  public static int of(Throwable error) {
    return switch (error) {
      case UserError _ -> REFUSED;
      case TrainingDiverged _ -> DIVERGED;
      default -> FAILED;
    };
  }

  /// The line that tells a user of an error. An error that no message was written for keeps its
  /// class's name.
  ///
  /// @param error what ended the command
  /// @return the text
  public static String describe(Throwable error) {
    String message = String.valueOf(error.getMessage());
    return switch (error) {
      case UserError _, RunFailed _, TrainingDiverged _, EnvironmentFailure _ -> message;
      case UncheckedIOException e when e.getCause() != null -> describe(e.getCause());
      case IOException _ -> error.getClass().getSimpleName() + ": " + message;
      default -> "%s (trace with --debug)".formatted(error);
    };
  }
}
