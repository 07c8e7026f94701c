package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.TransitionModel;
import java.util.Arrays;

/// Blackjack's probabilities, exact up to rounding: every card from an endless deck is a ten with
/// probability 4/13 and each other value with 1/13.
///
/// A state is `(sum * 11 + dealer) * 2 + ace`; where naturals pay otherwise than other hands of 21,
/// a natural is `704 + dealer`. States that no hand has are terminal.
final class BlackjackModel implements TransitionModel {
  private static final int HANDS = Blackjack.SUMS * Blackjack.DEALERS * 2;
  private static final int TEN = 10;
  private static final int LOWEST_SUM = 4;
  private static final int LOWEST_SOFT_SUM = 12;

  private final Blackjack.Naturals naturals;
  private final int states;

  /// `[11, 22]` how likely the dealer ends with a score, 0 for a bust hand, by its open card.
  private final double[][] dealer = new double[Blackjack.DEALERS][Hands.BLACKJACK + 1];

  BlackjackModel(Blackjack.Naturals naturals) {
    this.naturals = naturals;
    states = HANDS + (naturals == Blackjack.Naturals.PLAIN ? 0 : Blackjack.DEALERS);
    for (int open = 1; open <= TEN; open++) {
      playOut(open, open == 1, 1, dealer[open]);
    }
  }

  private static void playOut(int sum, boolean hasAce, double probability, double[] scores) {
    int total = Hands.total(sum, hasAce);
    if (total >= Blackjack.DEALER_STANDS) {
      scores[total > Hands.BLACKJACK ? 0 : total] += probability;
      return;
    }
    for (int card = 1; card <= TEN; card++) {
      playOut(sum + card, hasAce || card == 1, probability * chance(card), scores);
    }
  }

  private static double chance(int card) {
    return (card == TEN ? 4 : 1) / 13.0;
  }

  private static int state(int sum, boolean hasAce, int open) {
    int ace = Hands.isUsable(sum, hasAce) ? 1 : 0;
    return (Hands.total(sum, hasAce) * Blackjack.DEALERS + open) * 2 + ace;
  }

  private static int total(int state) {
    return state >= HANDS ? Hands.BLACKJACK : state / 2 / Blackjack.DEALERS;
  }

  private static int open(int state) {
    return state >= HANDS ? state - HANDS : state / 2 % Blackjack.DEALERS;
  }

  private static boolean hasUsableAce(int state) {
    return state >= HANDS || state % 2 == 1;
  }

  @Override
  public int states() {
    return states;
  }

  @Override
  public int actions() {
    return 2;
  }

  @Override
  public boolean terminal(int state) {
    int lowest = hasUsableAce(state) ? LOWEST_SOFT_SUM : LOWEST_SUM;
    return open(state) == 0 || total(state) < lowest || total(state) > Hands.BLACKJACK;
  }

  @Override
  public void outcomes(int state, int action, Outcomes out) {
    out.clear();
    if (terminal(state)) {
      out.add(1, state, 0, true);
    } else if (action == Blackjack.HIT) {
      hit(state, out);
    } else {
      stick(state, out);
    }
  }

  private static void hit(int state, Outcomes out) {
    boolean hasAce = hasUsableAce(state);
    int sum = total(state) - (hasAce ? 10 : 0);
    for (int card = 1; card <= TEN; card++) {
      int next = state(sum + card, hasAce || card == 1, open(state));
      boolean isBust = total(next) > Hands.BLACKJACK;
      out.add(chance(card), next, isBust ? -1 : 0, isBust);
    }
  }

  private void stick(int state, Outcomes out) {
    int open = open(state);
    boolean isNatural = state >= HANDS;
    double dealersNatural = open == 1 ? chance(TEN) : open == TEN ? chance(1) : 0;
    double[] rewards = {-1, 0, 1, 1.5};
    double[] chances = new double[rewards.length];
    for (int score = 0; score <= Hands.BLACKJACK; score++) {
      double natural = score == Hands.BLACKJACK ? dealersNatural : 0;
      double other = dealer[open][score] - natural;
      chances[at(rewards, state, isNatural, score, true)] += natural;
      chances[at(rewards, state, isNatural, score, false)] += other;
    }
    for (int k = 0; k < rewards.length; k++) {
      if (chances[k] > 0) {
        out.add(chances[k], state, rewards[k], true);
      }
    }
  }

  private int at(double[] rewards, int state, boolean isNatural, int score, boolean dealers) {
    return Arrays.binarySearch(
        rewards, Blackjack.reward(naturals, total(state), isNatural, score, dealers));
  }

  @Override
  public double[] initial() {
    double[] initial = new double[states];
    for (int open = 1; open <= TEN; open++) {
      for (int a = 1; a <= TEN; a++) {
        for (int b = 1; b <= TEN; b++) {
          int state = state(a + b, a == 1 || b == 1, open);
          boolean isApart = states > HANDS && total(state) == Hands.BLACKJACK;
          initial[isApart ? HANDS + open : state] += chance(open) * chance(a) * chance(b);
        }
      }
    }
    return initial;
  }
}
