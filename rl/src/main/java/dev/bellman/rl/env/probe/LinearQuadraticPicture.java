package dev.bellman.rl.env.probe;

import dev.bellman.rl.env.Drawable;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;

/// How a linear system looks: its first two coordinates as a point in the plane, which belongs
/// into the middle, and below it the first controls as bars.
final class LinearQuadraticPicture {
  static final Drawable.Size SIZE = new Drawable.Size(440, 480);
  private static final int MAX_CONTROLS = 8;
  private static final double HALF = 220;
  private static final double BAR_Y = 460;

  private LinearQuadraticPicture() {}

  static void draw(Graphics2D g, double[] state, float[] control, double startRange) {
    double scale = 0.6 * HALF / Math.max(startRange, 1e-3);
    g.setStroke(new BasicStroke(1));
    g.setColor(new Color(0xD8D8D8));
    g.draw(new Line2D.Double(0, HALF, 2 * HALF, HALF));
    g.draw(new Line2D.Double(HALF, 0, HALF, 2 * HALF));
    for (int k = 1; k <= 3; k++) {
      ring(g, k * 0.3 * HALF);
    }
    g.setColor(new Color(0x3F8F5F));
    disc(g, HALF, HALF, 5);
    double x = HALF + place(state[0], scale);
    double y = HALF - (state.length > 1 ? place(state[1], scale) : 0);
    g.setColor(new Color(0x2B3A4A));
    disc(g, x, y, 12);
    controls(g, control);
  }

  /// A coordinate in pixels, kept inside the picture.
  private static double place(double value, double scale) {
    return Math.clamp(value * scale, 14 - HALF, HALF - 14);
  }

  private static void ring(Graphics2D g, double radius) {
    g.draw(new Ellipse2D.Double(HALF - radius, HALF - radius, 2 * radius, 2 * radius));
  }

  private static void disc(Graphics2D g, double x, double y, double radius) {
    g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  /// A bar for each control, from its middle left or right to its value in [-1, 1].
  private static void controls(Graphics2D g, float[] control) {
    int shown = Math.min(control.length, MAX_CONTROLS);
    double width = 2 * HALF / shown;
    for (int k = 0; k < shown; k++) {
      double middle = (k + 0.5) * width;
      double length = Math.clamp(control[k], -1.0, 1.0) * 0.45 * width;
      g.setStroke(new BasicStroke(1));
      g.setColor(new Color(0xD8D8D8));
      g.draw(new Line2D.Double(middle, BAR_Y - 12, middle, BAR_Y + 12));
      g.setStroke(new BasicStroke(10, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
      g.setColor(new Color(0xC9803A));
      g.draw(new Line2D.Double(middle, BAR_Y, middle + length, BAR_Y));
    }
  }
}
