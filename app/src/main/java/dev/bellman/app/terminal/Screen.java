package dev.bellman.app.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What standard error is shown on.
///
/// @param terminal whether it is a terminal, where a line can be drawn again
/// @param columns the terminal's width
/// @param unicode whether it shows block characters
public record Screen(boolean terminal, int columns, boolean unicode) {
  /// No terminal: a file or a pipe.
  public static final Screen NONE = new Screen(false, 80, false);

  /// Looks at this process's standard error.
  ///
  /// The system properties `bellman.terminal` (`true` or `false`) and `bellman.columns`, which a
  /// launcher can set, win. Without them the descriptor's name in `/proc` decides; where there is
  /// none, standard error counts as no terminal.
  ///
  /// @return the screen
  public static Screen ofStandardError() {
    String told = System.getProperty("bellman.terminal");
    boolean terminal = told == null ? isTerminal() : Boolean.parseBoolean(told);
    boolean unicode = StandardCharsets.UTF_8.equals(System.err.charset());
    return terminal
        ? new Screen(!"dumb".equals(System.getenv("TERM")), toldColumns(), unicode)
        : NONE;
  }

  private static int toldColumns() {
    Integer told = Integer.getInteger("bellman.columns");
    return told == null || told < 1 ? 80 : told;
  }

  private static boolean isTerminal() {
    Path descriptor = Path.of("/proc/self/fd/2");
    try {
      if (Files.isSymbolicLink(descriptor)) {
        String target = Files.readSymbolicLink(descriptor).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }
}
