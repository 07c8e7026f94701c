package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Simulation;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.env.Tuple;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// Blackjack against a dealer with cards from an endless deck.
///
/// Actions: stick (0), hit (1). Observation: what the player's cards sum to, the dealer's open card
/// (an ace is 1), and whether the player has an ace that counts 11. A hand above 21 loses; when the
/// player sticks, the dealer draws up to 17 or more, and the higher hand wins. The reward is 1, 0
/// or -1 at the end, and 0 before.
///
/// The internal state is a list of cards: the dealer's open one, its hidden one, then the player's.
/// The model's states are `(sum * 11 + dealer) * 2 + ace`; where naturals pay otherwise than other
/// hands of 21, they are states of their own, `704 + dealer`.
///
/// **Source**: Sutton and Barto, Reinforcement Learning, example 5.1; the numbers of Gymnasium
/// 1.4's `Blackjack`, seed for seed.
public final class Blackjack implements Simulation<List<Object>, Integer> {
  /// What a natural, an ace and a ten from the start, is worth.
  public enum Naturals {
    /// No more than any other 21.
    PLAIN,
    /// 1.5 where it wins.
    PAY_MORE,
    /// A win over any hand but a natural, as in Sutton and Barto.
    WIN
  }

  static final int SUMS = 32;
  static final int DEALERS = 11;
  static final int HIT = 1;
  static final int DEALER_STANDS = 17;

  private static final int RANKS = 13;
  private static final int TEN = 10;
  private static final int SUITS = 4;
  private static final int PICTURES = 3;
  private static final Tuple OBSERVATIONS =
      Tuple.of(Discrete.of(SUMS), Discrete.of(DEALERS), Discrete.of(2));
  private static final int SIZE = SUMS + DEALERS + 2;
  private static final Discrete ACTIONS = Discrete.of(2);

  private final Naturals naturals;
  private final BlackjackModel model;
  private final Hands dealer;
  private final Hands player;

  /// The suit of the dealer's open card plus 4 times the picture of a ten: jack, queen or king.
  /// Only drawings show it.
  private final int[] face;

  private final boolean[] terminated;
  private final Rng[] rng;

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param naturals what naturals are worth
  public Blackjack(int n, Naturals naturals) {
    this.naturals = naturals;
    rng = Simulation.streams("Blackjack", n);
    model = new BlackjackModel(naturals);
    dealer = new Hands(n);
    player = new Hands(n);
    face = new int[n];
    terminated = new boolean[n];
  }

  /// One environment, without a time limit.
  ///
  /// @param naturals what naturals are worth
  /// @return the environment
  public static SimulatedEnv<List<Object>, Integer> env(Naturals naturals) {
    return new SimulatedEnv<>(new Blackjack(1, naturals));
  }

  @Override
  public int count() {
    return rng.length;
  }

  @Override
  public Space<List<Object>> observationSpace() {
    return OBSERVATIONS;
  }

  @Override
  public Space<Integer> actionSpace() {
    return ACTIONS;
  }

  @Override
  public void seed(int i, long seed) {
    rng[i] = Rng.ofSeed(seed);
  }

  @Override
  public void start(int i) {
    Rng stream = rng[i];
    int open = card(stream);
    dealer.deal(i, open, card(stream));
    player.deal(i, card(stream), card(stream));
    int suit = stream.nextInt(SUITS);
    face[i] = open == TEN ? suit + SUITS * stream.nextInt(PICTURES) : suit;
    terminated[i] = false;
  }

  private static int card(Rng stream) {
    return Math.min(stream.nextInt(RANKS) + 1, TEN);
  }

  @Override
  public double advance(int i, Actions actions) {
    if (actions.discrete()[i] == HIT) {
      player.add(i, card(rng[i]));
      terminated[i] = player.total(i) > Hands.BLACKJACK;
      return terminated[i] ? -1 : 0;
    }
    while (dealer.total(i) < DEALER_STANDS) {
      dealer.add(i, card(rng[i]));
    }
    terminated[i] = true;
    return reward(
        naturals, player.score(i), player.isNatural(i), dealer.score(i), dealer.isNatural(i));
  }

  /// {@return the reward when both hands are final}
  ///
  /// @param naturals what naturals are worth
  /// @param score the player's score
  /// @param isNatural whether the player has a natural
  /// @param dealerScore the dealer's score, 0 for a bust hand
  /// @param dealerIsNatural whether the dealer has a natural
  static double reward(
      Naturals naturals, int score, boolean isNatural, int dealerScore, boolean dealerIsNatural) {
    if (naturals == Naturals.WIN && isNatural && !dealerIsNatural) {
      return 1;
    }
    int plain = Integer.signum(score - dealerScore);
    return naturals == Naturals.PAY_MORE && isNatural && plain == 1 ? 1.5 : plain;
  }

  @Override
  public boolean terminated(int i) {
    return terminated[i];
  }

  @Override
  public void observe(int i, float[] observations, int[] states) {
    int at = i * SIZE;
    for (int d = at; d < at + SIZE; d++) {
      observations[d] = 0f;
    }
    observations[at + player.total(i)] = 1f;
    observations[at + SUMS + dealer.card(i, 0)] = 1f;
    observations[at + SUMS + DEALERS + player.usableAces(i)] = 1f;
  }

  @Override
  public void set(int i, double[] from) {
    if (from.length < 4 || from.length > 2 + Hands.BLACKJACK) {
      throw new IllegalArgumentException(
          "start: must have 4 to %d values (dealer's card, its hidden card, player's cards), got %d"
              .formatted(2 + Hands.BLACKJACK, from.length));
    }
    for (int k = 0; k < from.length; k++) {
      if (!(from[k] >= 1 && from[k] <= TEN) || from[k] != (int) from[k]) {
        throw new IllegalArgumentException(
            "start[%d]: must be a card, 1 (ace) to 10, got %s".formatted(k, from[k]));
      }
    }
    int sum = (int) Arrays.stream(from, 2, from.length).sum();
    if (sum > Hands.BLACKJACK) {
      throw new IllegalArgumentException(
          "start: the player's cards must sum to at most %d, got %d"
              .formatted(Hands.BLACKJACK, sum));
    }
    dealer.clear(i);
    player.clear(i);
    for (int k = 0; k < from.length; k++) {
      (k < 2 ? dealer : player).add(i, (int) from[k]);
    }
    face[i] = 0;
    terminated[i] = false;
  }

  @Override
  public double[] get(int i) {
    double[] cards = new double[2 + player.count(i)];
    for (int k = 0; k < cards.length; k++) {
      cards[k] = k < 2 ? dealer.card(i, k) : player.card(i, k - 2);
    }
    return cards;
  }

  @Override
  public Optional<TransitionModel> model() {
    return Optional.of(model);
  }

  @Override
  public Drawable.Size pictureSize() {
    return CardTable.SIZE;
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    var table = new CardTable(g);
    table.drawDealer(dealer, i, face[i] % SUITS, face[i] / SUITS, terminated[i]);
    table.drawPlayer(player, i);
  }

  @Override
  public String text(int i) {
    var dealerText = new StringJoiner(" ", "dealer ", "");
    boolean isOpen = terminated[i];
    for (int k = 0; k < dealer.count(i); k++) {
      dealerText.add(k == 0 || isOpen ? Integer.toString(dealer.card(i, k)) : "?");
    }
    var playerText = new StringJoiner(" ", "player ", "");
    for (int k = 0; k < player.count(i); k++) {
      playerText.add(Integer.toString(player.card(i, k)));
    }
    return "%s%s\n%s = %d%s"
        .formatted(
            dealerText,
            isOpen ? " = " + dealer.total(i) : "",
            playerText,
            player.total(i),
            player.usableAces(i) > 0 ? " (usable ace)" : "");
  }

  @Override
  public void save(State out) {
    dealer.save(out.at("dealer"));
    player.save(out.at("player"));
    out.put("face", face);
    byte[] ends = new byte[terminated.length];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = (byte) (terminated[i] ? 1 : 0);
    }
    out.put("terminated", ends);
    Simulation.save(rng, out);
  }

  @Override
  public void load(State in) {
    dealer.load(in.at("dealer"));
    player.load(in.at("player"));
    int[] faces = in.ints("face", face.length);
    byte[] ends = in.bytes("terminated", terminated.length);
    for (int i = 0; i < ends.length; i++) {
      face[i] = Math.floorMod(faces[i], SUITS * PICTURES);
      terminated[i] = ends[i] != 0;
    }
    Simulation.load(rng, in);
  }
}
