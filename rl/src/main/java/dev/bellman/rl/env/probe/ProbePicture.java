package dev.bellman.rl.env.probe;

import dev.bellman.rl.env.Drawable;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/// Columns side by side, as identities and bandits show them.
final class ProbePicture {
  static final Drawable.Size SIZE = new Drawable.Size(600, 240);
  static final int MAX_COLUMNS = 40;
  private static final Color LINE = new Color(0xB0B0B0);
  private static final Color MARK = new Color(0xC9803A);
  private static final Color CALM = new Color(0x7E8FD4);
  private static final Color DARK = new Color(0x2B3A4A);
  private static final double MARGIN = 20;
  private static final double MAX_WIDTH = 80;

  private ProbePicture() {}

  private static double width(int columns) {
    return Math.min((SIZE.width() - 2 * MARGIN) / columns, MAX_WIDTH);
  }

  /// The middle of a column.
  private static double x(int column, int columns) {
    return SIZE.width() / 2.0 + (column - (columns - 1) / 2.0) * width(columns);
  }

  /// The height of a value from -1 at the bottom to 1 at the top.
  private static double y(double value) {
    return SIZE.height() / 2.0 - value * (SIZE.height() / 2.0 - MARGIN);
  }

  /// A box that may be marked or forbidden.
  static void box(Graphics2D g, int column, int columns, boolean marked, boolean forbidden) {
    double side = 0.9 * width(columns);
    var box = new Rectangle2D.Double(x(column, columns) - side / 2, y(0) - side / 2, side, side);
    g.setColor(marked ? MARK : forbidden ? DARK : Color.WHITE);
    g.fill(box);
    g.setColor(LINE);
    g.setStroke(new BasicStroke(2));
    g.draw(box);
  }

  /// A bar from the middle up or down to a value in [-1, 1].
  static void bar(Graphics2D g, int column, int columns, double value) {
    double width = 0.6 * width(columns);
    double top = Math.min(y(0), y(value));
    g.setColor(MARK);
    g.fill(
        new Rectangle2D.Double(
            x(column, columns) - width / 2, top, width, Math.abs(y(value) - y(0))));
    axis(g, 0);
  }

  /// A line through all columns at a value in [-1, 1].
  static void axis(Graphics2D g, double value) {
    g.setColor(LINE);
    g.setStroke(new BasicStroke(1));
    g.draw(new Line2D.Double(MARGIN, y(value), SIZE.width() - MARGIN, y(value)));
  }

  /// A range of values with its middle, the best one marked; values in [-1, 1].
  static void range(
      Graphics2D g, int column, int columns, double low, double mean, double high, boolean best) {
    double width = 0.6 * width(columns);
    double left = x(column, columns) - width / 2;
    g.setColor(best ? new Color(0xBFE0CB) : new Color(0xE4E7F5));
    g.fill(new Rectangle2D.Double(left, y(high), width, y(low) - y(high)));
    g.setColor(best ? new Color(0x3F8F5F) : CALM);
    g.setStroke(new BasicStroke(3));
    g.draw(new Line2D.Double(left, y(mean), left + width, y(mean)));
  }

  /// A disc at a value in [-1, 1].
  static void disc(Graphics2D g, int column, int columns, double value) {
    double radius = Math.clamp(0.2 * width(columns), 4.0, 9.0);
    double x = x(column, columns);
    g.setColor(MARK);
    g.fill(new Ellipse2D.Double(x - radius, y(value) - radius, 2 * radius, 2 * radius));
  }
}
