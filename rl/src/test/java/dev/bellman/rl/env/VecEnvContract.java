package dev.bellman.rl.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/// What every [VecEnv] must do; one line in [VecEnvContractTest] puts an implementation under it.
final class VecEnvContract {
  private static final int STEPS = 600;

  /// Enough for wrappers around environments whose episodes are short.
  static final int FEW_STEPS = 100;

  private final IntFunction<? extends VecEnv> factory;
  private final int steps;

  VecEnvContract(IntFunction<? extends VecEnv> factory) {
    this(factory, STEPS);
  }

  VecEnvContract(IntFunction<? extends VecEnv> factory, int steps) {
    this.factory = factory;
    this.steps = steps;
  }

  /// One environment collection with its arrays and a stream of random actions.
  private static final class Run {
    private final VecEnv envs;
    private final VecStep out;
    private final Actions actions;
    private final Rng[] rngs;

    Run(VecEnv envs, long[] seeds) {
      this.envs = envs;
      out = VecStep.of(envs);
      actions = Actions.of(envs.count(), envs.actionSpace());
      rngs = new Rng[envs.count()];
      for (int i = 0; i < rngs.length; i++) {
        rngs[i] = Rng.ofSeed(seeds[i]);
      }
      envs.reset(seeds, out);
    }

    void step(int... cuts) {
      sampleActions();
      int from = 0;
      for (int cut : cuts) {
        envs.step(actions, out, from, cut);
        from = cut;
      }
      envs.step(actions, out, from, envs.count());
      envs.settle(actions, out);
    }

    private void sampleActions() {
      for (int i = 0; i < rngs.length; i++) {
        actions.sample(i, envs.actionSpace(), out.actionMasks(), rngs[i]);
      }
    }

    /// Everything that environment i returned, as text.
    String row(int i) {
      int size = out.observations().length / envs.count();
      var row = new StringBuilder();
      row.append(out.rewards()[i]).append(out.terminated()[i]).append(out.truncated()[i]);
      for (int d = i * size; d < (i + 1) * size; d++) {
        row.append(' ').append(out.observations()[d]);
        row.append(' ').append(out.done(i) ? out.finalObservations()[d] : 0);
      }
      if (out.states().length > 0) {
        row.append(' ').append(out.states()[i]);
        row.append(' ').append(out.done(i) ? out.finalStates()[i] : 0);
      }
      byte[] masks = out.actionMasks();
      for (int a = 0; masks != null && a < masks.length / envs.count(); a++) {
        row.append(' ').append(masks[i * masks.length / envs.count() + a]);
      }
      return row.toString();
    }

    List<String> rows() {
      var rows = new ArrayList<String>();
      for (int i = 0; i < envs.count(); i++) {
        rows.add(row(i));
      }
      return rows;
    }
  }

  private Run run(long... seeds) {
    return new Run(factory.apply(seeds.length), seeds);
  }

  void sameSeedsGiveTheSameRun() {
    Run a = run(5, 6, 7);
    Run b = run(5, 6, 7);
    assertThat(a.rows()).isEqualTo(b.rows());
    for (int t = 0; t < steps; t++) {
      a.step();
      b.step();
      assertThat(a.rows()).isEqualTo(b.rows());
    }
  }

  void resetMakesAUsedEnvironmentNew() {
    Run used = run(1, 2);
    for (int t = 0; t < steps; t++) {
      used.step();
    }
    Run again = new Run(used.envs, new long[] {8, 9});
    Run fresh = run(8, 9);
    for (int t = 0; t < steps; t++) {
      again.step();
      fresh.step();
      assertThat(again.rows()).isEqualTo(fresh.rows());
    }
  }

  void restartingOneLeavesTheOthers() {
    Run run = run(1, 2, 3);
    for (int t = 0; t < 30; t++) {
      run.step();
      String before = run.row(0) + run.row(2);
      String end = run.row(1).substring(0, run.row(1).indexOf(' '));
      run.envs.restart(1, run.out);
      assertThat(run.row(0) + run.row(2)).isEqualTo(before);
      assertThat(run.row(1)).startsWith(end);
    }
  }

  /// Steps both with the same seeds and actions.
  static void assertSameNumbers(VecEnv a, VecEnv b) {
    assertThat(a.observationSpace()).isEqualTo(b.observationSpace());
    assertThat(a.actionSpace()).isEqualTo(b.actionSpace());
    assertThat(a.masksActions()).isEqualTo(b.masksActions());
    long[] seeds = new long[a.count()];
    Arrays.setAll(seeds, i -> 40 + i);
    var first = new Run(a, seeds);
    var second = new Run(b, seeds);
    assertThat(first.rows()).isEqualTo(second.rows());
    for (int t = 0; t < FEW_STEPS; t++) {
      first.step();
      second.step();
      assertThat(first.rows()).isEqualTo(second.rows());
    }
  }

  void environmentsDoNotDependOnTheirNeighbours() {
    Run three = run(5, 6, 7);
    Run alone = run(6);
    for (int t = 0; t < steps; t++) {
      three.step();
      alone.step();
      assertThat(three.row(1)).isEqualTo(alone.row(0));
    }
  }

  void chunkedSteppingEqualsWholeStepping() {
    Run whole = run(1, 2, 3, 4, 5);
    Run chunked = run(1, 2, 3, 4, 5);
    for (int t = 0; t < steps; t++) {
      whole.step();
      chunked.step(t % 5, t % 5);
      assertThat(chunked.rows()).isEqualTo(whole.rows());
    }
  }

  void disjointRangesMayBeSteppedOnDifferentThreads() throws InterruptedException {
    Run one = run(1, 2, 3, 4);
    Run two = run(1, 2, 3, 4);
    for (int t = 0; t < Math.min(100, steps); t++) {
      one.step();
      two.sampleActions();
      Thread other = Thread.ofPlatform().start(() -> two.envs.step(two.actions, two.out, 0, 2));
      two.envs.step(two.actions, two.out, 2, 4);
      other.join();
      two.envs.settle(two.actions, two.out);
      assertThat(two.rows()).isEqualTo(one.rows());
    }
  }

  void observationsAreInTheirSpace() {
    Run run = run(11, 12);
    for (int t = 0; t < steps; t++) {
      run.step();
      for (int i = 0; i < 2; i++) {
        assertThat(run.out.rewards()[i]).isFinite();
        assertThat(allowsAnAction(run, i)).isTrue();
        if (run.envs.observationSpace() instanceof Discrete space) {
          assertThat(run.out.states()[i]).isBetween(0, space.n() - 1);
        } else {
          Box space = run.envs.observationSpace().flattened();
          assertThat(space.contains(observation(run, space, i))).isTrue();
        }
      }
    }
  }

  private static boolean allowsAnAction(Run run, int i) {
    byte[] masks = run.out.actionMasks();
    Space<?> space = run.envs.actionSpace();
    return masks == null || space.allows(masks, i * space.flatSize());
  }

  private static float[] observation(Run run, Box space, int i) {
    int size = space.flatSize();
    return Arrays.copyOfRange(run.out.observations(), i * size, (i + 1) * size);
  }

  void aSavedRunGoesOnToTheBit() {
    Run run = run(1, 2, 3);
    if (!run.envs.savesState()) {
      assertThatThrownBy(() -> run.envs.save(new State()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("savesState()");
      return;
    }
    for (int t = 0; t < Math.min(137, steps); t++) {
      run.step();
    }
    var saved = new State();
    run.envs.save(saved.at("envs"));
    run.out.save(saved.at("current"));
    Run resumed = run(10, 20, 30);
    resumed.envs.load(saved.at("envs"));
    resumed.out.load(saved.at("current"));
    for (int t = 0; t < steps; t++) {
      run.step();
      System.arraycopy(run.actions.discrete(), 0, resumed.actions.discrete(), 0, length(run));
      System.arraycopy(run.actions.continuous(), 0, resumed.actions.continuous(), 0, floats(run));
      resumed.envs.step(resumed.actions, resumed.out);
      assertThat(resumed.rows()).isEqualTo(run.rows());
    }
  }

  private static int length(Run run) {
    return run.actions.discrete().length;
  }

  private static int floats(Run run) {
    return run.actions.continuous().length;
  }

  void wrongSeedsActionsAndRangesAreRefused() {
    Run run = run(1, 2, 3);
    assertThatThrownBy(() -> run.envs.reset(new long[2], run.out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must have 3 seeds, got 2");
    assertThatThrownBy(() -> run.envs.reset(new long[] {0, -1, 0}, run.out))
        .isInstanceOf(IllegalArgumentException.class);
    run.envs.reset(new long[3], run.out);
    assertThatThrownBy(() -> run.envs.step(run.actions, run.out, 2, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
    if (run.envs.actionSpace() instanceof MultiDiscrete space) {
      run.actions.discrete()[2 * space.size()] = space.n(0);
      assertThatThrownBy(() -> run.envs.step(run.actions, run.out))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "action[2][0] must be an index in 0..%d, got %d", space.n(0) - 1, space.n(0));
    }
    if (run.envs.actionSpace() instanceof Discrete space) {
      run.actions.discrete()[2] = space.n();
      assertThatThrownBy(() -> run.envs.step(run.actions, run.out))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "action[2] must be an index in 0..%d, got %d", space.n() - 1, space.n());
    }
  }
}
