package dev.bellman.rl.env.toytext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.TransitionModel;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TaxiTest {
  private static TransitionModel rainy() {
    return new Taxi(1, 0.8, OptionalDouble.empty()).model().orElseThrow();
  }

  private static void rainyMove(int state, int action, int straight, int left, int right) {
    var out = new TransitionModel.Outcomes();
    rainy().outcomes(state, action, out);
    assertThat(out.size()).isEqualTo(3);
    assertThat(out.probability(0)).isEqualTo(0.8);
    assertThat(out.probability(1)).isEqualTo(0.09999999999999998);
    assertThat(out.probability(2)).isEqualTo(0.09999999999999998);
    assertThat(out.next(0)).isEqualTo(straight);
    assertThat(out.next(1)).isEqualTo(left);
    assertThat(out.next(2)).isEqualTo(right);
    assertThat(out.reward(0)).isEqualTo(-1);
  }

  @Test
  void idHasGymnasiumsLimitAndThreshold() {
    assertThat(Envs.builtIn().spec("Taxi-v4").maxEpisodeSteps()).hasValue(200);
    assertThat(Envs.builtIn().spec("Taxi-v4").rewardThreshold()).hasValue(8);
    assertThatThrownBy(() -> Envs.builtIn().spec("Taxi-v3"))
        .hasMessageContaining("did you mean 'Taxi-v4'?");
  }

  @Test
  void rainLeadsToTheLeftAndTheRight() {
    rainyMove(241, 0, 341, 261, 221);
    rainyMove(241, 1, 141, 221, 261);
    rainyMove(241, 2, 261, 141, 341);
    rainyMove(241, 3, 221, 341, 141);
  }

  @Test
  void inRainABlockedTaxiStays() {
    rainyMove(314, 2, 314, 314, 314);
    rainyMove(314, 3, 314, 314, 314);
    rainyMove(1, 1, 1, 1, 1);
  }

  @Test
  void inRainWallsBlockTheWayToTheSide() {
    rainyMove(314, 0, 414, 314, 314);
    rainyMove(314, 1, 214, 314, 314);
  }

  @Test
  void pickingUpAndDroppingOffStayCertainInRain() {
    var out = new TransitionModel.Outcomes();
    rainy().outcomes(410, 4, out);
    assertThat(out.size()).isEqualTo(1);
    assertThat(out.next(0)).isEqualTo(418);
    rainy().outcomes(418, 5, out);
    assertThat(out.next(0)).isEqualTo(410);
    assertThat(out.reward(0)).isEqualTo(20);
    assertThat(out.terminated(0)).isTrue();
  }

  @Test
  void maskForbidsWhatGymnasiumForbids() {
    masked(314, 1, 1, 0, 0, 0, 0);
    masked(16, 1, 0, 1, 0, 0, 1);
    masked(97, 1, 0, 0, 1, 0, 1);
    masked(418, 0, 1, 0, 0, 0, 1);
    masked(479, 0, 1, 1, 0, 0, 1);
    masked(410, 0, 1, 0, 0, 1, 0);
  }

  private static void masked(int state, int... expected) {
    byte[] masks = Town.masks();
    for (int action = 0; action < 6; action++) {
      assertThat((int) masks[state * 6 + action]).isEqualTo(expected[action]);
    }
  }

  @Test
  void masksAllowAsOftenAsGymnasiumsDo() {
    int[] allowed = new int[6];
    byte[] masks = Town.masks();
    for (int pair = 0; pair < masks.length; pair++) {
      allowed[pair % 6] += masks[pair];
    }
    assertThat(allowed).containsExactly(400, 400, 280, 280, 16, 16);
  }

  @Test
  void maskedActionsAreThoseThatChangeNothing() {
    TransitionModel model = Taxi.env().model().orElseThrow();
    byte[] masks = Town.masks();
    var out = new TransitionModel.Outcomes();
    for (int pair = 0; pair < masks.length; pair++) {
      model.outcomes(pair / 6, pair % 6, out);
      assertThat(out.next(0) == pair / 6).isEqualTo(masks[pair] == 0);
    }
  }

  @Test
  void maskIsGivenAndInTheInfo() {
    var env = Taxi.env();
    Reset<Integer> reset = env.reset(0);
    assertThat(reset.observation()).isEqualTo(314);
    assertThat(reset.actionMask()).containsExactly(1, 1, 0, 0, 0, 0);
    assertThat(reset.info().toMap()).containsEntry("prob", 1.0);
    assertThat((byte[]) reset.info().toMap().get("action_mask")).containsExactly(1, 1, 0, 0, 0, 0);
    Step<Integer> step = env.step(0);
    assertThat(step.observation()).isEqualTo(414);
    assertThat(step.actionMask()).containsExactly(0, 1, 0, 0, 0, 0);
    assertThat((byte[]) step.info().toMap().get("action_mask")).containsExactly(0, 1, 0, 0, 0, 0);
  }

  @Test
  void aFicklePassengerChangesItsDestinationOnceOnItsFirstRide() {
    var env = new SimulatedEnv<>(new Taxi(1, 1, OptionalDouble.of(1)));
    assertThat(env.reset(10).observation()).isEqualTo(473);
    int[] actions = {0, 4, 1, 0, 5, 4, 1, 5};
    int[] observations = {473, 477, 376, 476, 472, 476, 376, 376};
    for (int t = 0; t < actions.length; t++) {
      assertThat(env.step(actions[t]).observation()).isEqualTo(observations[t]);
    }
  }

  @Test
  void aFicklePassengerHasNoModel() {
    assertThat(new Taxi(1, 1, OptionalDouble.of(0.3)).model()).isEmpty();
    assertThat(new Taxi(1, 1, OptionalDouble.empty()).model()).isPresent();
  }

  @Test
  void badOptionsAreNamed() {
    assertThatThrownBy(() -> Envs.builtIn().make("Taxi-v4", Map.of("rainy_probability", 2)))
        .hasMessage("environment.rainy_probability: must be in [0, 1], got 2.0");
    assertThatThrownBy(() -> Envs.builtIn().make("Taxi-v4", Map.of("fickle_probability", -1)))
        .hasMessage("environment.fickle_probability: must be in [0, 1], got -1.0");
    assertThatThrownBy(() -> Taxi.env().startFrom(new double[] {500}))
        .hasMessage("start[0]: must be a whole number in 0..499, got 500.0");
  }

  @Test
  void textShowsTaxiPassengerAndDestination() {
    var env = Taxi.env();
    env.reset(0);
    env.step(0);
    assertThat(env.text())
        .isEqualTo(
            """
            +-------------------+
            | R :   |   :   : G |
            |   :   |   :   :   |
            |   :   :   :   :   |
            |   |   :   |   :   |
            |[Y]|   :   | B :   |
            +-------------------+
            passenger at B, destination Y
              (South)\
            """);
    env.startFrom(new double[] {241 + 15});
    assertThat(env.text()).contains("| R :").contains(":[ ]:").contains("passenger rides");
  }
}
