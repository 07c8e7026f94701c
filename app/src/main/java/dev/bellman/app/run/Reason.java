package dev.bellman.app.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// The cause of a failed file access in a few words.
public final class Reason {
  private Reason() {}

  /// The words.
  ///
  /// @param e what was thrown
  /// @return for example `'no space left on device'`, in quotation marks
  public static String of(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "'permission denied'";
      case NoSuchFileException _ -> "'no such file'";
      case FileSystemException f when f.getReason() != null -> "'" + f.getReason() + "'";
      default ->
          "'" + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + "'";
    };
  }
}
