package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.Drawable;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/// How the taxi's town looks.
record TownScene() implements Scene {
  private static final int CELL = 80;
  private static final int BORDER = 12;
  private static final Color STREET = new Color(0xE4E1DA);
  private static final Color LINE = new Color(0xCFCBC2);
  private static final Color WALL = new Color(0x5B4A42);
  private static final Color CAB = new Color(0xF2B81F);
  private static final Color WINDOW = new Color(0x2E3B47);
  private static final Color SKIN = new Color(0xF2CFA5);
  private static final Color COAT = new Color(0x6A3E8E);
  private static final Color[] PLACES = {
    new Color(0xD9574A), new Color(0x57A863), new Color(0xE3CF57), new Color(0x5A86D0)
  };

  @Override
  public Drawable.Size size() {
    int side = Town.SIDE * CELL + 2 * BORDER;
    return new Drawable.Size(side, side);
  }

  @Override
  public void draw(Graphics2D g, int state, int action) {
    drawTown(g);
    int taxi = Town.cell(state);
    int passenger = Town.passenger(state);
    for (int cell = 0; cell < Town.SIDE * Town.SIDE; cell++) {
      int place = Town.place(cell);
      if (place >= 0 && place == Town.destination(state)) {
        Walker.flag(g, x(cell) + CELL * 0.42, y(cell) + 4, CELL * 0.55, WALL);
      }
      if (place >= 0 && place == passenger) {
        drawPassenger(g, x(cell) + CELL * 0.22, y(cell) + CELL * 0.34);
      }
    }
    drawTaxi(g, x(taxi), y(taxi), action);
    if (passenger == Town.RIDING) {
      drawPassenger(g, x(taxi) + CELL * 0.5, y(taxi) + CELL * 0.5);
    }
  }

  private static double x(int cell) {
    return BORDER + cell % Town.SIDE * (double) CELL;
  }

  private static double y(int cell) {
    int row = cell / Town.SIDE;
    return BORDER + row * (double) CELL;
  }

  private static void drawTown(Graphics2D g) {
    double side = Town.SIDE * (double) CELL;
    g.setColor(WALL);
    g.fill(new Rectangle2D.Double(0, 0, side + 2 * BORDER, side + 2 * BORDER));
    for (int cell = 0; cell < Town.SIDE * Town.SIDE; cell++) {
      int place = Town.place(cell);
      var square = new Rectangle2D.Double(x(cell), y(cell), CELL, CELL);
      g.setColor(place >= 0 ? PLACES[place] : STREET);
      g.fill(square);
      g.setStroke(new BasicStroke(1));
      g.setColor(LINE);
      g.draw(square);
    }
    g.setColor(WALL);
    g.setStroke(new BasicStroke(8, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    for (int cell = 0; cell < Town.SIDE * Town.SIDE; cell++) {
      if (Town.hasWallEast(cell)) {
        double x = x(cell) + CELL;
        g.draw(new Line2D.Double(x, y(cell), x, y(cell) + CELL));
      }
    }
  }

  private static void drawTaxi(Graphics2D g, double x, double y, int action) {
    boolean isUpright = action == 0 || action == 1;
    double length = CELL * 0.74;
    double width = CELL * 0.46;
    double across = isUpright ? width : length;
    double down = isUpright ? length : width;
    double left = x + (CELL - across) / 2;
    double top = y + (CELL - down) / 2;
    g.setColor(CAB);
    g.fill(new RoundRectangle2D.Double(left, top, across, down, 18, 18));
    g.setColor(WALL);
    g.setStroke(new BasicStroke(2));
    g.draw(new RoundRectangle2D.Double(left, top, across, down, 18, 18));
    g.setColor(WINDOW);
    double pane = CELL * 0.09;
    double front = CELL * 0.17;
    g.fill(
        switch (action) {
          case 0 -> new Rectangle2D.Double(left + 6, top + down - front, across - 12, pane);
          case 1 -> new Rectangle2D.Double(left + 6, top + front - pane, across - 12, pane);
          case 3 -> new Rectangle2D.Double(left + front - pane, top + 6, pane, down - 12);
          default -> new Rectangle2D.Double(left + across - front, top + 6, pane, down - 12);
        });
  }

  private static void drawPassenger(Graphics2D g, double x, double y) {
    g.setColor(COAT);
    Walker.disc(g, x, y + CELL * 0.06, CELL * 0.12);
    g.setColor(SKIN);
    Walker.disc(g, x, y - CELL * 0.06, CELL * 0.08);
  }

  @Override
  public String text(int state, int action) {
    String border = "+" + "-".repeat(4 * Town.SIDE - 1) + "+\n";
    var text = new StringBuilder(border);
    for (int cell = 0; cell < Town.SIDE * Town.SIDE; cell++) {
      boolean isTaxi = cell == Town.cell(state);
      boolean isLast = cell % Town.SIDE == Town.SIDE - 1;
      text.append(cell % Town.SIDE == 0 ? "|" : "")
          .append(isTaxi ? '[' : ' ')
          .append(Town.letter(cell))
          .append(isTaxi ? ']' : ' ')
          .append(isLast ? "|\n" : Town.hasWallEast(cell) ? "|" : ":");
    }
    int passenger = Town.passenger(state);
    return text.append(border)
        .append("passenger ")
        .append(passenger == Town.RIDING ? "rides" : "at " + Town.letterOfPlace(passenger))
        .append(", destination ")
        .append(Town.letterOfPlace(Town.destination(state)))
        .append('\n')
        .append(Scene.caption(action, "South", "North", "East", "West", "Pickup", "Dropoff"))
        .toString();
  }
}
