package dev.bellman.rl.env.classic;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Drawable;
import dev.bellman.tensor.Rng;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.Arrays;

/// The valley of both mountain cars: how a car moves in it and how it looks.
///
/// A car is two numbers of an array, position and velocity; the height at x goes with `sin(3x)`.
final class Hill {
  static final int SIZE = 2;
  static final Drawable.Size PICTURE = new Drawable.Size(600, 400);
  static final int FRAMES_PER_SECOND = 30;
  static final Box OBSERVATIONS;

  private static final double MIN_POSITION = -1.2;
  private static final double MAX_POSITION = 0.6;
  private static final double MAX_SPEED = 0.07;
  private static final double START_LOW = -0.6;
  private static final double START_HIGH = -0.4;
  private static final double SCALE = PICTURE.width() / (MAX_POSITION - MIN_POSITION);
  private static final double AMPLITUDE = 0.45;
  private static final double MIDDLE = 0.55;
  private static final int COLUMNS = 60;
  private static final int ROWS = 14;

  static {
    float[] low = {(float) MIN_POSITION, (float) -MAX_SPEED};
    float[] high = {(float) MAX_POSITION, (float) MAX_SPEED};
    OBSERVATIONS = Box.of(low, high);
  }

  private Hill() {}

  /// Puts a car to rest near the bottom.
  static void start(double[] state, int at, Rng rng) {
    state[at] = rng.uniform(START_LOW, START_HIGH);
    state[at + 1] = 0;
  }

  /// Moves a car by one step; the wall on the left stops it.
  static void move(double[] state, int at, double push, double gravity) {
    double position = state[at];
    double velocity = state[at + 1] + (push - gravity * Trig.cos(3 * position));
    velocity = Math.clamp(velocity, -MAX_SPEED, MAX_SPEED);
    position = Math.clamp(position + velocity, MIN_POSITION, MAX_POSITION);
    state[at] = position;
    state[at + 1] = position == MIN_POSITION && velocity < 0 ? 0 : velocity;
  }

  private static double height(double position) {
    return AMPLITUDE * Trig.sin(3 * position) + MIDDLE;
  }

  private static double x(double position) {
    return (position - MIN_POSITION) * SCALE;
  }

  private static double y(double position) {
    return PICTURE.height() - height(position) * SCALE;
  }

  static void draw(Graphics2D g, double position, double goal) {
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    drawGround(g);
    drawFlag(g, goal);
    AffineTransform upright = g.getTransform();
    g.translate(x(position), y(position));
    double slope = 3 * AMPLITUDE * Trig.cos(3 * position);
    g.rotate(-StrictMath.atan(slope));
    drawCar(g);
    g.setTransform(upright);
  }

  private static void drawGround(Graphics2D g) {
    var surface = new Path2D.Double();
    surface.moveTo(0, y(MIN_POSITION));
    for (int x = 4; x <= PICTURE.width(); x += 4) {
      surface.lineTo(x, y(MIN_POSITION + x / SCALE));
    }
    var ground = new Path2D.Double(surface);
    ground.lineTo(PICTURE.width(), PICTURE.height());
    ground.lineTo(0, PICTURE.height());
    ground.closePath();
    g.setColor(new Color(0xE4EADB));
    g.fill(ground);
    g.setColor(new Color(0x8FA37A));
    g.setStroke(new BasicStroke(3, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
    g.draw(surface);
  }

  private static void drawFlag(Graphics2D g, double goal) {
    double x = x(goal);
    double foot = y(goal);
    g.setColor(new Color(0x2B3A4A));
    g.setStroke(new BasicStroke(2));
    g.draw(new Line2D.Double(x, foot, x, foot - 50));
    var flag = new Path2D.Double();
    flag.moveTo(x, foot - 50);
    flag.lineTo(x + 26, foot - 42);
    flag.lineTo(x, foot - 34);
    flag.closePath();
    g.setColor(new Color(0xC9803A));
    g.fill(flag);
  }

  private static void drawCar(Graphics2D g) {
    g.setColor(new Color(0x2B3A4A));
    g.fill(new RoundRectangle2D.Double(-20, -21, 40, 12, 6, 6));
    g.fill(new RoundRectangle2D.Double(-11, -30, 22, 14, 8, 8));
    for (int x : new int[] {-11, 11}) {
      g.setColor(new Color(0x7E8FD4));
      g.fill(new Ellipse2D.Double(x - 7, -15, 14, 14));
      g.setColor(Color.WHITE);
      g.fill(new Ellipse2D.Double(x - 2, -10, 4, 4));
    }
  }

  /// The profile from the left, the car as `o`, the goal as `P`.
  static String text(double position, double goal) {
    var rows = new char[ROWS][COLUMNS];
    for (char[] row : rows) {
      Arrays.fill(row, ' ');
    }
    for (int column = 0; column < COLUMNS; column++) {
      rows[row(column)][column] = '.';
    }
    rows[row(column(goal)) - 1][column(goal)] = 'P';
    rows[row(column(position)) - 1][column(position)] = 'o';
    var text = new StringBuilder();
    for (char[] row : rows) {
      text.append(new String(row).stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static int column(double position) {
    double share = (position - MIN_POSITION) / (MAX_POSITION - MIN_POSITION);
    return Math.clamp((int) (share * COLUMNS), 0, COLUMNS - 1);
  }

  /// The row of the ground, 0 at the top.
  private static int row(int column) {
    double middle = MIN_POSITION + (column + 0.5) * (MAX_POSITION - MIN_POSITION) / COLUMNS;
    double share = 0.5 + 0.5 * Trig.sin(3 * middle);
    return (int) Math.rint(ROWS - 1 - share * (ROWS - 2));
  }
}
