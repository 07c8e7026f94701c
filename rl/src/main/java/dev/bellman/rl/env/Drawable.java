package dev.bellman.rl.env;

import java.awt.Graphics2D;

/// An environment whose state can be looked at: by `bellman record` as a picture, by `bellman
/// watch` as text.
///
/// Wrappers do not see this: ask for it with [Env#unwrapped].
public interface Drawable {
  /// The size of a picture in pixels.
  ///
  /// @param width the width, at least 1
  /// @param height the height, at least 1
  record Size(int width, int height) {}

  /// How large a picture is.
  ///
  /// @return the size, always the same
  Size pictureSize();

  /// Draws the state now.
  ///
  /// @param g where to: antialiased, of [#pictureSize], background white; its settings may be
  ///   changed
  @SuppressWarnings("exports") // who draws requires java.desktop; nobody else should see it
  void draw(Graphics2D g);

  /// How many states a second look right.
  ///
  /// @return the rate: 8 where text shows the state, so that each can be read, 30 where it moves
  default int framesPerSecond() {
    return text().isEmpty() ? 30 : 8;
  }

  /// The state as lines of text.
  ///
  /// @return the lines, or an empty text where text can't show it
  default String text() {
    return "";
  }
}
