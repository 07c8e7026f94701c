package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.Drawable;
import java.awt.Graphics2D;

/// How the states of a finite environment look.
interface Scene {
  /// The action of a state that no action led to.
  int NO_ACTION = -1;

  /// {@return the size of a picture}
  Drawable.Size size();

  /// Draws a state.
  ///
  /// @param g where to
  /// @param state the state
  /// @param action the action that led there, or [#NO_ACTION]
  void draw(Graphics2D g, int state, int action);

  /// Shows a state as lines of text.
  ///
  /// @param state the state
  /// @param action the action that led there, or [#NO_ACTION]
  /// @return the lines
  String text(int state, int action);

  /// The line that names an action, as Gymnasium's pictures in text have it.
  ///
  /// @param action the action, or [#NO_ACTION]
  /// @param names what the actions are called
  /// @return the line, empty where there is no action
  static String caption(int action, String... names) {
    return action == NO_ACTION ? "" : "  (" + names[action] + ")";
  }
}
