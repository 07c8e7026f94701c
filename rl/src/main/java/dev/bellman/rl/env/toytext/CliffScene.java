package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.Drawable;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/// How the path along the cliff looks.
record CliffScene() implements Scene {
  private static final int CELL = 50;
  private static final Color GRASS = new Color(0xA9C67F);
  private static final Color LIGHT_GRASS = new Color(0xB4CF8B);
  private static final Color EDGE = new Color(0x8A6B4A);
  private static final Color DEEP = new Color(0x3B3531);
  private static final Color ROCK = new Color(0x6B5C50);
  private static final Color START = new Color(0xCDB48E);
  private static final Color GOAL = new Color(0x2E6FA8);

  @Override
  public Drawable.Size size() {
    return new Drawable.Size(CliffWalking.COLUMNS * CELL, CliffWalking.ROWS * CELL);
  }

  @Override
  public void draw(Graphics2D g, int state, int action) {
    for (int cell = 0; cell < CliffWalking.ROWS * CliffWalking.COLUMNS; cell++) {
      drawCell(g, cell);
    }
    int right = action == 1 ? 1 : action == 3 ? -1 : 0;
    int down = action == 0 ? -1 : 1;
    Walker.draw(g, x(state), y(state), CELL, right, down);
  }

  private static double x(int cell) {
    return cell % CliffWalking.COLUMNS * (double) CELL;
  }

  private static double y(int cell) {
    int row = cell / CliffWalking.COLUMNS;
    return row * (double) CELL;
  }

  private static void drawCell(Graphics2D g, int cell) {
    double x = x(cell);
    double y = y(cell);
    if (CliffWalking.isCliff(cell)) {
      g.setColor(DEEP);
      g.fill(new Rectangle2D.Double(x, y, CELL, CELL));
      g.setColor(EDGE);
      g.fill(new Rectangle2D.Double(x, y, CELL, 7));
      g.setColor(ROCK);
      var rock = new Path2D.Double();
      rock.moveTo(x + 4 + cell % 3 * 6, y + CELL);
      rock.lineTo(x + 18 + cell % 2 * 6, y + 26);
      rock.lineTo(x + 32 + cell % 3 * 5, y + CELL);
      rock.closePath();
      g.fill(rock);
      return;
    }
    boolean isLight = (cell / CliffWalking.COLUMNS + cell) % 2 == 0;
    g.setColor(isLight ? LIGHT_GRASS : GRASS);
    g.fill(new Rectangle2D.Double(x, y, CELL, CELL));
    if (cell == CliffWalking.START) {
      g.setColor(START);
      g.fill(new Rectangle2D.Double(x + 10, y + 36, 30, 9));
    } else if (cell == CliffWalking.GOAL) {
      Walker.flag(g, x, y, CELL, GOAL);
    }
  }

  @Override
  public String text(int state, int action) {
    var text = new StringBuilder();
    for (int cell = 0; cell < CliffWalking.ROWS * CliffWalking.COLUMNS; cell++) {
      if (cell > 0) {
        text.append(cell % CliffWalking.COLUMNS == 0 ? "\n" : "  ");
      }
      text.append(letter(cell, state));
    }
    return text.toString();
  }

  private static char letter(int cell, int state) {
    if (cell == state) {
      return 'x';
    }
    if (cell == CliffWalking.GOAL) {
      return 'T';
    }
    return CliffWalking.isCliff(cell) ? 'C' : 'o';
  }
}
