package dev.bellman.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.optim.Schedule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReplayPrioritiesTest {
  private static final SpacesOnly ENVS = new SpacesOnly(1, Box.unbounded(1), Discrete.of(2), false);

  private static Replay filled(int capacity, int steps, double alpha, double epsilon) {
    var sampling = new ReplaySampling.Prioritized(alpha, Schedule.linear(0, 1), epsilon);
    var replay = new Replay(new ReplayConfig(capacity, 1, sampling, false), ENVS, 1, 5);
    replay.start(VecStep.of(ENVS));
    add(replay, steps);
    return replay;
  }

  private static void add(Replay replay, int steps) {
    for (int i = 0; i < steps; i++) {
      replay.add(Actions.of(1, Discrete.of(2)), VecStep.of(ENVS));
    }
  }

  /// Gives each transition the error that stands at its number.
  private static void teach(Replay replay, float... errors) {
    for (int round = 0; round < 50; round++) {
      replay.sample(64, 0);
      var drawn = new float[64];
      for (int i = 0; i < 64; i++) {
        drawn[i] = errors[(int) replay.drawnNumber(i)];
      }
      replay.learned(drawn);
    }
  }

  private static double[] shares(Replay replay, int numbers, int count) {
    var shares = new double[numbers];
    int rounds = 20_000 / count;
    for (int round = 0; round < rounds; round++) {
      replay.sample(count, 0);
      for (int i = 0; i < count; i++) {
        shares[(int) replay.drawnNumber(i)] += 1.0 / (rounds * count);
      }
    }
    return shares;
  }

  @Test
  void drawsInProportionToThePowerOfTheError() {
    Replay replay = filled(4, 4, 0.5, 1);
    teach(replay, 0, -3, 8, 15);
    for (int count : new int[] {1, 7}) {
      double[] shares = shares(replay, 4, count);
      for (int i = 0; i < 4; i++) {
        assertThat(shares[i]).isBetween((i + 1) / 10.0 - 0.015, (i + 1) / 10.0 + 0.015);
      }
    }
  }

  @Test
  void strataGiveWholeShares() {
    Replay replay = filled(4, 4, 0.5, 1);
    teach(replay, 0, 3, 8, 15);
    replay.sample(10, 0);
    var counts = new int[4];
    for (int i = 0; i < 10; i++) {
      counts[(int) replay.drawnNumber(i)]++;
    }
    assertThat(counts).containsExactly(1, 2, 3, 4);
  }

  @Test
  void weightsMakeUpForTheShares() {
    Replay replay = filled(4, 4, 0.5, 1);
    teach(replay, 0, 3, 8, 15);
    assertThat(weights(replay, 1)).containsExactly(1f, 1f / 2, 1f / 3, 1f / 4);
    assertThat(weights(replay, 0)).containsExactly(1, 1, 1, 1);
    assertThat(weights(replay, 0.5)[3]).isEqualTo(0.5f);
  }

  /// The weight of each transition where all four are drawn.
  private static float[] weights(Replay replay, double progress) {
    replay.sample(10, progress);
    var weights = new float[4];
    Scope scope = Scope.inference();
    try (scope) {
      float[] drawn = replay.batch(scope, 0, 10).weights().toArray();
      for (int i = 0; i < 10; i++) {
        weights[(int) replay.drawnNumber(i)] = drawn[i];
      }
    }
    return weights;
  }

  @Test
  void theLargestWeightOfABatchIsOne() {
    Replay replay = filled(4, 4, 1, 1e-6);
    teach(replay, 1, 1, 1, 1e6f);
    replay.sample(2, 1);
    Scope scope = Scope.inference();
    try (scope) {
      assertThat(replay.batch(scope, 0, 2).weights().toArray()).containsExactly(1, 1);
    }
  }

  @Test
  void newTransitionsHaveTheLargestPrioritySoFar() {
    Replay replay = filled(8, 2, 1, 1e-9);
    assertThat(shares(replay, 2, 1)[0]).isBetween(0.48, 0.52);
    teach(replay, 3, 5);
    add(replay, 1);
    double[] shares = shares(replay, 3, 1);
    assertThat(shares[0]).isBetween(3 / 13.0 - 0.015, 3 / 13.0 + 0.015);
    assertThat(shares[2]).isBetween(5 / 13.0 - 0.015, 5 / 13.0 + 0.015);
  }

  @Test
  void whatWasOverwrittenIsNeitherDrawnNorTaught() {
    Replay replay = filled(3, 3, 1, 1e-9);
    replay.sample(8, 0);
    add(replay, 3);
    var errors = new float[8];
    Arrays.fill(errors, 1e9f);
    replay.learned(errors);
    for (double share : Arrays.copyOfRange(shares(replay, 6, 1), 3, 6)) {
      assertThat(share).isBetween(0.31, 0.36);
    }
  }

  @Test
  void errorsThatAreNotFiniteChangeNothing() {
    Replay replay = filled(2, 2, 1, 1e-9);
    teach(replay, 1, 3);
    teach(replay, Float.NaN, Float.POSITIVE_INFINITY);
    assertThat(shares(replay, 2, 1)[0]).isBetween(0.235, 0.265);
  }

  @Test
  void refusesNumbersOutOfRange() {
    Schedule half = Schedule.constant(0.5);
    assertThatThrownBy(() -> new ReplaySampling.Prioritized(1.5, half, 1))
        .hasMessage("alpha: must be in [0, 1], got 1.5");
    assertThatThrownBy(() -> new ReplaySampling.Prioritized(1, Schedule.linear(0, 2), 1))
        .hasMessage("beta: must be in [0.0, 1.0], got 2.0");
    assertThatThrownBy(() -> new ReplaySampling.Prioritized(1, half, 0))
        .hasMessage("epsilon: must be above 0, got 0.0");
  }
}
