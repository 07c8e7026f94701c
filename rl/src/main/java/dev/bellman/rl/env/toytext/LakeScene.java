package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.Drawable;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/// How a frozen lake looks.
///
/// @param map its tiles
record LakeScene(LakeMap map) implements Scene {
  private static final int WIDTH = 480;
  private static final int LARGEST_TILE = 120;
  private static final int SMALLEST_FRAMED_TILE = 8;
  private static final Color ICE = new Color(0xDCEBF5);
  private static final Color FRAME = new Color(0xB4C8E6);
  private static final Color SHINE = new Color(0xF6FBFF);
  private static final Color START = new Color(0xCDB48E);
  private static final Color WATER = new Color(0x2F5E86);
  private static final Color SHORE = new Color(0x8FB3CE);
  private static final Color GOAL = new Color(0x3C8F57);

  private int tileSize() {
    return Math.clamp(WIDTH / Math.max(map.rows(), map.columns()), 1, LARGEST_TILE);
  }

  @Override
  public Drawable.Size size() {
    return new Drawable.Size(map.columns() * tileSize(), map.rows() * tileSize());
  }

  @Override
  public void draw(Graphics2D g, int state, int action) {
    for (int tile = 0; tile < map.size(); tile++) {
      drawTile(g, tile, tile == state);
    }
    int size = tileSize();
    int right = action == 2 ? 1 : action == 0 ? -1 : 0;
    int down = action == 3 ? -1 : 1;
    if (map.letter(state) != 'H') {
      Walker.draw(g, x(state), y(state), size, right, down);
    } else {
      drawSplash(g, x(state), y(state), size);
    }
  }

  private double x(int tile) {
    return tile % map.columns() * (double) tileSize();
  }

  private double y(int tile) {
    int row = tile / map.columns();
    return row * (double) tileSize();
  }

  private void drawTile(Graphics2D g, int tile, boolean isOccupied) {
    double x = x(tile);
    double y = y(tile);
    double size = tileSize();
    g.setColor(ICE);
    g.fill(new Rectangle2D.Double(x, y, size, size));
    g.setColor(SHINE);
    g.setStroke(new BasicStroke((float) (size * 0.04)));
    g.draw(new Line2D.Double(x + size * 0.15, y + size * 0.3, x + size * 0.3, y + size * 0.15));
    switch (map.letter(tile)) {
      case 'H' -> {
        g.setColor(SHORE);
        Walker.disc(g, x + size / 2, y + size / 2, size * 0.42);
        g.setColor(WATER);
        Walker.disc(g, x + size / 2, y + size / 2, size * 0.36);
      }
      case 'G' -> {
        if (isOccupied) {
          g.setColor(GOAL);
          g.fill(new Rectangle2D.Double(x, y, size, size));
        } else {
          Walker.flag(g, x, y, size, GOAL);
        }
      }
      case 'S' -> {
        g.setColor(START);
        g.fill(new Rectangle2D.Double(x + size * 0.2, y + size * 0.7, size * 0.6, size * 0.2));
      }
      default -> {}
    }
    if (size >= SMALLEST_FRAMED_TILE) {
      g.setColor(FRAME);
      g.setStroke(new BasicStroke(1));
      g.draw(new Rectangle2D.Double(x, y, size, size));
    }
  }

  /// Draws what is left to see of somebody who fell in.
  private static void drawSplash(Graphics2D g, double x, double y, double size) {
    Walker.draw(g, x + size * 0.2, y + size * 0.1, size * 0.6, 0, 1);
    g.setColor(WATER);
    g.fill(new Rectangle2D.Double(x + size * 0.25, y + size * 0.42, size * 0.5, size * 0.26));
    g.setColor(SHINE);
    g.setStroke(new BasicStroke((float) (size * 0.03)));
    g.draw(new Ellipse2D.Double(x + size * 0.24, y + size * 0.38, size * 0.52, size * 0.14));
  }

  @Override
  public String text(int state, int action) {
    var text = new StringBuilder(Scene.caption(action, "Left", "Down", "Right", "Up"));
    for (int tile = 0; tile < map.size(); tile++) {
      if (tile % map.columns() == 0) {
        text.append('\n');
      }
      text.append(tile == state ? '[' : ' ')
          .append(map.letter(tile))
          .append(tile == state ? ']' : ' ');
    }
    return text.toString();
  }
}
