package dev.bellman.rl.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Info;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.ScriptedEnv;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.math.Baseline;
import dev.bellman.rl.math.Credit;
import dev.bellman.rl.math.StepWeight;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Scripted episodes with γ = ½, so that all numbers are exact.
class EpisodesTest {
  /// Two equally good actions; V is the observation.
  private record Fair(Parameters parameters) implements ActorCritic {
    @Override
    public Distribution policy(Tensor observations) {
      return Categorical.of(Tensor.concat(-1, observations, observations));
    }

    @Override
    public Tensor value(Tensor observations) {
      return observations.squeeze(-1);
    }
  }

  private static final Fair NET = new Fair(new Parameters());

  private static Function<Integer, Step<float[]>> step(
      float observation, double reward, boolean terminated, boolean truncated) {
    return _ ->
        new Step<>(new float[] {observation}, reward, terminated, truncated, null, Info.NONE);
  }

  /// One environment: 1, 2, 3 and a termination; then 4 and 5 and a time limit at observation 8.
  private static VecEnv two() {
    List<Function<Integer, Step<float[]>>> script = new ArrayList<>();
    script.add(step(1, 1, false, false));
    script.add(step(2, 2, false, false));
    script.add(step(3, 3, true, false));
    script.add(step(4, 4, false, false));
    script.add(step(8, 5, false, true));
    return env(script);
  }

  private static VecEnv env(List<Function<Integer, Step<float[]>>> script) {
    return EnvAdapter.of(
        "scripted",
        1,
        () ->
            new ScriptedEnv<>(
                Box.of(0, 9, 1), Discrete.of(2), false, Reset.of(new float[] {0.5f}), script));
  }

  private static float[] advantages(Credit credit, Baseline baseline, StepWeight weight) {
    try (Workers workers = new Workers(1)) {
      Episodes episodes = new Episodes(two(), 2, 0, workers);
      episodes.collect(NET);
      episodes.estimate(0.5, credit, baseline, weight);
      assertThat(episodes.order()).containsExactly(0, 1, 2, 3, 4);
      assertThat(episodes.envSteps()).isEqualTo(5);
      return Arrays.copyOf(episodes.rows().advantages, 5);
    }
  }

  @Test
  void rewardsToGoEndWithTheirEpisode() {
    assertThat(advantages(Credit.REWARD_TO_GO, new Baseline.None(), StepWeight.UNIFORM))
        .containsExactly(2.75f, 3.5f, 3, 6.5f, 5);
  }

  @Test
  void theWholeReturnIsCreditedToEachStep() {
    assertThat(advantages(Credit.WHOLE_RETURN, new Baseline.None(), StepWeight.UNIFORM))
        .containsExactly(2.75f, 2.75f, 2.75f, 6.5f, 6.5f);
  }

  @Test
  void lateStepsMayCountLess() {
    assertThat(advantages(Credit.REWARD_TO_GO, new Baseline.None(), StepWeight.DISCOUNTED))
        .containsExactly(2.75f, 1.75f, 0.75f, 6.5f, 2.5f);
  }

  @Test
  void aLearnedValueIsTakenOffAndBootstrapsATimeLimit() {
    // 4 + (5 + 8/2)/2 = 8.5 and 5 + 8/2 = 9, without V = 0.5, 1, 2, 0.5, 4
    assertThat(advantages(Credit.REWARD_TO_GO, new Baseline.LearnedValue(), StepWeight.UNIFORM))
        .containsExactly(2.25f, 2.5f, 1, 8, 5);
  }

  @Test
  void episodesThatNeedMoreRoomGetIt() {
    List<Function<Integer, Step<float[]>>> script = new ArrayList<>();
    for (int t = 0; t < 2000; t++) {
      script.add(step(t % 9, t, t == 1999, false));
    }
    try (Workers workers = new Workers(1)) {
      Episodes episodes = new Episodes(env(script), 1, 0, workers);
      episodes.collect(NET);
      episodes.estimate(0, Credit.REWARD_TO_GO, new Baseline.None(), StepWeight.UNIFORM);
      assertThat(episodes.order()).hasSize(2000);
      assertThat(episodes.rows().advantages).startsWith(0, 1, 2, 3).contains(1999);
      assertThat(episodes.rows().values).startsWith(0.5f, 0, 1, 2, 3);
      assertThat(episodes.rows().logp).startsWith(-0.6931472f, -0.6931472f);
    }
  }

  /// Environments with episodes of 2, and of 5 steps: of three episodes the first two begin at once
  /// and the third where the first ends. What is under way afterwards is not learned from.
  @Test
  void theFirstEpisodesThatBeginAreKept() {
    int[] length = {2, 5};
    int[] made = {0};
    VecEnv envs =
        EnvAdapter.of(
            "lengths",
            2,
            () -> {
              int steps = length[made[0]++ % 2];
              List<Function<Integer, Step<float[]>>> script = new ArrayList<>();
              for (int t = 1; t <= 40; t++) {
                script.add(step(1, steps, t % steps == 0, false));
              }
              return new ScriptedEnv<>(
                  Box.of(0, 9, 1), Discrete.of(2), false, Reset.of(new float[] {0.5f}), script);
            });
    try (Workers workers = new Workers(1)) {
      Episodes episodes = new Episodes(envs, 3, 0, workers);
      episodes.collect(NET);
      assertThat(episodes.envSteps()).isEqualTo(10);
      assertThat(episodes.order()).containsExactly(0, 2, 4, 6, 1, 3, 5, 7, 9);
      episodes.collect(NET);
      // the first environment is within an episode that is not kept: its next begins at step 1
      assertThat(episodes.order()).containsExactly(2, 4, 6, 8, 1, 3, 5, 7, 9);
    }
  }
}
