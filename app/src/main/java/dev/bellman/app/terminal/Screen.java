package dev.bellman.app.terminal;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What standard error or output is shown on.
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
    return of("bellman.terminal", 2, System.err.charset());
  }

  /// Looks at this process's standard output, as [#ofStandardError] does; the property is
  /// `bellman.output.terminal`.
  ///
  /// @return the screen
  public static Screen ofStandardOutput() {
    return of("bellman.output.terminal", 1, System.out.charset());
  }

  private static Screen of(String property, int descriptor, Charset charset) {
    String told = System.getProperty(property);
    boolean terminal = told == null ? isTerminal(descriptor) : Boolean.parseBoolean(told);
    boolean unicode = StandardCharsets.UTF_8.equals(charset);
    return terminal
        ? new Screen(!"dumb".equals(System.getenv("TERM")), toldColumns(), unicode)
        : NONE;
  }

  private static int toldColumns() {
    Integer told = Integer.getInteger("bellman.columns");
    return told == null || told < 1 ? 80 : told;
  }

  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      if (Files.isSymbolicLink(link)) {
        String target = Files.readSymbolicLink(link).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }
}
