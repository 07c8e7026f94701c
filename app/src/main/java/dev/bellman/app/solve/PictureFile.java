package dev.bellman.app.solve;

import dev.bellman.app.RunFailed;
import dev.bellman.app.UserError;
import dev.bellman.app.run.Reason;
import dev.bellman.app.run.WholeFile;
import dev.bellman.rl.dp.Solution;
import dev.bellman.rl.env.GridShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/// A file for the picture of a solution, looked at before anything is solved.
///
/// @param file where to write
/// @param grid where the states lie
public record PictureFile(Path file, GridShape grid) {
  /// Looks at a file.
  ///
  /// @param file where to write
  /// @param grid where the states lie
  /// @return the file
  /// @throws UserError if it is no picture's name or can't be written
  public static PictureFile of(Path file, GridShape grid) {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new UserError("--out: must end with .png, got '%s'".formatted(file));
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
      throw new UserError(
          "--out: must be a file in a folder that can be written, got '%s'".formatted(file));
    }
    return new PictureFile(file, grid);
  }

  /// Draws a solution.
  ///
  /// @param solution values and policy
  /// @param title what it shows
  /// @throws RunFailed if the file can't be written now
  public void write(Solution solution, String title) {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(
          MapPicture.draw(grid, solution.values(), solution.policy(), title), "png", bytes);
      WholeFile.write(file, bytes.toByteArray());
    } catch (IOException e) {
      throw new RunFailed("--out: %s must be writable, got %s".formatted(file, Reason.of(e)), e);
    }
  }
}
