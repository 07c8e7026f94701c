package dev.bellman.rl.env.toytext;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;

/// One hand of cards for each of n copies: aces are 1, cards with a picture 10.
final class Hands implements Stateful {
  /// What a hand can hold: 21 aces and one card more.
  static final int MAX_CARDS = 22;

  static final int BLACKJACK = 21;
  private static final int ACE_BONUS = 10;

  /// `[n, 22]`
  private final byte[] cards;

  private final int[] count;

  /// What the cards sum to with aces as 1.
  private final int[] sum;

  private final boolean[] hasAce;

  Hands(int n) {
    cards = new byte[Math.multiplyExact(n, MAX_CARDS)];
    count = new int[n];
    sum = new int[n];
    hasAce = new boolean[n];
  }

  void clear(int i) {
    count[i] = 0;
    sum[i] = 0;
    hasAce[i] = false;
  }

  void add(int i, int card) {
    cards[i * MAX_CARDS + count[i]++] = (byte) card;
    sum[i] += card;
    hasAce[i] |= card == 1;
  }

  int count(int i) {
    return count[i];
  }

  int card(int i, int k) {
    return cards[i * MAX_CARDS + k];
  }

  /// {@return whether an ace counts 11}
  ///
  /// @param i the copy
  boolean hasUsableAce(int i) {
    return isUsable(sum[i], hasAce[i]);
  }

  /// {@return what the hand is worth, more than 21 if it is bust}
  ///
  /// @param i the copy
  int total(int i) {
    return total(sum[i], hasAce[i]);
  }

  /// {@return the total, or 0 for a bust hand}
  ///
  /// @param i the copy
  int score(int i) {
    int total = total(i);
    return total > BLACKJACK ? 0 : total;
  }

  /// {@return whether the hand is an ace and a ten}
  ///
  /// @param i the copy
  boolean isNatural(int i) {
    return count[i] == 2 && total(i) == BLACKJACK;
  }

  static boolean isUsable(int sum, boolean hasAce) {
    return hasAce && sum + ACE_BONUS <= BLACKJACK;
  }

  static int total(int sum, boolean hasAce) {
    return isUsable(sum, hasAce) ? sum + ACE_BONUS : sum;
  }

  @Override
  public void save(State out) {
    out.put("cards", cards);
    out.put("count", count);
  }

  @Override
  public void load(State in) {
    int[] savedCount = in.ints("count", count.length);
    byte[] savedCards = in.bytes("cards", cards.length);
    for (int i = 0; i < savedCount.length; i++) {
      clear(i);
      int n = savedCount[i];
      int at = i * MAX_CARDS;
      if (n < 0 || n > MAX_CARDS || !areCards(Arrays.copyOfRange(savedCards, at, at + n))) {
        throw new IllegalArgumentException(
            "environment 'Blackjack': saved hand %d must be at most %d cards from 1 to 10"
                .formatted(i, MAX_CARDS));
      }
      for (int k = 0; k < n; k++) {
        add(i, savedCards[at + k]);
      }
    }
  }

  private static boolean areCards(byte[] cards) {
    for (byte card : cards) {
      if (card < 1 || card > 10) {
        return false;
      }
    }
    return true;
  }
}
