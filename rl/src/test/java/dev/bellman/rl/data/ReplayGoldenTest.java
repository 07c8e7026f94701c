package dev.bellman.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Golden;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Scope;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Targets of n rewards, drawn from whole episodes.
class ReplayGoldenTest {
  private static final int DRAWS = 200;

  static Stream<Golden> episodes() {
    return Golden.cases("advantages.json", "episodes");
  }

  @ParameterizedTest
  @MethodSource("episodes")
  void targetsAreThoseOfTheEpisode(Golden episode) {
    double[] rewards = episode.doubles("rewards");
    double[] values = episode.doubles("values");
    double[] targets = episode.doubles("n_step_targets");
    int length = rewards.length;
    var envs = new SpacesOnly(1, Discrete.of(length + 2), Discrete.of(2), false);
    var config =
        new ReplayConfig(100, (int) episode.number("n"), new ReplaySampling.Uniform(), false);
    var replay = new Replay(config, envs, episode.number("gamma"), 0);
    VecStep step = VecStep.of(envs);
    replay.start(step);
    for (int t = 0; t < length; t++) {
      boolean last = t == length - 1;
      step.rewards()[0] = rewards[t];
      step.terminated()[0] = last && episode.values().get("terminated").equals(true);
      step.truncated()[0] = last && !step.terminated()[0];
      step.states()[0] = last ? length + 1 : t + 1;
      step.finalStates()[0] = length;
      replay.add(Actions.of(1, Discrete.of(2)), step);
    }
    replay.sample(DRAWS, 0);
    Scope scope = Scope.inference();
    try (scope) {
      Replay.Batch batch = replay.batch(scope, 0, DRAWS);
      for (int i = 0; i < DRAWS; i++) {
        double value = 0;
        for (int s = 0; s <= length; s++) {
          value += batch.nextObservations().toArray()[i * (length + 2) + s] * values[s];
        }
        double target = batch.returns().toArray()[i] + batch.discounts().toArray()[i] * value;
        double expected = targets[(int) replay.drawnNumber(i)];
        assertThat(target).isEqualTo(expected, within(1e-6 + 1e-5 * Math.abs(expected)));
      }
    }
  }
}
