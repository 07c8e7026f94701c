package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.Drawable;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/// A blackjack table to draw hands on: the dealer's above, the player's below.
///
/// Ranks are drawn from small bitmaps and not with a font, so that pictures are the same on every
/// machine, also on one without fonts.
///
/// @param g where to
record CardTable(Graphics2D g) {
  static final Drawable.Size SIZE = new Drawable.Size(520, 340);

  private static final double CARD_WIDTH = 84;
  private static final double CARD_HEIGHT = 120;
  private static final double MARGIN = 30;
  private static final double HANDS_WIDTH = 400;
  private static final int SPADES = 0;
  private static final int HEARTS = 1;
  private static final int CLUBS = 2;
  private static final int SUITS = 4;
  private static final Color FELT = new Color(0x1F6B45);
  private static final Color RIM = new Color(0x17553A);
  private static final Color PAPER = new Color(0xFBF8F0);
  private static final Color EDGE = new Color(0x9A9486);
  private static final Color BACK = new Color(0x7A2E39);
  private static final Color PATTERN = new Color(0x9C4A54);
  private static final Color RED = new Color(0xC43B3B);
  private static final Color BLACK = new Color(0x26262B);
  private static final Color BUST = new Color(0xE58E7B);

  /// Seven rows of five pixels, from the top; the first pixel is the highest bit.
  private static final String GLYPHS = "0123456789AJQK";

  private static final int[][] ROWS = {
    {14, 17, 19, 21, 25, 17, 14},
    {4, 12, 4, 4, 4, 4, 14},
    {14, 17, 1, 2, 4, 8, 31},
    {31, 2, 4, 2, 1, 17, 14},
    {2, 6, 10, 18, 31, 2, 2},
    {31, 16, 30, 1, 1, 17, 14},
    {6, 8, 16, 30, 17, 17, 14},
    {31, 1, 2, 4, 8, 8, 8},
    {14, 17, 17, 14, 17, 17, 14},
    {14, 17, 17, 15, 1, 2, 12},
    {14, 17, 17, 17, 31, 17, 17},
    {7, 2, 2, 2, 2, 18, 12},
    {14, 17, 17, 17, 21, 18, 13},
    {17, 18, 20, 24, 20, 18, 17}
  };

  CardTable {
    g.setColor(FELT);
    g.fill(new Rectangle2D.Double(0, 0, SIZE.width(), SIZE.height()));
    g.setColor(RIM);
    g.setStroke(new BasicStroke(10));
    g.draw(new RoundRectangle2D.Double(5, 5, SIZE.width() - 10.0, SIZE.height() - 10.0, 30, 30));
  }

  /// Draws the dealer's hand.
  ///
  /// @param hands the hands
  /// @param i the copy
  /// @param suit the suit of the open card
  /// @param picture what its picture is where it has one
  /// @param isOpen whether all cards show
  void drawDealer(Hands hands, int i, int suit, int picture, boolean isOpen) {
    for (int k = 0; k < hands.count(i); k++) {
      double x = x(hands.count(i), k);
      if (k > 0 && !isOpen) {
        drawBack(x, MARGIN);
      } else {
        int card = hands.card(i, k);
        boolean hasPicture = k == 0 && card == 10;
        String rank = hasPicture ? "JQK".substring(picture, picture + 1) : rank(card);
        drawCard(x, MARGIN, rank, k == 0 ? suit : (k + card) % SUITS);
      }
    }
    if (isOpen) {
      drawTotal(hands.total(i), MARGIN);
    }
  }

  /// Draws the player's hand.
  ///
  /// @param hands the hands
  /// @param i the copy
  void drawPlayer(Hands hands, int i) {
    double y = SIZE.height() - MARGIN - CARD_HEIGHT;
    for (int k = 0; k < hands.count(i); k++) {
      int card = hands.card(i, k);
      drawCard(x(hands.count(i), k), y, rank(card), (k + card + 2) % SUITS);
    }
    drawTotal(hands.total(i), y);
  }

  private static double x(int count, int k) {
    double step = Math.min(CARD_WIDTH + 12, (HANDS_WIDTH - CARD_WIDTH) / Math.max(1, count - 1));
    return MARGIN + k * step;
  }

  private static String rank(int card) {
    return card == 1 ? "A" : Integer.toString(card);
  }

  private void drawTotal(int total, double y) {
    g.setColor(total > Hands.BLACKJACK ? BUST : PAPER);
    drawText(Integer.toString(total), 446, y + CARD_HEIGHT / 2 - 14, 4);
  }

  private void drawPaper(double x, double y, Color color) {
    var paper = new RoundRectangle2D.Double(x, y, CARD_WIDTH, CARD_HEIGHT, 14, 14);
    g.setColor(color);
    g.fill(paper);
    g.setColor(EDGE);
    g.setStroke(new BasicStroke(1.5f));
    g.draw(paper);
  }

  private void drawBack(double x, double y) {
    drawPaper(x, y, BACK);
    g.setColor(PATTERN);
    for (int row = 0; row < 7; row++) {
      for (int column = 0; column < 5; column++) {
        drawDiamond(x + 14 + column * 14, y + 15 + row * 15, 6);
      }
    }
  }

  private void drawCard(double x, double y, String rank, int suit) {
    drawPaper(x, y, PAPER);
    g.setColor(suit % 2 == HEARTS ? RED : BLACK);
    drawText(rank, x + 8, y + 9, 3);
    drawSuit(suit, x + CARD_WIDTH / 2, y + CARD_HEIGHT * 0.62, 22);
  }

  /// Draws digits and ranks with pixels of a size.
  private void drawText(String text, double x, double y, double pixel) {
    for (int k = 0; k < text.length(); k++) {
      int[] rows = ROWS[GLYPHS.indexOf(text.charAt(k))];
      for (int row = 0; row < rows.length; row++) {
        for (int column = 0; column < 5; column++) {
          if ((rows[row] >> (4 - column) & 1) == 1) {
            double left = x + (k * 6 + column) * pixel;
            g.fill(new Rectangle2D.Double(left, y + row * pixel, pixel, pixel));
          }
        }
      }
    }
  }

  private void drawSuit(int suit, double x, double y, double size) {
    switch (suit) {
      case SPADES -> {
        drawLobes(x, y, size, -1);
        drawStem(x, y, size);
      }
      case HEARTS -> drawLobes(x, y, size, 1);
      case CLUBS -> {
        double radius = size * 0.46;
        Walker.disc(g, x, y - size * 0.5, radius);
        Walker.disc(g, x - size * 0.52, y + size * 0.2, radius);
        Walker.disc(g, x + size * 0.52, y + size * 0.2, radius);
        drawStem(x, y, size);
      }
      default -> drawDiamond(x, y, size);
    }
  }

  /// Draws a heart, which upside down is the upper part of a spade.
  private void drawLobes(double x, double y, double size, int down) {
    var heart = new Path2D.Double();
    heart.moveTo(x, y + down * size);
    heart.curveTo(
        x - size * 1.7,
        y - down * size * 0.1,
        x - size * 0.8,
        y - down * size * 1.3,
        x,
        y - down * size * 0.4);
    heart.curveTo(
        x + size * 0.8,
        y - down * size * 1.3,
        x + size * 1.7,
        y - down * size * 0.1,
        x,
        y + down * size);
    g.fill(heart);
  }

  private void drawStem(double x, double y, double size) {
    var stem = new Path2D.Double();
    stem.moveTo(x, y);
    stem.lineTo(x + size * 0.35, y + size);
    stem.lineTo(x - size * 0.35, y + size);
    stem.closePath();
    g.fill(stem);
  }

  private void drawDiamond(double x, double y, double size) {
    var diamond = new Path2D.Double();
    diamond.moveTo(x, y - size);
    diamond.lineTo(x + size * 0.75, y);
    diamond.lineTo(x, y + size);
    diamond.lineTo(x - size * 0.75, y);
    diamond.closePath();
    g.fill(diamond);
  }
}
