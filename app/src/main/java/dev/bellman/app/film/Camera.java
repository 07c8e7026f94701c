package dev.bellman.app.film;

import dev.bellman.app.play.Player.Moment;
import dev.bellman.app.terminal.Quantity;
import dev.bellman.rl.env.Drawable;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/// Takes pictures of an environment, with a line below that says how far the episode is.
public final class Camera {
  private static final int CAPTION = 26;
  private static final int MARGIN = 10;
  private static final int FULL_WIDTH = 500;
  private static final Color BAND = new Color(0xEDEFF2);
  private static final Color BAND_AT_END = new Color(0xD9DEE6);
  private static final Color TEXT = new Color(0x2B3A4A);

  private static final int NARROW = 320;

  /// Where the line's columns begin, as shares of the width.
  private static final double[] COLUMNS = {0, 0.42, 0.57, 0.77};

  private final String title;
  private final Drawable drawn;
  private final double scale;
  private final int width;
  private final int height;
  private final Font font;

  /// A camera before an environment. Nothing is shown on a screen.
  ///
  /// @param title what is played
  /// @param drawn what draws itself
  /// @param width the pictures' width, or null for the environment's own
  public Camera(String title, Drawable drawn, @Nullable Integer width) {
    System.setProperty("java.awt.headless", "true");
    this.title = title;
    this.drawn = drawn;
    Drawable.Size size = drawn.pictureSize();
    this.width = width == null ? size.width() : width;
    scale = (double) this.width / size.width();
    height = Math.max(1, (int) Math.round(size.height() * scale));
    font = new Font(Font.SANS_SERIF, Font.PLAIN, this.width < FULL_WIDTH ? 11 : 13);
  }

  /// An empty film for these pictures.
  ///
  /// @return the film
  public Film film() {
    return new Film(width, height + CAPTION);
  }

  /// Takes a picture.
  ///
  /// @param moment how far the episode is
  /// @return the picture, new at each call
  public BufferedImage picture(Moment moment) {
    BufferedImage picture = scene(CAPTION);
    Graphics2D g = graphics(picture);
    caption(g, moment);
    g.dispose();
    return picture;
  }

  /// Takes a picture without the line below.
  ///
  /// @return the picture, new at each call
  public BufferedImage scene() {
    return scene(0);
  }

  private BufferedImage scene(int below) {
    var picture = new BufferedImage(width, height + below, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = graphics(picture);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.clipRect(0, 0, width, height);
    g.scale(scale, scale);
    drawn.draw(g);
    g.dispose();
    return picture;
  }

  private static Graphics2D graphics(BufferedImage picture) {
    Graphics2D g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    return g;
  }

  private void caption(Graphics2D g, Moment moment) {
    g.setColor(moment.done() ? BAND_AT_END : BAND);
    g.fillRect(0, height, width, CAPTION);
    g.setColor(TEXT);
    g.setFont(font);
    int baseline = height + (CAPTION + g.getFontMetrics().getAscent()) / 2 - 2;
    String totalReward = "return " + Quantity.amount(moment.totalReward());
    write(g, 0, baseline, start(g, moment));
    if (width < NARROW) {
      write(g, 2, baseline, totalReward);
      return;
    }
    write(g, 1, baseline, "step " + moment.steps());
    write(g, 2, baseline, "reward " + Quantity.amount(moment.reward()));
    write(g, 3, baseline, totalReward);
  }

  private void write(Graphics2D g, int column, int baseline, String word) {
    g.drawString(word, MARGIN + (int) (COLUMNS[column] * (width - MARGIN)), baseline);
  }

  private String start(Graphics2D g, Moment moment) {
    if (moment.done()) {
      return moment.terminated() ? "terminated" : "truncated";
    }
    return width < NARROW ? "step " + moment.steps() : name(g, moment);
  }

  /// The title and the episode, as far as there is room.
  private String name(Graphics2D g, Moment moment) {
    String name = moment.episode() == 1 ? title : title + ", episode " + moment.episode();
    int room = (int) (COLUMNS[1] * (width - MARGIN)) - MARGIN;
    return g.getFontMetrics().stringWidth(name) <= room ? name : "episode " + moment.episode();
  }
}
