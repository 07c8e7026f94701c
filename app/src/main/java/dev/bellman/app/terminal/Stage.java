package dev.bellman.app.terminal;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/// Shows texts of several lines one after the other: on a terminal each in the place of the one
/// before, at a steady rate; elsewhere below one another, as fast as they come.
public final class Stage implements AutoCloseable {
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";
  private static final String END_OF_LINE = "\u001b[0m\u001b[K\n";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintWriter out;
  private final boolean terminal;
  private final DoubleSupplier framesPerSecond;
  private int lines;

  /// An empty stage.
  ///
  /// @param out where to write, commonly standard output
  /// @param screen what `out` is
  /// @param framesPerSecond the rate, asked at each text
  public Stage(PrintWriter out, Screen screen, DoubleSupplier framesPerSecond) {
    this.out = out;
    this.terminal = screen.terminal();
    this.framesPerSecond = framesPerSecond;
    if (terminal) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::showCursor));
      out.print(HIDE_CURSOR);
    }
  }

  private void showCursor() {
    out.print(SHOW_CURSOR);
    out.flush();
  }

  /// Shows a text.
  ///
  /// @param text its lines
  /// @param hold seconds that it stands longer than others
  public void show(String text, double hold) {
    if (!terminal) {
      text.lines().forEach(out::println);
      out.println();
      return;
    }
    var frame = new StringBuilder(lines == 0 ? "" : "\u001b[%dF".formatted(lines));
    lines = 0;
    for (String line : text.lines().toList()) {
      frame.append(line).append(END_OF_LINE);
      lines++;
    }
    out.print(frame.append(CLEAR_BELOW));
    out.flush();
    sleep(1 / framesPerSecond.getAsDouble() + hold);
  }

  private static void sleep(double seconds) {
    try {
      TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while showing", e);
    }
  }

  /// Lets the last text stand, and what follows start below it.
  @Override
  public void close() {
    if (terminal) {
      showCursor();
    }
    out.flush();
  }
}
