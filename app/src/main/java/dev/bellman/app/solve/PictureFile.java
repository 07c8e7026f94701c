package dev.bellman.app.solve;

import dev.bellman.app.RunFailed;
import dev.bellman.app.UserError;
import dev.bellman.app.film.Film;
import dev.bellman.app.run.OutFile;
import dev.bellman.rl.dp.Solution;
import dev.bellman.rl.env.GridShape;
import java.nio.file.Path;
import java.util.Locale;

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
    OutFile.refuseUnwritable(file);
    return new PictureFile(file, grid);
  }

  /// Draws a solution.
  ///
  /// @param solution values and policy
  /// @param title what it shows
  /// @throws RunFailed if the file can't be written now
  public void write(Solution solution, String title) {
    OutFile.write(
        file, Film.png(MapPicture.draw(grid, solution.values(), solution.policy(), title)));
  }
}
