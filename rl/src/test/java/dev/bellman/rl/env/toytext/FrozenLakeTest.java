package dev.bellman.rl.env.toytext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.SimulatedVec;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FrozenLakeTest {
  private static final LakeMap SMALL = LakeMap.named("4x4");

  private static TransitionModel model(Map<String, Object> options) {
    return Envs.builtIn().make("FrozenLake-v1", options).unwrapped().model().orElseThrow();
  }

  private static TransitionModel.Outcomes outcomes(TransitionModel model, int state, int action) {
    var out = new TransitionModel.Outcomes();
    model.outcomes(state, action, out);
    return out;
  }

  private static List<Double> probabilities(TransitionModel.Outcomes out) {
    var probabilities = new ArrayList<Double>();
    for (int k = 0; k < out.size(); k++) {
      probabilities.add(out.probability(k));
    }
    return probabilities;
  }

  private static List<Integer> next(TransitionModel.Outcomes out) {
    var next = new ArrayList<Integer>();
    for (int k = 0; k < out.size(); k++) {
      next.add(out.next(k));
    }
    return next;
  }

  @Test
  void idsHaveGymnasiumsLimitsAndThresholds() {
    Envs envs = Envs.builtIn();
    assertThat(envs.spec("FrozenLake-v1").maxEpisodeSteps()).hasValue(100);
    assertThat(envs.spec("FrozenLake-v1").rewardThreshold()).hasValue(0.7);
    assertThat(envs.spec("FrozenLake8x8-v1").maxEpisodeSteps()).hasValue(200);
    assertThat(envs.spec("FrozenLake8x8-v1").rewardThreshold()).hasValue(0.85);
    assertThat(envs.make("FrozenLake8x8-v1", Map.of()).observationSpace())
        .hasToString("Discrete(64)");
    assertThat(envs.make("FrozenLake-v1", Map.of("map_name", "8x8")).actionSpace())
        .hasToString("Discrete(4)");
  }

  @Test
  void successRateIsSharedWithTheSides() {
    var out = outcomes(model(Map.of("success_rate", 0.8)), 6, 1);
    assertThat(probabilities(out)).containsExactly(0.09999999999999998, 0.8, 0.09999999999999998);
    assertThat(next(out)).containsExactly(5, 10, 7);
    assertThat(out.terminated(0)).isTrue();
    assertThat(out.terminated(1)).isFalse();
    assertThat(out.terminated(2)).isTrue();
  }

  @Test
  void outcomesOfProbabilityZeroAreLeftOut() {
    assertThat(next(outcomes(model(Map.of("success_rate", 1)), 6, 1))).containsExactly(10);
    assertThat(next(outcomes(model(Map.of("success_rate", 0)), 6, 1))).containsExactly(5, 7);
    assertThat(next(outcomes(model(Map.of("is_slippery", false)), 6, 1))).containsExactly(10);
  }

  @Test
  void rewardsFollowTheSchedule() {
    var model = model(Map.of("reward_schedule", "10, -5, -1", "is_slippery", false));
    assertThat(outcomes(model, 14, 2).reward(0)).isEqualTo(10);
    assertThat(outcomes(model, 10, 2).reward(0)).isEqualTo(-5);
    assertThat(outcomes(model, 0, 0).reward(0)).isEqualTo(-1);
    assertThat(outcomes(model, 5, 0).reward(0)).isZero();
  }

  @Test
  void severalStartsAreEquallyLikelyAndDrawnAsInGymnasium() {
    var env = FrozenLake.env(LakeMap.of("SFS,HFF,GFS"), 0.8);
    assertThat(env.model().orElseThrow().initial())
        .containsExactly(1 / 3.0, 0, 1 / 3.0, 0, 0, 0, 0, 0, 1 / 3.0);
    var starts = new ArrayList<Integer>();
    starts.add(env.reset(4).observation());
    for (int k = 0; k < 6; k++) {
      starts.add(env.reset().observation());
    }
    assertThat(starts).containsExactly(8, 2, 8, 0, 2, 2, 8);
  }

  @Test
  void infoHasTheProbabilityOfWhatHappened() {
    var env = FrozenLake.env(SMALL, 0.8);
    assertThat(env.reset(0).info().toMap()).isEqualTo(Map.of("prob", 1.0));
    Step<Integer> step = env.step(2);
    assertThat(step.observation()).isEqualTo(1);
    assertThat(step.info().toMap()).isEqualTo(Map.of("prob", 0.8));
    assertThat(env.reset().info().toMap()).isEqualTo(Map.of("prob", 1.0));
  }

  @Test
  void badOptionsAreNamed() {
    refused(Map.of("success_rate", 1.5), "success_rate: must be in [0, 1], got 1.5");
    refused(
        Map.of("success_rate", -0.1, "is_slippery", false),
        "success_rate: must be in [0, 1], got -0.1");
    refused(
        Map.of("map_name", "5x5"),
        "map_name: must be 4x4 or 8x8, got '5x5' (other maps: desc, map_size)");
    refused(
        Map.of("reward_schedule", "1,0"),
        "reward_schedule: must be three numbers (goal,hole,frozen), got '1,0'");
    refused(
        Map.of("reward_schedule", "1,0,none"),
        "reward_schedule: must be three numbers (goal,hole,frozen), got '1,0,none'");
    refused(
        Map.of("reward_schedule", "1,NaN,0"), "reward_schedule: must be finite, got 1.0,NaN,0.0");
    refused(
        Map.of("desc", "SG", "map_size", 4),
        "desc: must be empty with map_size, got both (leave one out)");
    refused(
        Map.of("map_seed", 4),
        "map_size: must be in 2..1000 with map_p or map_seed, got 0 (which is no random map)");
  }

  private static void refused(Map<String, Object> options, String message) {
    assertThatThrownBy(() -> Envs.builtIn().make("FrozenLake-v1", options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("environment." + message);
    assertThatThrownBy(() -> Envs.builtIn().vector("FrozenLake-v1", 2, options))
        .hasMessage("environment." + message);
  }

  @Test
  void optionsGiveRandomAndWrittenMaps() {
    Map<String, Object> options = Map.of("map_size", 6, "map_p", 0.55, "map_seed", 3);
    var model = model(options);
    assertThat(model.states()).isEqualTo(36);
    assertThat(model.terminal(1)).isTrue();
    assertThat(model.terminal(2)).isFalse();
    assertThat(model(Map.of("desc", "SFF\nHFG\n")).states()).isEqualTo(6);
  }

  @Test
  void stepsNeedARunningEpisodeAndAnActionOfTheSpace() {
    var env = FrozenLake.env(SMALL, 1);
    assertThatThrownBy(() -> env.step(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("step: must follow a reset, got no running episode (call reset first)");
    assertThatThrownBy(() -> env.reset(-1)).hasMessage("seed: must be at least 0, got -1");
    env.reset(0);
    assertThatThrownBy(() -> env.step(4)).hasMessage("action: must be in 0..3, got 4");
    env.startFrom(new double[] {14});
    Step<Integer> step = env.step(2);
    assertThat(step.observation()).isEqualTo(15);
    assertThat(step.reward()).isEqualTo(1);
    assertThat(step.terminated()).isTrue();
    assertThatThrownBy(() -> env.step(2)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void startStatesAreChecked() {
    var env = FrozenLake.env(SMALL, 1);
    assertThat(env.startFrom(new double[] {9})).isEqualTo(9);
    assertThat(env.state()).containsExactly(9);
    assertThatThrownBy(() -> env.startFrom(new double[] {16}))
        .hasMessage("start[0]: must be a whole number in 0..15, got 16.0");
    assertThatThrownBy(() -> env.startFrom(new double[] {1.5}))
        .hasMessage("start[0]: must be a whole number in 0..15, got 1.5");
    assertThatThrownBy(() -> env.startFrom(new double[] {-1}))
        .hasMessage("start[0]: must be a whole number in 0..15, got -1.0");
    assertThatThrownBy(() -> env.startFrom(new double[2]))
        .hasMessage("start: must have 1 values (state), got 2");
  }

  @Test
  void aStateOfAnotherMapIsNotLoaded() {
    var large = FrozenLake.env(LakeMap.named("8x8"), 1);
    large.startFrom(new double[] {40});
    var saved = new State();
    large.save(saved);
    assertThatThrownBy(() -> FrozenLake.env(SMALL, 1).load(saved))
        .hasMessage(
            "environment 'FrozenLake': saved state[0] must be in 0..15, got 40"
                + " (saved with other options?)");
  }

  @Test
  void textMarksThePlayerAndNamesTheAction() {
    var env = FrozenLake.env(SMALL, 1);
    env.reset(0);
    assertThat(env.text()).isEqualTo("\n[S] F  F  F \n F  H  F  H \n F  F  F  H \n H  F  F  G ");
    env.step(2);
    assertThat(env.text())
        .isEqualTo("  (Right)\n S [F] F  F \n F  H  F  H \n F  F  F  H \n H  F  F  G ");
  }

  @Test
  void aMapOfAMillionTilesCanBeStepped() {
    var envs =
        new SimulatedVec(
            FrozenLake.simulation(2, LakeMap.random(1000, 1, 1), 1, FrozenLake.Rewards.DEFAULTS),
            OptionalInt.of(100));
    VecStep out = VecStep.of(envs);
    Actions actions = Actions.of(2, envs.actionSpace());
    envs.reset(new long[2], out);
    assertThat(out.states()).containsExactly(0, 0);
    actions.discrete()[1] = 2;
    envs.step(actions, out);
    assertThat(out.states()).containsExactly(0, 1);
  }
}
