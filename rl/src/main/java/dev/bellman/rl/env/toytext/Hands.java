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

  /// A hand in one number: the sum of the cards with aces as 1, then whether there is an ace, then
  /// the number of cards.
  private static final int SUM = 0x3F;

  private static final int ACE = SUM + 1;
  private static final int COUNT_SHIFT = 16;
  private static final int NATURAL = (2 << COUNT_SHIFT) + ACE + 11;

  /// By sum and ace, because a processor guesses branches on cards wrong: the number of aces that
  /// count 11, what a hand is worth, and that again with 0 for a bust hand.
  private static final byte[] USABLE = new byte[2 * ACE];

  private static final byte[] TOTAL = new byte[2 * ACE];
  private static final byte[] SCORE = new byte[2 * ACE];

  /// By card: [#ACE] for an ace.
  private static final byte[] ACES = {0, ACE, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  static {
    for (int hand = 0; hand < 2 * ACE; hand++) {
      int total = total(hand & SUM, (hand & ACE) != 0);
      USABLE[hand] = (byte) (isUsable(hand & SUM, (hand & ACE) != 0) ? 1 : 0);
      TOTAL[hand] = (byte) total;
      SCORE[hand] = (byte) (total > BLACKJACK ? 0 : total);
    }
  }

  /// `[n, 22]`
  private final byte[] cards;

  /// What matters of the cards, so that playing touches one number for each hand.
  private final int[] packed;

  Hands(int n) {
    cards = new byte[Math.multiplyExact(n, MAX_CARDS)];
    packed = new int[n];
  }

  void clear(int i) {
    packed[i] = 0;
  }

  /// Makes a hand of two cards.
  void deal(int i, int first, int second) {
    cards[i * MAX_CARDS] = (byte) first;
    cards[i * MAX_CARDS + 1] = (byte) second;
    packed[i] = (2 << COUNT_SHIFT) + first + second | ACES[first] | ACES[second];
  }

  void add(int i, int card) {
    int hand = packed[i];
    cards[i * MAX_CARDS + (hand >>> COUNT_SHIFT)] = (byte) card;
    packed[i] = hand + (1 << COUNT_SHIFT) + card | ACES[card];
  }

  int count(int i) {
    return packed[i] >>> COUNT_SHIFT;
  }

  int card(int i, int k) {
    return cards[i * MAX_CARDS + k];
  }

  /// {@return the number of aces that count 11, 0 or 1}
  ///
  /// @param i the copy
  int usableAces(int i) {
    return USABLE[packed[i] & (ACE | SUM)];
  }

  /// {@return what the hand is worth, more than 21 if it is bust}
  ///
  /// @param i the copy
  int total(int i) {
    return TOTAL[packed[i] & (ACE | SUM)];
  }

  /// {@return the total, or 0 for a bust hand}
  ///
  /// @param i the copy
  int score(int i) {
    return SCORE[packed[i] & (ACE | SUM)];
  }

  /// {@return whether the hand is an ace and a ten}
  ///
  /// @param i the copy
  boolean isNatural(int i) {
    return packed[i] == NATURAL;
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
    int[] counts = new int[packed.length];
    Arrays.setAll(counts, this::count);
    out.put("count", counts);
  }

  @Override
  public void load(State in) {
    int[] savedCount = in.ints("count", packed.length);
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
