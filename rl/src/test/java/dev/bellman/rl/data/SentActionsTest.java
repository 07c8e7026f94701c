package dev.bellman.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.ScriptedEnv;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.policy.PolicyNoise;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Squashed actions are kept as they were drawn and sent as tanh makes them, and noise that follows
/// the state is the same while the state is.
class SentActionsTest {
  private static final int STEPS = 12;
  private static final MlpActorCritic.Config NETWORK =
      new MlpActorCritic.Config(
          List.of(4),
          Activation.TANH,
          0.5,
          MlpActorCritic.Torso.SEPARATE,
          MlpActorCritic.Initialization.ORTHOGONAL,
          1,
          MlpActorCritic.Bounds.SQUASHED,
          new PolicyNoise.StateDependent(4));

  /// σ = e³ leads outside of the bounds nearly always.
  private static final MlpActorCritic.Config CLIPPED =
      new MlpActorCritic.Config(List.of(4), Activation.TANH, 3);

  private final List<Float> sent = new ArrayList<>();

  /// An environment that always shows the same, and ends after the last step.
  private VecEnv recording() {
    List<Function<float[], Step<float[]>>> script =
        IntStream.range(0, STEPS)
            .<Function<float[], Step<float[]>>>mapToObj(
                t ->
                    action -> {
                      sent.add(action[0]);
                      return Step.of(new float[] {1}, 0, t == STEPS - 1);
                    })
            .toList();
    return EnvAdapter.of(
        "recording",
        1,
        () ->
            new ScriptedEnv<>(
                Box.of(0, 1, 1), Box.of(-3, 5, 1), false, Reset.of(new float[] {1}), script));
  }

  private void check(float[] drawn) {
    assertThat(sent).hasSize(STEPS);
    for (int t = 0; t < STEPS; t++) {
      double expected = 1 + 4 * StrictMath.tanh(drawn[t]);
      assertThat((double) sent.get(t)).isEqualTo(expected, within(1e-6));
      assertThat(drawn[t] == drawn[t / 4 * 4]).isTrue();
    }
    assertThat(drawn[4]).isNotEqualTo(drawn[0]);
    assertThat(drawn[8]).isNotEqualTo(drawn[4]);
  }

  @Test
  void byRollouts() {
    VecEnv envs = recording();
    try (Workers workers = new Workers(1)) {
      Rollout rollout = new Rollout(envs, STEPS, 0, workers);
      rollout.collect(MlpActorCritic.of(NETWORK, envs, 0));
      check(rollout.rows.actions.continuous());
      checkDiversity(rollout.rows());
    }
  }

  private void checkDiversity(Rows rows) {
    double mean = sent.stream().mapToDouble(a -> a).average().orElseThrow();
    double variance = sent.stream().mapToDouble(a -> (a - mean) * (a - mean)).sum() / STEPS;
    int[] all = IntStream.range(0, STEPS).toArray();
    assertThat(rows.actionDiversity(all)).isPositive().isEqualTo(Math.sqrt(variance), within(1e-6));
  }

  @Test
  void clippedOnesAreAsDiverseAsWhatWasSent() {
    VecEnv envs = recording();
    try (Workers workers = new Workers(1)) {
      Rollout rollout = new Rollout(envs, STEPS, 0, workers);
      rollout.collect(MlpActorCritic.of(CLIPPED, envs, 0));
      assertThat(sent).contains(-3f, 5f);
      checkDiversity(rollout.rows());
    }
  }

  @Test
  void byWholeEpisodes() {
    VecEnv envs = recording();
    try (Workers workers = new Workers(1)) {
      Episodes episodes = new Episodes(envs, 1, 0, workers);
      episodes.collect(MlpActorCritic.of(NETWORK, envs, 0));
      check(episodes.rows().actions.continuous());
      checkDiversity(episodes.rows());
    }
  }
}
