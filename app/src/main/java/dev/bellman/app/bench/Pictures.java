package dev.bellman.app.bench;

import dev.bellman.app.RunFailed;
import dev.bellman.app.UserError;
import dev.bellman.app.chart.Figure;
import dev.bellman.app.film.Film;
import dev.bellman.app.run.Reason;
import dev.bellman.app.run.WholeFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A folder for pictures, or none: then nothing is drawn.
final class Pictures {
  private final @Nullable Path folder;

  private Pictures(@Nullable Path folder) {
    this.folder = folder;
  }

  /// Looks at a folder before anything is measured.
  ///
  /// @param folder the folder, made if it is absent; null for no pictures
  /// @throws UserError if it can't be written
  static Pictures in(@Nullable Path folder) {
    if (folder != null) {
      try {
        Files.createDirectories(folder);
        Files.delete(Files.createTempFile(folder, "write", ".tmp"));
      } catch (IOException e) {
        throw new UserError(
            "--out: %s must be a folder that can be written, got %s"
                .formatted(folder, Reason.of(e)),
            e);
      }
    }
    return new Pictures(folder);
  }

  /// Writes a chart.
  void draw(String name, Figure figure) {
    if (folder != null) {
      write(folder.resolve(name + ".svg"), figure::write);
    }
  }

  /// Writes an image.
  void draw(String name, BufferedImage image) {
    if (folder != null) {
      write(folder.resolve(name + ".png"), file -> WholeFile.write(file, Film.png(image)));
    }
  }

  /// Writes a file.
  @FunctionalInterface
  private interface Content {
    void write(Path file) throws IOException;
  }

  private static void write(Path file, Content content) {
    try {
      content.write(file);
    } catch (IOException e) {
      throw new RunFailed("--out: %s must be writable, got %s".formatted(file, Reason.of(e)), e);
    }
  }
}
