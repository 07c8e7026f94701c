package dev.bellman.rl.env.grid;

import dev.bellman.rl.env.Drawable;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;

/// How a corridor looks: the cells around the walker, all of them where they fit.
final class CorridorPicture {
  static final Drawable.Size SIZE = new Drawable.Size(600, 120);
  private static final int MAX_CELLS = 30;
  private static final int MAX_LETTERS = 79;
  private static final double MARGIN = 20;
  private static final double MAX_CELL = 80;

  private CorridorPicture() {}

  static void draw(Graphics2D g, int length, int position, boolean over) {
    int shown = Math.min(length, MAX_CELLS);
    int first = first(length, shown, position);
    double cell = Math.min((SIZE.width() - 2 * MARGIN) / shown, MAX_CELL);
    double left = (SIZE.width() - shown * cell) / 2;
    double top = (SIZE.height() - cell) / 2;
    g.setStroke(new BasicStroke(2));
    for (int k = 0; k < shown; k++) {
      var box = new Rectangle2D.Double(left + k * cell, top, cell, cell);
      g.setColor(first + k == length - 1 ? new Color(0xE8C547) : new Color(0xF3F1EC));
      g.fill(box);
      g.setColor(new Color(0xB0B0B0));
      g.draw(box);
    }
    double radius = cell * 0.3;
    double x = left + (position - first + 0.5) * cell;
    double y = SIZE.height() / 2.0;
    g.setColor(over ? new Color(0x3F8F5F) : new Color(0xC9803A));
    g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    label(g, first, length, shown);
  }

  private static void label(Graphics2D g, int first, int length, int shown) {
    if (shown < length) {
      g.setColor(new Color(0x2B3A4A));
      g.drawString(
          "%d to %d of %d".formatted(first, first + shown - 1, length),
          (float) MARGIN,
          SIZE.height() - 10);
    }
  }

  static String text(int length, int position) {
    int shown = Math.min(length, MAX_LETTERS);
    int first = first(length, shown, position);
    var line = new StringBuilder(shown);
    for (int k = first; k < first + shown; k++) {
      line.append(k == position ? '@' : k == length - 1 ? 'G' : '.');
    }
    return line.toString();
  }

  /// The first of the shown cells, so that the walker is in their middle where that can be.
  private static int first(int length, int shown, int position) {
    return Math.clamp(position - shown / 2, 0, length - shown);
  }
}
