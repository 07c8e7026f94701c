package dev.bellman.rl.env.minatar;

import dev.bellman.rl.env.Drawable;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;

/// A game's grid as a picture and as text.
final class Board {
  static final Drawable.Size PICTURE = new Drawable.Size(420, 420);

  private static final double MARGIN = 10;
  private static final double CELL = 40;
  private static final Color EDGE = new Color(0x1B2430);
  private static final Color FIELD = new Color(0x232F3E);

  private Board() {}

  /// Draws `[10, 10, channels]` planes.
  static void draw(float[] planes, List<Look> looks, Graphics2D g) {
    g.setColor(EDGE);
    g.fill(new Rectangle2D.Double(0, 0, PICTURE.width(), PICTURE.height()));
    for (int cell = 0; cell < Game.GRID * Game.GRID; cell++) {
      fill(cell, 0.94, FIELD, g);
      for (Look look : looks) {
        if (planes[cell * looks.size() + look.channel()] != 0) {
          fill(cell, look.extent(), look.color(), g);
        }
      }
    }
  }

  private static void fill(int cell, double extent, Color color, Graphics2D g) {
    double side = CELL * extent;
    int column = cell % Game.GRID;
    int row = cell / Game.GRID;
    double x = MARGIN + column * CELL + (CELL - side) / 2;
    double y = MARGIN + row * CELL + (CELL - side) / 2;
    g.setColor(color);
    g.fill(new RoundRectangle2D.Double(x, y, side, side, 8, 8));
  }

  /// A letter for each cell, a line for each row.
  static String text(float[] planes, List<Look> looks) {
    var text = new StringBuilder();
    for (int cell = 0; cell < Game.GRID * Game.GRID; cell++) {
      if (cell > 0 && cell % Game.GRID == 0) {
        text.append('\n');
      }
      char letter = '.';
      for (Look look : looks) {
        letter = planes[cell * looks.size() + look.channel()] != 0 ? look.letter() : letter;
      }
      text.append(letter);
    }
    return text.toString();
  }
}
