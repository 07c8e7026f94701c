package dev.bellman.rl.env.toytext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.env.toytext.Blackjack.Naturals;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlackjackTest {
  private static int state(int sum, int dealer, int ace) {
    return (sum * 11 + dealer) * 2 + ace;
  }

  private static TransitionModel model(Naturals naturals) {
    return new Blackjack(1, naturals).model().orElseThrow();
  }

  /// `[S, 2]` what each action is worth under best play, by sweeps that go on until nothing moves.
  private static double[][] actionValues(TransitionModel model) {
    double[][] q = new double[model.states()][2];
    var out = new TransitionModel.Outcomes();
    for (int sweep = 0; sweep < 40; sweep++) {
      for (int s = 0; s < model.states(); s++) {
        for (int a = 0; a < 2; a++) {
          model.outcomes(s, a, out);
          q[s][a] = 0;
          for (int k = 0; k < out.size(); k++) {
            double[] next = q[out.next(k)];
            double value = out.terminated(k) ? 0 : Math.max(next[0], next[1]);
            q[s][a] += out.probability(k) * (out.reward(k) + value);
          }
        }
      }
    }
    return q;
  }

  private static double startValue(Naturals naturals) {
    TransitionModel model = model(naturals);
    double[][] q = actionValues(model);
    double[] initial = model.initial();
    double value = 0;
    for (int s = 0; s < initial.length; s++) {
      value += initial[s] * Math.max(q[s][0], q[s][1]);
    }
    return value;
  }

  @Test
  void bestPlayIsWorthWhatExactFractionsGive() {
    assertThat(startValue(Naturals.PLAIN)).isCloseTo(-0.04655597706669755, within(1e-12));
    assertThat(startValue(Naturals.WIN)).isCloseTo(-0.043113105413477015, within(1e-12));
    assertThat(startValue(Naturals.PAY_MORE)).isCloseTo(-0.02572918278931986, within(1e-12));
  }

  @Test
  void bestPlayIsSuttonAndBartos() {
    double[][] q = actionValues(model(Naturals.WIN));
    int[] hard = new int[11];
    int[] soft = new int[11];
    for (int dealer = 1; dealer <= 10; dealer++) {
      hard[dealer] = firstStick(q, dealer, 0, 11);
      soft[dealer] = firstStick(q, dealer, 1, 12);
    }
    assertThat(hard).containsExactly(0, 17, 13, 13, 12, 12, 12, 17, 17, 17, 17);
    assertThat(soft).containsExactly(0, 19, 18, 18, 18, 18, 18, 18, 18, 19, 19);
  }

  private static int firstStick(double[][] q, int dealer, int ace, int from) {
    int sum = from;
    while (q[state(sum, dealer, ace)][0] < q[state(sum, dealer, ace)][1]) {
      sum++;
    }
    return sum;
  }

  @Test
  void modelSticksAsTheDealerDraws() {
    var out = new TransitionModel.Outcomes();
    model(Naturals.PLAIN).outcomes(state(20, 10, 0), 0, out);
    assertThat(out.size()).isEqualTo(3);
    assertThat(out.reward(0)).isEqualTo(-1);
    assertThat(out.probability(0)).isCloseTo(0.111424338522614, within(1e-12));
    assertThat(out.reward(1)).isZero();
    assertThat(out.probability(1)).isCloseTo(0.3421935692918448, within(1e-12));
    assertThat(out.reward(2)).isEqualTo(1);
    assertThat(out.probability(2)).isCloseTo(0.5463820921855412, within(1e-12));
    assertThat(out.terminated(2)).isTrue();
  }

  @Test
  void probabilitiesSumToOne() {
    for (Naturals naturals : Naturals.values()) {
      TransitionModel model = model(naturals);
      assertThat(Arrays.stream(model.initial()).sum()).isCloseTo(1, within(1e-12));
      var out = new TransitionModel.Outcomes();
      for (int pair = 0; pair < model.states() * 2; pair++) {
        model.outcomes(pair / 2, pair % 2, out);
        double sum = 0;
        for (int k = 0; k < out.size(); k++) {
          sum += out.probability(k);
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
      }
    }
  }

  @Test
  void naturalsAreStatesOfTheirOwnWhereTheyPayOtherwise() {
    assertThat(model(Naturals.PLAIN).states()).isEqualTo(704);
    TransitionModel model = model(Naturals.WIN);
    assertThat(model.states()).isEqualTo(715);
    assertThat(model.initial()[state(21, 5, 1)]).isZero();
    assertThat(model.initial()[704 + 5]).isCloseTo(8.0 / 2197, within(1e-15));
    var out = new TransitionModel.Outcomes();
    model.outcomes(704 + 5, 0, out);
    assertThat(out.size()).isEqualTo(1);
    assertThat(out.reward(0)).isEqualTo(1);
    model.outcomes(704 + 10, 0, out);
    assertThat(out.probability(0)).isCloseTo(1.0 / 13, within(1e-12));
    assertThat(out.reward(0)).isZero();
  }

  @Test
  void onlyHandsAreNotTerminal() {
    TransitionModel model = model(Naturals.WIN);
    assertThat(model.terminal(state(3, 5, 0))).isTrue();
    assertThat(model.terminal(state(4, 5, 0))).isFalse();
    assertThat(model.terminal(state(11, 5, 1))).isTrue();
    assertThat(model.terminal(state(12, 5, 1))).isFalse();
    assertThat(model.terminal(state(21, 0, 0))).isTrue();
    assertThat(model.terminal(state(22, 1, 0))).isTrue();
    assertThat(model.terminal(704)).isTrue();
    assertThat(model.terminal(705)).isFalse();
  }

  @Test
  void playedGamesAgreeWithTheModel() {
    var env = Blackjack.env(Naturals.WIN);
    env.reset(1);
    int games = 20_000;
    double[] counts = new double[3];
    for (int k = 0; k < games; k++) {
      env.reset();
      double[] cards = env.state();
      env.startFrom(new double[] {6, cards[1], 10, 5});
      counts[(int) env.step(0).reward() + 1]++;
    }
    assertThat(counts[1]).isZero();
    assertThat(counts[2] / games).isCloseTo(0.4231504920849977, within(0.0105));
  }

  private static double stick(Naturals naturals, double... cards) {
    var env = Blackjack.env(naturals);
    env.startFrom(cards);
    return env.step(0).reward();
  }

  @Test
  void naturalsPayByTheRules() {
    assertThat(stick(Naturals.PLAIN, 10, 9, 1, 10)).isEqualTo(1);
    assertThat(stick(Naturals.PAY_MORE, 10, 9, 1, 10)).isEqualTo(1.5);
    assertThat(stick(Naturals.WIN, 10, 9, 1, 10)).isEqualTo(1);
    assertThat(stick(Naturals.PAY_MORE, 10, 9, 1, 5, 5)).isEqualTo(1);
    assertThat(stick(Naturals.PLAIN, 10, 1, 1, 10)).isZero();
    assertThat(stick(Naturals.PAY_MORE, 10, 1, 1, 10)).isZero();
    assertThat(stick(Naturals.WIN, 10, 1, 1, 10)).isZero();
    assertThat(Blackjack.reward(Naturals.PLAIN, 21, true, 21, false)).isZero();
    assertThat(Blackjack.reward(Naturals.PAY_MORE, 21, true, 21, false)).isZero();
    assertThat(Blackjack.reward(Naturals.WIN, 21, true, 21, false)).isEqualTo(1);
    assertThat(Blackjack.reward(Naturals.WIN, 21, false, 21, true)).isZero();
  }

  @Test
  void optionsChooseTheNaturals() {
    assertThat(naturalAgainstNineteen(Map.of())).isEqualTo(1);
    assertThat(naturalAgainstNineteen(Map.of("natural", true))).isEqualTo(1);
    assertThat(naturalAgainstNineteen(Map.of("natural", true, "sab", false))).isEqualTo(1.5);
    assertThat(states(Map.of())).isEqualTo(715);
    assertThat(states(Map.of("sab", false))).isEqualTo(704);
  }

  private static double naturalAgainstNineteen(Map<String, Object> options) {
    var env = Envs.builtIn().make("Blackjack-v1", options).unwrapped();
    @SuppressWarnings("unchecked")
    var blackjack = (SimulatedEnv<List<Object>, Integer>) env;
    blackjack.startFrom(new double[] {10, 9, 1, 10});
    return blackjack.step(0).reward();
  }

  private static int states(Map<String, Object> options) {
    return Envs.builtIn().make("Blackjack-v1", options).model().orElseThrow().states();
  }

  @Test
  void anAceCountsElevenWhileItCan() {
    var env = Blackjack.env(Naturals.WIN);
    assertThat(env.startFrom(new double[] {1, 2, 1, 9})).isEqualTo(List.of(20, 1, 1));
    assertThat(env.startFrom(new double[] {1, 2, 1, 9, 10})).isEqualTo(List.of(20, 1, 0));
    assertThat(env.startFrom(new double[] {1, 2, 1, 1})).isEqualTo(List.of(12, 1, 1));
    assertThat(env.state()).containsExactly(1, 2, 1, 1);
  }

  @Test
  void aHandAbove21LosesAtOnce() {
    var env = Blackjack.env(Naturals.WIN);
    env.reset(0);
    env.startFrom(new double[] {5, 2, 10, 10, 1});
    Step<List<Object>> step = env.step(1);
    assertThat((int) step.observation().getFirst()).isGreaterThan(21);
    assertThat(step.reward()).isEqualTo(-1);
    assertThat(step.terminated()).isTrue();
    assertThatThrownBy(() -> env.step(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void startsMustBeCards() {
    var env = Blackjack.env(Naturals.WIN);
    assertThatThrownBy(() -> env.startFrom(new double[] {1, 2, 3}))
        .hasMessage(
            "start: must have 4 to 23 values (dealer's card, its hidden card, player's cards),"
                + " got 3");
    assertThatThrownBy(() -> env.startFrom(new double[] {1, 2, 3, 11}))
        .hasMessage("start[3]: must be a card, 1 (ace) to 10, got 11.0");
    assertThatThrownBy(() -> env.startFrom(new double[] {1, 2.5, 3, 4}))
        .hasMessage("start[1]: must be a card, 1 (ace) to 10, got 2.5");
    assertThatThrownBy(() -> env.startFrom(new double[] {1, 2, 10, 10, 2}))
        .hasMessage("start: the player's cards must sum to at most 21, got 22");
  }

  @Test
  void observationsAreFlattenedOneHot() {
    assertThat(Blackjack.env(Naturals.WIN).observationSpace())
        .hasToString("Tuple(Discrete(32), Discrete(11), Discrete(2))");
    assertThat(Blackjack.env(Naturals.WIN).observationSpace().flatSize()).isEqualTo(45);
    float[] row = new float[90];
    var table = new Blackjack(2, Naturals.WIN);
    table.set(1, new double[] {7, 2, 10, 4});
    table.observe(1, row, new int[0]);
    assertThat(row[45 + 14]).isEqualTo(1);
    assertThat(row[45 + 32 + 7]).isEqualTo(1);
    assertThat(row[45 + 43]).isEqualTo(1);
    float sum = 0;
    for (float value : row) {
      sum += value;
    }
    assertThat(sum).isEqualTo(3);
  }

  @Test
  void textHidesTheDealersCardUntilTheEnd() {
    var env = Blackjack.env(Naturals.WIN);
    env.startFrom(new double[] {10, 9, 1, 7});
    assertThat(env.text()).isEqualTo("dealer 10 ?\nplayer 1 7 = 18 (usable ace)");
    env.step(0);
    assertThat(env.text()).isEqualTo("dealer 10 9 = 19\nplayer 1 7 = 18 (usable ace)");
  }
}
