package dev.bellman.rl.env;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Draws environments for tests.
public final class Pictures {
  private Pictures() {}

  /// The picture of an environment's state, as `bellman record` asks for it.
  static BufferedImage draw(Drawable env) {
    Drawable.Size size = env.pictureSize();
    var image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    var g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, size.width(), size.height());
    env.draw(g);
    g.dispose();
    return image;
  }

  /// The colours of a picture, without alpha.
  public static Set<Integer> colors(Drawable env) {
    BufferedImage image = draw(env);
    int width = image.getWidth();
    return IntStream.range(0, width * image.getHeight())
        .mapToObj(k -> image.getRGB(k % width, k / width) & 0xFFFFFF)
        .collect(Collectors.toSet());
  }
}
