package dev.bellman.rl.env.grid;

import dev.bellman.rl.env.Drawable;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;

/// How a maze looks: cells where there is room for them, else shades of how many cells are free.
final class MazePicture {
  private static final int SIDE = 600;
  private static final int MIN_SIDE = 24;
  private static final int MAX_CELL = 48;
  private static final int MIN_CELL_WITH_LINES = 8;
  private static final int MAX_TEXT_WIDTH = 79;
  private static final int MAX_TEXT_HEIGHT = 39;
  private static final double MIN_RADIUS = 6;
  private static final int WALL = 0x2B3A4A;
  private static final int FREE = 0xF7F5F0;

  private MazePicture() {}

  /// Whole pixels for each cell where cells are at least a pixel large.
  static Drawable.Size size(MazeMap map) {
    double scale = (double) SIDE / Math.max(map.width(), map.height());
    double cell = scale < 1 ? scale : Math.min(Math.floor(scale), MAX_CELL);
    return new Drawable.Size(pixels(map.width() * cell), pixels(map.height() * cell));
  }

  private static int pixels(double side) {
    return Math.max((int) Math.round(side), MIN_SIDE);
  }

  static void draw(Graphics2D g, MazeMap map, int agent) {
    Drawable.Size size = size(map);
    g.drawImage(cells(map, size), 0, 0, null);
    if (cell(map, size) >= MIN_CELL_WITH_LINES) {
      lines(g, map, size);
    }
    for (int cell = 0; cell < map.size(); cell++) {
      if (map.isStart(cell)) {
        disc(g, map, cell, new Color(0x7E8FD4));
      } else if (map.isGoal(cell)) {
        disc(g, map, cell, new Color(0x3F8F5F));
      }
    }
    disc(g, map, agent, new Color(0xD9562B));
  }

  /// The shorter side of a cell in pixels.
  private static double cell(MazeMap map, Drawable.Size size) {
    return Math.min((double) size.width() / map.width(), (double) size.height() / map.height());
  }

  private static BufferedImage cells(MazeMap map, Drawable.Size size) {
    var image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    int[] row = new int[size.width()];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        row[x] = shade(map, size, x, y);
      }
      image.setRGB(0, y, size.width(), 1, row, 0, size.width());
    }
    return image;
  }

  /// The mean of the cells that lie in a pixel.
  private static int shade(MazeMap map, Drawable.Size size, int x, int y) {
    int fromColumn = x * map.width() / size.width();
    int toColumn = Math.max((x + 1) * map.width() / size.width(), fromColumn + 1);
    int fromRow = y * map.height() / size.height();
    int toRow = Math.max((y + 1) * map.height() / size.height(), fromRow + 1);
    int free = 0;
    for (int row = fromRow; row < toRow; row++) {
      for (int column = fromColumn; column < toColumn; column++) {
        free += map.isFree(row * map.width() + column) ? 1 : 0;
      }
    }
    int cells = (toRow - fromRow) * (toColumn - fromColumn);
    return mix(16, free, cells) << 16 | mix(8, free, cells) << 8 | mix(0, free, cells);
  }

  private static int mix(int shift, int free, int cells) {
    int wall = WALL >> shift & 255;
    return wall + ((FREE >> shift & 255) - wall) * free / cells;
  }

  private static void lines(Graphics2D g, MazeMap map, Drawable.Size size) {
    g.setColor(new Color(0x14000000, true));
    g.setStroke(new BasicStroke(1));
    for (int column = 1; column < map.width(); column++) {
      double x = (double) column * size.width() / map.width();
      g.draw(new Line2D.Double(x, 0, x, size.height()));
    }
    for (int row = 1; row < map.height(); row++) {
      double y = (double) row * size.height() / map.height();
      g.draw(new Line2D.Double(0, y, size.width(), y));
    }
  }

  /// A disc, never so small that it is lost; where it is larger than a cell, with a white rim.
  private static void disc(Graphics2D g, MazeMap map, int cell, Color color) {
    Drawable.Size size = size(map);
    double radius = Math.max(0.36 * cell(map, size), MIN_RADIUS);
    double x = middle(cell % map.width(), map.width(), size.width());
    double y = middle(cell / map.width(), map.height(), size.height());
    if (radius == MIN_RADIUS) {
      g.setColor(Color.WHITE);
      g.fill(new Ellipse2D.Double(x - radius - 2, y - radius - 2, 2 * radius + 4, 2 * radius + 4));
    }
    g.setColor(color);
    g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  /// The middle of a cell in pixels, so far from the edge that a small disc is whole.
  private static double middle(int index, int cells, int pixels) {
    double middle = (index + 0.5) * pixels / cells;
    return Math.clamp(middle, MIN_RADIUS + 2, pixels - MIN_RADIUS - 2);
  }

  /// The rows around the agent, all of them where they fit.
  static String text(MazeMap map, int agent) {
    int width = Math.min(map.width(), MAX_TEXT_WIDTH);
    int height = Math.min(map.height(), MAX_TEXT_HEIGHT);
    int left = Math.clamp(agent % map.width() - width / 2, 0, map.width() - width);
    int top = Math.clamp(agent / map.width() - height / 2, 0, map.height() - height);
    var text = new StringBuilder(height * (width + 1));
    for (int row = top; row < top + height; row++) {
      text.append(row > top ? "\n" : "");
      for (int column = left; column < left + width; column++) {
        int cell = row * map.width() + column;
        text.append(cell == agent ? '@' : map.letter(cell));
      }
    }
    return text.toString();
  }
}
