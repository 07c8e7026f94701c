package dev.bellman.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.MultiDiscrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// [Replay] beside [ReplayModel], over random sequences.
class ReplayTest {
  private static final int SEQUENCES = 400;

  /// What is shown and done, and how often a number is none that the narrow form holds.
  record Case(Space<?> observations, Space<?> actions, boolean masks, double odd) {}

  static List<Case> cases() {
    return List.of(
        new Case(Box.unbounded(3), Discrete.of(3), false, 1),
        new Case(Box.of(0, 1, 19), Discrete.of(3), true, 0),
        new Case(Box.of(0, 1, 2, 4), Discrete.of(300), false, 0),
        new Case(Box.of(0, 255, 5), Box.of(-1, 1, 2), false, 0),
        new Case(Box.of(0, 1, 9), Discrete.of(2), false, 0.003),
        new Case(Box.of(0, 255, 4), MultiDiscrete.of(3, 5), true, 0.003),
        new Case(Discrete.of(7), Discrete.of(256), true, 0),
        new Case(Discrete.of(300), Discrete.of(4), false, 0));
  }

  /// A buffer, its model, and what is fed to both.
  private static final class Pair {
    private final Case kind;
    private final Rng rng;
    private final VecEnv envs;
    private final ReplayConfig config;
    private final double gamma;
    private final ReplayModel model;
    private final VecStep step;
    private final Actions actions;
    private Replay replay;

    Pair(Case kind, long seed) {
      this.kind = kind;
      rng = Rng.ofSeed(seed);
      int n = 1 + rng.nextInt(4);
      envs = new SpacesOnly(n, kind.observations, kind.actions, kind.masks);
      ReplaySampling sampling =
          rng.nextInt(2) == 0
              ? new ReplaySampling.Uniform()
              : new ReplaySampling.Prioritized(0.6, Schedule.linear(0.4, 1), 1e-3);
      config =
          new ReplayConfig(
              1 + rng.nextInt(seed % 5 == 0 ? 300 : 30), 1 + rng.nextInt(5), sampling, true);
      gamma = rng.nextInt(4) == 0 ? 1 : rng.nextDouble();
      replay = new Replay(config, envs, gamma, seed);
      model = new ReplayModel(n, kind.observations.flatSize(), gamma, config.nStep());
      step = VecStep.of(envs);
      actions = Actions.of(n, kind.actions);
    }

    void start() {
      show(step.observations(), step.states());
      replay.start(step);
      model.start(step);
    }

    void add(double ends) {
      show(step.observations(), step.states());
      show(step.finalObservations(), step.finalStates());
      for (int i = 0; i < envs.count(); i++) {
        step.rewards()[i] = rng.nextGaussian();
        step.terminated()[i] = rng.nextDouble() < ends;
        step.truncated()[i] = rng.nextDouble() < ends;
        actions.sample(i, kind.actions, null, rng);
      }
      replay.add(actions, step);
      model.add(actions, step);
    }

    private void show(float[] values, int[] states) {
      float high = kind.observations instanceof Box box ? box.high(0) : 1;
      for (int d = 0; d < values.length; d++) {
        values[d] =
            rng.nextDouble() < kind.odd
                ? (float) rng.nextGaussian()
                : rng.nextInt(1 + (int) Math.min(high, 255));
      }
      for (int i = 0; i < states.length; i++) {
        states[i] = rng.nextInt(kind.observations.flatSize());
      }
      byte[] masks = step.actionMasks();
      for (int a = 0; masks != null && a < masks.length; a++) {
        masks[a] = (byte) rng.nextInt(2);
      }
    }

    void resume() {
      var state = new State();
      replay.save(state);
      replay = new Replay(config, envs, gamma, 77);
      replay.load(state);
    }

    void compare() {
      int count = 1 + rng.nextInt(9);
      replay.sample(count, rng.nextDouble());
      int middle = rng.nextInt(count);
      Scope scope = Scope.inference();
      try (scope) {
        compare(replay.batch(scope, middle, count), middle, count);
        if (middle > 0) {
          compare(replay.batch(scope, 0, middle), 0, middle);
        }
      }
      var errors = new float[count];
      for (int i = 0; i < count; i++) {
        errors[i] = (float) rng.nextGaussian();
      }
      replay.learned(errors);
    }

    private void compare(Replay.Batch batch, int from, int to) {
      long added = model.added();
      for (int i = from; i < to; i++) {
        long number = replay.drawnNumber(i);
        assertThat(number).isBetween(added - replay.size(), added - 1);
        ReplayModel.Target expected = model.target(number);
        int row = i - from;
        assertThat(part(batch.observations().toArray(), row, to - from))
            .isEqualTo(expected.first().observation());
        assertThat(action(batch.actions(), row, expected.first().action().length))
            .isEqualTo(expected.first().action());
        assertThat(batch.returns().toArray()[row]).isEqualTo(expected.returns());
        assertThat(batch.discounts().toArray()[row]).isEqualTo(expected.discount());
        if (expected.discount() > 0) {
          assertThat(part(batch.nextObservations().toArray(), row, to - from))
              .isEqualTo(expected.next());
          if (batch.nextMask() != null) {
            assertThat(part(batch.nextMask().toArray(), row, to - from))
                .isEqualTo(expected.nextMask());
          }
        }
      }
      assertThat(batch.nextMask() != null).isEqualTo(kind.masks);
    }

    private static float[] part(float[] all, int row, int rows) {
      int width = all.length / rows;
      return Arrays.copyOfRange(all, row * width, (row + 1) * width);
    }

    private static float[] action(Actions all, int row, int width) {
      var action = new float[width];
      for (int k = 0; k < width; k++) {
        int at = row * width + k;
        action[k] = all.discrete().length > 0 ? all.discrete()[at] : all.continuous()[at];
      }
      return action;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void showsWhatListsOfWholeTransitionsShow(Case kind) {
    for (long seed = 0; seed < SEQUENCES; seed++) {
      var pair = new Pair(kind, seed);
      double ends = pair.rng.nextInt(3) == 0 ? 0.8 : 0.15;
      pair.start();
      int steps = 1 + pair.rng.nextInt(seed % 5 == 0 ? 200 : 60);
      for (int t = 0; t < steps; t++) {
        pair.add(ends);
        if (pair.rng.nextInt(3) == 0) {
          pair.compare();
        }
        if (pair.rng.nextInt(40) == 0) {
          pair.start();
        }
        if (pair.rng.nextInt(30) == 0) {
          pair.resume();
        }
      }
      pair.compare();
    }
  }

  private static Replay small(int capacity, int nStep) {
    var config = new ReplayConfig(capacity, nStep, new ReplaySampling.Uniform(), false);
    return new Replay(config, new SpacesOnly(1, Box.unbounded(1), Discrete.of(2), false), 0.5, 1);
  }

  @Test
  void rewardsOfATargetStopAtTheNewestTransition() {
    Replay replay = small(10, 3);
    VecStep step = VecStep.of(new SpacesOnly(1, Box.unbounded(1), Discrete.of(2), false));
    replay.start(step);
    for (int t = 1; t <= 2; t++) {
      step.observations()[0] = t;
      step.rewards()[0] = 4 * t;
      replay.add(Actions.of(1, Discrete.of(2)), step);
    }
    replay.sample(64, 0);
    Scope scope = Scope.inference();
    try (scope) {
      Replay.Batch batch = replay.batch(scope, 0, 64);
      for (int i = 0; i < 64; i++) {
        boolean first = replay.drawnNumber(i) == 0;
        assertThat(batch.returns().toArray()[i]).isEqualTo(first ? 4 + 4 : 8);
        assertThat(batch.discounts().toArray()[i]).isEqualTo(first ? 0.25f : 0.5f);
        assertThat(batch.nextObservations().toArray()[i]).isEqualTo(2);
      }
    }
  }

  @Test
  void drawsEveryTransitionThatIsKeptAndNoOther() {
    Replay replay = small(5, 1);
    VecStep step = VecStep.of(new SpacesOnly(1, Box.unbounded(1), Discrete.of(2), false));
    replay.start(step);
    for (int t = 0; t < 13; t++) {
      replay.add(Actions.of(1, Discrete.of(2)), step);
    }
    var counts = new int[13];
    for (int draw = 0; draw < 1000; draw++) {
      replay.sample(1, 0);
      counts[(int) replay.drawnNumber(0)]++;
    }
    assertThat(replay.size()).isEqualTo(5);
    assertThat(counts).startsWith(0, 0, 0, 0, 0, 0, 0, 0);
    for (int number = 8; number < 13; number++) {
      assertThat(counts[number]).isBetween(150, 250);
    }
  }

  @Test
  void severalThreadsMayReadTheDrawnOnes() {
    var pair = new Pair(cases().get(1), 3);
    pair.start();
    for (int t = 0; t < 40; t++) {
      pair.add(0.2);
    }
    pair.replay.sample(300, 0);
    float[] expected = new float[300 * 19];
    Scope alone = Scope.inference();
    try (alone) {
      pair.replay.batch(alone, 0, 300).nextObservations().copyTo(expected, 0);
    }
    var seen = new float[300 * 19];
    try (var workers = new Workers(3)) {
      workers.run(
          300,
          i -> {
            Scope scope = Scope.inference();
            try (scope) {
              pair.replay.batch(scope, i, i + 1).nextObservations().copyTo(seen, i * 19);
            }
          });
    }
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void ageCountsEnvironmentSteps() {
    Replay replay = small(5, 1);
    VecStep step = VecStep.of(new SpacesOnly(1, Box.unbounded(1), Discrete.of(2), false));
    replay.start(step);
    replay.add(Actions.of(1, Discrete.of(2)), step);
    replay.sample(3, 0);
    assertThat(replay.age()).isEqualTo(0);
    replay.add(Actions.of(1, Discrete.of(2)), step);
    assertThat(replay.age()).isEqualTo(1);
  }

  @Test
  void anEmptyBufferCantBeDrawnFrom() {
    assertThatThrownBy(() -> small(5, 1).sample(1, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("replay: must hold transitions to draw from, got none");
  }
}
