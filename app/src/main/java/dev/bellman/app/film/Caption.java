package dev.bellman.app.film;

import dev.bellman.app.play.Player.Moment;
import dev.bellman.app.terminal.Quantity;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.stream.Stream;

/// The line below a picture: what is played, the step, its reward, the return. Narrow pictures have
/// no room for all of it.
final class Caption {
  static final int HEIGHT = 26;

  private static final int MARGIN = 10;
  private static final Color BAND = new Color(0xEDEFF2);
  private static final Color BAND_AT_END = new Color(0xD9DEE6);
  private static final Color TEXT = new Color(0x2B3A4A);

  /// Pictures that are narrower have no reward, and then no title.
  private static final int NO_REWARD = 380;

  private static final int NO_TITLE = 230;

  /// Where the columns begin, as shares of the width.
  private static final double[] FOUR = {0, 0.42, 0.57, 0.77};

  private static final double[] THREE = {0, 0.46, 0.69};
  private static final double[] TWO = {0, 0.46};

  private final String title;
  private final int width;
  private final Font font;

  Caption(String title, int width) {
    this.title = title;
    this.width = width;
    font = new Font(Font.SANS_SERIF, Font.PLAIN, width < 500 ? 11 : 13);
  }

  /// Writes the line.
  ///
  /// @param top where it begins
  void write(Graphics2D g, Moment moment, int top) {
    g.setColor(moment.done() ? BAND_AT_END : BAND);
    g.fillRect(0, top, width, HEIGHT);
    g.setColor(TEXT);
    g.setFont(font);
    int baseline = top + (HEIGHT + g.getFontMetrics().getAscent()) / 2 - 2;
    String step = "step " + moment.steps();
    String reward = "reward " + Quantity.amount(moment.reward());
    String totalReward = "return " + Quantity.amount(moment.totalReward());
    if (width < NO_TITLE) {
      write(g, baseline, TWO, step, totalReward);
    } else if (width < NO_REWARD) {
      write(g, baseline, THREE, start(g, moment, THREE[1]), step, totalReward);
    } else {
      write(g, baseline, FOUR, start(g, moment, FOUR[1]), step, reward, totalReward);
    }
  }

  private void write(Graphics2D g, int baseline, double[] columns, String... words) {
    for (int i = 0; i < words.length; i++) {
      g.drawString(words[i], MARGIN + (int) (columns[i] * (width - MARGIN)), baseline);
    }
  }

  /// How the episode ended, else as much of the title and the episode as there is room for.
  private String start(Graphics2D g, Moment moment, double share) {
    if (moment.done()) {
      return moment.terminated() ? "terminated" : "truncated";
    }
    FontMetrics letters = g.getFontMetrics();
    String episode = "episode " + moment.episode();
    String tail = moment.episode() == 1 ? "" : ", " + episode;
    String environment = title.substring(title.lastIndexOf(' ') + 1);
    return Stream.of(title, environment, environment.substring(environment.lastIndexOf('/') + 1))
        .map(name -> name + tail)
        .filter(name -> letters.stringWidth(name) <= share * (width - MARGIN) - MARGIN)
        .findFirst()
        .orElse(episode);
  }
}
