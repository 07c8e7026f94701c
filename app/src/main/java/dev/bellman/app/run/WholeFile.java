package dev.bellman.app.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Files that are written whole or not at all: to a temporary file beside them, which is forced to
/// disk and renamed.
public final class WholeFile {
  private WholeFile() {}

  /// Writes a file.
  ///
  /// @param file where; replaced if it is there
  /// @param text its content
  /// @throws IOException if it can't be written; what was there before is then still there
  public static void write(Path file, String text) throws IOException {
    write(file, StandardCharsets.UTF_8.encode(text));
  }

  /// Writes a file.
  ///
  /// @param file where; replaced if it is there
  /// @param content its content; not modified
  /// @throws IOException if it can't be written; what was there before is then still there
  public static void write(Path file, byte[] content) throws IOException {
    write(file, ByteBuffer.wrap(content));
  }

  private static void write(Path file, ByteBuffer bytes) throws IOException {
    Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      try (var channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
