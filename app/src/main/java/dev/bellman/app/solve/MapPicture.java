package dev.bellman.app.solve;

import dev.bellman.rl.env.GridShape;
import dev.bellman.rl.env.GridShape.Direction;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/// Values and a policy as a picture: cells from dark (the least value) to light (the greatest), an
/// arrow in each where there is room, letters in cells that are not open.
public final class MapPicture {
  private static final int SIDE = 900;
  private static final int LARGEST_CELL = 72;
  private static final int CELL_WITH_ARROW = 9;
  private static final int CELL_WITH_NUMBER = 40;
  private static final int MARGIN = 24;
  private static final int TITLE = 44;
  private static final int LEGEND = 56;
  private static final int NARROWEST = 420;
  private static final int BAR = 12;

  private static final Color TEXT = new Color(0x222222);
  private static final Color WALL = new Color(0x15181E);
  private static final Color OTHER = new Color(0xD9DCE1);
  private static final Color GOAL = new Color(0x3F8F5F);

  /// From the least value to the greatest.
  private static final int[] SHADES = {0x3D2C6B, 0x7B3C86, 0xB9507F, 0xE57B66, 0xF6B35C, 0xFBE9A0};

  private final GridShape grid;
  private final double[] values;
  private final int[] policy;
  private final Digits digits;
  private final int cell;
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;

  private MapPicture(GridShape grid, double[] values, int[] policy) {
    this.grid = grid;
    this.values = values;
    this.policy = policy;
    digits = Digits.of(values);
    cell = Math.clamp(SIDE / Math.max(grid.columns(), grid.rows()), 1, LARGEST_CELL);
    for (int state = 0; state < values.length; state++) {
      if (grid.open(state)) {
        low = Math.min(low, values[state]);
        high = Math.max(high, values[state]);
      }
    }
  }

  /// Draws a map.
  ///
  /// @param grid where the states lie
  /// @param values V, one for each state; not modified
  /// @param policy an action for each state; not modified
  /// @param title what it shows
  /// @return the picture; large grids have a pixel a cell
  public static BufferedImage draw(GridShape grid, double[] values, int[] policy, String title) {
    return new MapPicture(grid, values, policy).draw(title);
  }

  private BufferedImage draw(String title) {
    System.setProperty("java.awt.headless", "true");
    int mapWidth = cell * grid.columns();
    int mapHeight = cell * grid.rows();
    int width = Math.max(mapWidth, NARROWEST) + 2 * MARGIN;
    int height = TITLE + mapHeight + LEGEND;
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.setColor(TEXT);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    g.drawString(title, MARGIN, TITLE - 16);
    int left = (width - mapWidth) / 2;
    for (int state = 0; state < values.length; state++) {
      int x = left + cell * (state % grid.columns());
      int y = TITLE + cell * (state / grid.columns());
      cell(g, state, x, y);
    }
    legend(g, width, TITLE + mapHeight + 16);
    g.dispose();
    return image;
  }

  private void cell(Graphics2D g, int state, int x, int y) {
    char letter = grid.cells().charAt(state);
    Color fill =
        grid.open(state)
            ? shade(values[state])
            : letter == '#' ? WALL : letter == 'G' ? GOAL : OTHER;
    g.setColor(fill);
    g.fillRect(x, y, cell, cell);
    if (cell < CELL_WITH_ARROW || letter == '#') {
      return;
    }
    boolean numbered = cell >= CELL_WITH_NUMBER && grid.open(state);
    g.setColor(isDark(fill) ? Color.WHITE : TEXT);
    if (grid.open(state)) {
      double middle = y + cell * (numbered ? 0.36 : 0.5);
      arrow(g, grid.directions().get(policy[state]), x + cell * 0.5, middle);
    } else {
      g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, Math.max(8, cell * 2 / 5)));
      centred(g, String.valueOf(letter), x + cell * 0.5, y + cell * 0.5);
    }
    if (numbered) {
      g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, cell / 5));
      centred(g, digits.text(values[state]), x + cell * 0.5, y + cell * 0.8);
    }
  }

  private void arrow(Graphics2D g, Direction direction, double x, double y) {
    double length = 0.22 * cell;
    double dx = direction == Direction.RIGHT ? 1 : direction == Direction.LEFT ? -1 : 0;
    double dy = direction == Direction.DOWN ? 1 : direction == Direction.UP ? -1 : 0;
    double tipX = x + dx * length;
    double tipY = y + dy * length;
    double head = 0.6 * length;
    var path = new Path2D.Double();
    path.moveTo(x - dx * length, y - dy * length);
    path.lineTo(tipX, tipY);
    path.moveTo(tipX - head * (dx - dy), tipY - head * (dy + dx));
    path.lineTo(tipX, tipY);
    path.lineTo(tipX - head * (dx + dy), tipY - head * (dy - dx));
    float width = Math.max(1, cell / 18f);
    g.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(path);
  }

  private void legend(Graphics2D g, int width, int y) {
    if (low > high) {
      return;
    }
    int bar = Math.min(width - 2 * MARGIN, NARROWEST) / 2;
    int left = (width - bar) / 2;
    for (int x = 0; x < bar; x++) {
      g.setColor(shade(low + (high - low) * x / (bar - 1)));
      g.fillRect(left + x, y, 1, BAR);
    }
    g.setColor(TEXT);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    FontMetrics metrics = g.getFontMetrics();
    String least = digits.text(low);
    g.drawString(least, left - 8 - metrics.stringWidth(least), y + BAR);
    g.drawString(digits.text(high), left + bar + 8, y + BAR);
  }

  private static void centred(Graphics2D g, String text, double x, double y) {
    FontMetrics metrics = g.getFontMetrics();
    double left = x - metrics.stringWidth(text) / 2.0;
    double base = y + (metrics.getAscent() - metrics.getDescent()) / 2.0;
    g.drawString(text, (float) left, (float) base);
  }

  private Color shade(double value) {
    double share = high > low ? Math.clamp((value - low) / (high - low), 0, 1) : 1;
    double at = share * (SHADES.length - 1);
    int from = Math.min((int) at, SHADES.length - 2);
    double part = at - from;
    return new Color(
        mix(SHADES[from], SHADES[from + 1], part, 16)
            | mix(SHADES[from], SHADES[from + 1], part, 8)
            | mix(SHADES[from], SHADES[from + 1], part, 0));
  }

  private static int mix(int from, int to, double part, int shift) {
    int a = from >> shift & 0xFF;
    int b = to >> shift & 0xFF;
    return (int) Math.round(a + (b - a) * part) << shift;
  }

  private static boolean isDark(Color color) {
    return 0.3 * color.getRed() + 0.6 * color.getGreen() + 0.1 * color.getBlue() < 140;
  }
}
