package dev.bellman.app.run;

import dev.bellman.app.RunFailed;
import dev.bellman.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file of an option `--out`.
public final class OutFile {
  private OutFile() {}

  /// Looks, before any work, whether the file can be written.
  ///
  /// @param file where to write
  /// @throws UserError if its folder is not there or can't be written, or if the file is a folder
  public static void refuseUnwritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
      throw new UserError(
          "--out: must be a file in a folder that is there, got '%s'".formatted(file));
    }
    try {
      Files.delete(Files.createTempFile(folder, "write", ".tmp"));
    } catch (IOException e) {
      throw new UserError(
          "--out: folder %s must be writable, got %s".formatted(folder, Reason.of(e)), e);
    }
  }

  /// Writes the file, whole or not at all.
  ///
  /// @param file where; replaced if it is there
  /// @param content its content; not modified
  /// @throws RunFailed if it can't be written
  public static void write(Path file, byte[] content) {
    try {
      WholeFile.write(file, content);
    } catch (IOException e) {
      throw new RunFailed("--out: %s must be writable, got %s".formatted(file, Reason.of(e)), e);
    }
  }
}
