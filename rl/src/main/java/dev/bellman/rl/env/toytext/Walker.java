package dev.bellman.rl.env.toytext;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/// The figure that walks over lakes and along cliffs.
final class Walker {
  private static final Color COAT = new Color(0xC2452D);
  private static final Color FACE = new Color(0xF2CFA5);
  private static final Color EYES = new Color(0x33261D);

  private Walker() {}

  /// Draws the figure.
  ///
  /// @param g where to
  /// @param x the left edge of its cell
  /// @param y the upper edge of its cell
  /// @param size the side of its cell
  /// @param right where it looks, -1, 0 or 1
  /// @param down where it looks, -1, 0 or 1
  static void draw(Graphics2D g, double x, double y, double size, int right, int down) {
    double centre = x + size / 2;
    g.setColor(COAT);
    var coat = new Path2D.Double();
    coat.moveTo(centre, y + size * 0.38);
    coat.lineTo(centre + size * 0.24, y + size * 0.88);
    coat.lineTo(centre - size * 0.24, y + size * 0.88);
    coat.closePath();
    g.fill(coat);
    g.setColor(FACE);
    disc(g, centre, y + size * 0.34, size * 0.17);
    g.setColor(COAT);
    var hat = new Path2D.Double();
    hat.moveTo(centre - size * 0.17, y + size * 0.29);
    hat.lineTo(centre + size * 0.17, y + size * 0.29);
    hat.lineTo(centre - size * 0.05 * right, y + size * 0.06);
    hat.closePath();
    g.fill(hat);
    if (down >= 0) {
      g.setColor(EYES);
      double shift = size * 0.07 * right;
      disc(g, centre + shift - size * 0.055, y + size * 0.37, size * 0.025);
      disc(g, centre + shift + size * 0.055, y + size * 0.37, size * 0.025);
    }
  }

  /// Fills a circle.
  ///
  /// @param g where to
  /// @param x its centre
  /// @param y its centre
  /// @param radius its radius
  static void disc(Graphics2D g, double x, double y, double radius) {
    g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  /// Draws a flag on a pole, which marks a goal.
  ///
  /// @param g where to
  /// @param x the left edge of its cell
  /// @param y the upper edge of its cell
  /// @param size the side of its cell
  /// @param color the colour of the cloth
  static void flag(Graphics2D g, double x, double y, double size, Color color) {
    g.setColor(EYES);
    g.fill(new Rectangle2D.Double(x + size * 0.3, y + size * 0.14, size * 0.05, size * 0.74));
    g.setColor(color);
    var cloth = new Path2D.Double();
    cloth.moveTo(x + size * 0.35, y + size * 0.14);
    cloth.lineTo(x + size * 0.8, y + size * 0.3);
    cloth.lineTo(x + size * 0.35, y + size * 0.46);
    cloth.closePath();
    g.fill(cloth);
  }
}
