package dev.bellman.rl.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.TransitionModel;
import dev.bellman.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MdpTest {
  private static Mdp compile(TransitionModel model) {
    try (var workers = new Workers(1)) {
      return Mdp.of(model, workers);
    }
  }

  @Test
  void waysToTheSameStateAreOne() {
    Mdp mdp =
        compile(
            Models.of(
                2,
                1,
                _ -> false,
                (_, _, out) -> {
                  out.add(0.25, 1, 4, false);
                  out.add(0.25, 0, 0, true);
                  out.add(0.25, 1, 8, false);
                  out.add(0.25, 1, 100, true);
                }));
    assertThat(mdp.deterministic()).isFalse();
    assertThat(mdp.to(0) - mdp.from(0)).isEqualTo(2);
    assertThat(mdp.probability(0)).isEqualTo(0.5);
    assertThat(mdp.next(1)).isEqualTo(2);
    assertThat(mdp.actionValues(new double[] {7, 8}, 0.5)).containsExactly(30, 30);
  }

  @Test
  void whatChanceDecidesNothingOfIsDeterministic() {
    assertThat(compile(Models.corridor(4, 1)).deterministic()).isTrue();
    assertThat(compile(Models.corridor(4, 0.8)).deterministic()).isFalse();
    Mdp mdp =
        compile(
            Models.of(
                1,
                1,
                _ -> false,
                (_, _, out) -> {
                  out.add(0.5, 0, 1, true);
                  out.add(0.5, 0, 3, true);
                }));
    assertThat(mdp.deterministic()).isTrue();
    assertThat(mdp.actionValues(new double[] {9}, 0.9)).containsExactly(2);
  }

  @Test
  void terminalStatesAreWorthNothingWhateverTheirOutcomesSay() {
    Mdp mdp = compile(Models.of(2, 1, state -> state == 1, (_, _, out) -> out.add(1, 1, 5, false)));
    assertThat(mdp.actionValues(new double[] {0, 7}, 1)).containsExactly(12, 0);
  }

  @Test
  void equallyGoodActionsAreTheLowestOfThem() {
    double[] rewards = {1, 2, 2 + 1e-12, 2 - 1e-12, 3 - 2e-9, 3, 0};
    Mdp mdp =
        compile(
            Models.of(1, 7, _ -> false, (_, action, out) -> out.add(1, 0, rewards[action], true)));
    assertThat(mdp.greedy(new double[1], 1)).containsExactly(4);
    Mdp fewer =
        compile(
            Models.of(1, 4, _ -> false, (_, action, out) -> out.add(1, 0, rewards[action], true)));
    assertThat(fewer.greedy(new double[1], 1)).containsExactly(1);
  }

  @Test
  void theResidualIsTheLargestBellmanError() {
    Mdp mdp = compile(Models.corridor(4, 1));
    assertThat(mdp.residual(new double[] {-3, -2, -1, 0}, 1)).isZero();
    assertThat(mdp.residual(new double[] {-3, -2, -1.25, 0}, 1)).isEqualTo(0.25);
    assertThat(mdp.residual(new double[4], 1)).isEqualTo(1);
  }

  @Test
  void underAPolicyOneActionIsLeft() {
    try (var workers = new Workers(1)) {
      Mdp mdp = Mdp.of(Models.corridor(4, 1), workers);
      Mdp always = mdp.under(new int[] {1, 0, 1, 0}, workers);
      assertThat(always.actions()).isEqualTo(1);
      assertThat(always.deterministic()).isTrue();
      assertThat(always.actionValues(new double[] {1, 2, 4, 8}, 0.5))
          .containsExactly(0, -0.5, -1, 0);
      Mdp drawn = mdp.under(new double[] {.5, .5, .75, .25, 0, 1, .5, .5}, workers);
      assertThat(drawn.actionValues(new double[] {1, 2, 4, 8}, 1))
          .containsExactly(new double[] {0.5, 0.75, -1, 0}, within(1e-15));
      assertThatThrownBy(() -> mdp.under(new double[] {.5, .5, 0, 0, 0, 1, .5, .5}, workers))
          .hasMessage("policy: state 1: probabilities must sum to 1, got 0.0");
      assertThatThrownBy(() -> mdp.under(new double[3], workers))
          .hasMessage("policy: must be 4 x 2 probabilities, got 3");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0.5  | 0 | 1   | model: state 0, action 0: probabilities must sum to 1, got 0.5
          1.5  | 0 | 1   | model: state 0, action 0: probabilities must sum to 1, got 1.5
          0    | 0 | 1   | model: state 0, action 0: probabilities must be above 0, got 0.0
          NaN  | 0 | 1   | model: state 0, action 0: probabilities must be above 0, got NaN
          1    | 1 | 1   | model: state 0, action 0: next states must be in 0..S-1, got 1
          1    | -1 | 1  | model: state 0, action 0: next states must be in 0..S-1, got -1
          1    | 0 | NaN | model: state 0, action 0: rewards must be finite, got NaN
          """)
  void aModelThatIsNoneIsRefused(double probability, int next, double reward, String message) {
    TransitionModel model =
        Models.of(1, 1, _ -> false, (_, _, out) -> out.add(probability, next, reward, false));
    assertThatThrownBy(() -> compile(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aModelThatIsTooLargeIsRefused() {
    TransitionModel model = Models.of(1 << 30, 2, _ -> true, (_, _, _) -> {});
    assertThatThrownBy(() -> compile(model))
        .hasMessage(
            "model: must have at most 2147483639 pairs of state and action, got 2147483648");
  }

  @Test
  void valuesMustBeAsManyAsStates() {
    Mdp mdp = compile(Models.corridor(4, 1));
    assertThatThrownBy(() -> mdp.greedy(new double[5], 0.9)).hasMessage("values: must be 4, got 5");
    assertThatThrownBy(() -> mdp.residual(new double[4], 2))
        .hasMessage("gamma: must be in [0, 1], got 2.0");
  }
}
