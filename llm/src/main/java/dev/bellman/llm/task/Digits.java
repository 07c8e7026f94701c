package dev.bellman.llm.task;

import dev.bellman.tensor.Rng;
import java.util.List;

/// The tokens of the tasks with digits: a digit's token is its value.
final class Digits {
  static final Vocabulary VOCABULARY =
      new Vocabulary(
          List.of(
              "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "PAD", "BOS", "EOS", "|", ":", "="),
          10,
          11,
          12);
  static final int BAR = VOCABULARY.token("|");
  static final int COLON = VOCABULARY.token(":");
  static final int EQUALS = VOCABULARY.token("=");

  private static final int BASE = 10;

  private Digits() {}

  static boolean isDigit(int token) {
    return token >= 0 && token < BASE;
  }

  /// Draws digits and puts the end token behind them.
  static int[] random(int count, Rng rng) {
    int[] tokens = new int[count + 1];
    for (int i = 0; i < count; i++) {
      tokens[i] = rng.nextInt(BASE);
    }
    tokens[count] = VOCABULARY.eos();
    return tokens;
  }
}
