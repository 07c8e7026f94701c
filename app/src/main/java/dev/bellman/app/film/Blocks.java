package dev.bellman.app.film;

import java.awt.image.BufferedImage;

/// A picture in a terminal: each character is two pixels, one above the other, in the nearest of
/// the
/// 216 colours and 24 greys that nearly every terminal has.
public final class Blocks {
  private static final int[] STEPS = {0, 95, 135, 175, 215, 255};
  private static final int CUBE = 16;
  private static final int GREYS = 232;

  private Blocks() {}

  /// Turns a picture into lines.
  ///
  /// @param picture the picture, a pixel wide for each column; not modified
  /// @return half as many lines as it is high, rounded down
  public static String of(BufferedImage picture) {
    var text = new StringBuilder();
    for (int y = 0; y + 1 < picture.getHeight(); y += 2) {
      int above = -1;
      int below = -1;
      for (int x = 0; x < picture.getWidth(); x++) {
        int upper = color(picture.getRGB(x, y));
        int lower = color(picture.getRGB(x, y + 1));
        if (upper != above || lower != below) {
          text.append("\u001b[38;5;%d;48;5;%dm".formatted(upper, lower));
          above = upper;
          below = lower;
        }
        text.append('\u2580');
      }
      text.append('\n');
    }
    return text.toString();
  }

  /// The number of the nearest colour.
  private static int color(int rgb) {
    int red = rgb >> 16 & 0xFF;
    int green = rgb >> 8 & 0xFF;
    int blue = rgb & 0xFF;
    int r = step(red);
    int g = step(green);
    int b = step(blue);
    int grey = Math.clamp(Math.round(((red + green + blue) / 3f - 8) / 10), 0, 23);
    int level = 8 + 10 * grey;
    int toCube = distance(red, green, blue, STEPS[r], STEPS[g], STEPS[b]);
    int toGrey = distance(red, green, blue, level, level, level);
    return toGrey < toCube ? GREYS + grey : CUBE + 36 * r + 6 * g + b;
  }

  private static int step(int part) {
    int nearest = 0;
    for (int i = 1; i < STEPS.length; i++) {
      if (Math.abs(STEPS[i] - part) < Math.abs(STEPS[nearest] - part)) {
        nearest = i;
      }
    }
    return nearest;
  }

  private static int distance(int red, int green, int blue, int r, int g, int b) {
    return (red - r) * (red - r) + (green - g) * (green - g) + (blue - b) * (blue - b);
  }
}
