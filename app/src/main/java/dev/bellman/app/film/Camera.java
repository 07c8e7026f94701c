package dev.bellman.app.film;

import dev.bellman.app.play.Player.Moment;
import dev.bellman.rl.env.Drawable;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/// Takes pictures of an environment, with a line below that says how far the episode is.
public final class Camera {
  private final Caption caption;
  private final Drawable drawn;
  private final double scale;
  private final int width;
  private final int height;

  /// A camera before an environment. Nothing is shown on a screen.
  ///
  /// @param title what is played
  /// @param drawn what draws itself
  /// @param width the pictures' width, or null for the environment's own
  public Camera(String title, Drawable drawn, @Nullable Integer width) {
    System.setProperty("java.awt.headless", "true");
    this.drawn = drawn;
    Drawable.Size size = drawn.pictureSize();
    this.width = width == null ? size.width() : width;
    scale = (double) this.width / size.width();
    height = Math.max(1, (int) Math.round(size.height() * scale));
    caption = new Caption(title, this.width);
  }

  /// An empty film for these pictures.
  ///
  /// @return the film
  public Film film() {
    return new Film(width, height + Caption.HEIGHT);
  }

  /// Takes a picture.
  ///
  /// @param moment how far the episode is
  /// @return the picture, new at each call
  public BufferedImage picture(Moment moment) {
    BufferedImage picture = scene(Caption.HEIGHT);
    Graphics2D g = graphics(picture);
    caption.write(g, moment, height);
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
}
