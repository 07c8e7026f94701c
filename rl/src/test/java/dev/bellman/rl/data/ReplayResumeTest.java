package dev.bellman.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayResumeTest {
  private static final ReplayConfig SAVED =
      new ReplayConfig(100, 3, ReplaySampling.Prioritized.DEFAULTS, true);

  /// Random steps in an environment, and all that was drawn on the way.
  private static final class Walk {
    private final VecEnv envs;
    private final Experience experience;
    private final Rng rng = Rng.ofSeed(8);
    private final List<float[]> seen = new ArrayList<>();

    Walk(String id, ReplayConfig config) {
      envs = Envs.builtIn().vector(id, 3, Map.of());
      experience = new Experience(config, envs, 0.9, 3, new Workers(1));
    }

    Walk steps(int count) {
      for (int t = 0; t < count; t++) {
        for (int i = 0; i < 3; i++) {
          experience.actions().sample(i, envs.actionSpace(), null, rng);
        }
        experience.step(experience.actions());
        look();
      }
      return this;
    }

    private void look() {
      Replay replay = experience.replay();
      replay.sample(4, 0.5);
      Scope scope = Scope.inference();
      try (scope) {
        Replay.Batch batch = replay.batch(scope, 0, 4);
        seen.add(batch.observations().toArray());
        seen.add(batch.returns().toArray());
        seen.add(batch.discounts().toArray());
        seen.add(batch.nextObservations().toArray());
        seen.add(batch.weights().toArray());
        replay.learned(batch.returns().toArray());
      }
    }

    State saved() {
      var state = new State();
      experience.save(state);
      rng.save(state.at("walk"));
      return state;
    }

    Walk load(State state) {
      experience.load(state);
      rng.load(state.at("walk"));
      return this;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "MinAtar/Breakout-v1", "FrozenLake-v1"})
  void aResumedBufferDrawsWhatTheUndisturbedOneDoes(String id) {
    for (int steps : new int[] {0, 5, 33, 34, 90}) {
      var undisturbed = new Walk(id, SAVED).steps(steps);
      State state = undisturbed.saved();
      undisturbed.seen.clear();
      undisturbed.steps(70);
      var resumed = new Walk(id, SAVED).steps(7).load(state);
      resumed.seen.clear();
      resumed.steps(70);
      assertThat(resumed.seen.toArray(float[][]::new))
          .isDeepEqualTo(undisturbed.seen.toArray(float[][]::new));
      assertThat(resumed.experience.resumesExactly()).isTrue();
    }
  }

  @Test
  void withoutTheTransitionsTheBufferIsEmptyAfterwards() {
    var config = new ReplayConfig(100, 1, new ReplaySampling.Uniform(), false);
    var walk = new Walk("CartPole-v1", config).steps(50);
    var resumed = new Walk("CartPole-v1", config).steps(9).load(walk.saved());
    assertThat(resumed.experience.replay().size()).isZero();
    assertThat(resumed.experience.resumesExactly()).isFalse();
    resumed.steps(1);
    assertThat(resumed.experience.replay().size()).isEqualTo(3);
  }

  @Test
  void onlyWhatIsThereIsSaved() {
    var config = new ReplayConfig(1_000_000, 1, new ReplaySampling.Uniform(), true);
    State state = new Walk("CartPole-v1", config).steps(2).saved().at("replay.transitions");
    assertThat(state.floats("rewards.0", 6)).hasSize(6);
    assertThat(state.floats("observations.0", 36)).hasSize(36);
    assertThat(state.names()).doesNotContain("rewards.1");
  }

  @Test
  void aBufferOfAnotherSizeIsRefused() {
    State state = new Walk("CartPole-v1", SAVED).steps(2).saved();
    var other = new ReplayConfig(200, 3, ReplaySampling.Prioritized.DEFAULTS, true);
    var walk = new Walk("CartPole-v1", other);
    assertThatThrownBy(() -> walk.load(state))
        .hasMessage("replay: capacity must be 201 as it is here, got 102 in the state");
  }
}
