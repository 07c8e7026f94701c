package dev.bellman.rl.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.tensor.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnvAdapterTest {
  private static final Box LINE = Box.of(-10, 10, 2);
  private static final Discrete TWO = Discrete.of(2);

  private static float[] at(float x, float y) {
    return new float[] {x, y};
  }

  private static Env<float[], Integer> scripted(
      List<Function<Integer, @Nullable Step<float[]>>> script) {
    return new ScriptedEnv<>(LINE, TWO, false, Reset.of(at(9, 9)), script);
  }

  private static Run play(List<Function<Integer, @Nullable Step<float[]>>> script) {
    return new Run(scripted(script));
  }

  private static final class Run {
    private final EnvAdapter envs;
    private final VecStep out;
    private final Actions actions;

    Run(Env<?, ?> env) {
      envs = EnvAdapter.of("Test-v0", 1, () -> env);
      out = VecStep.of(envs);
      actions = Actions.of(1, envs.actionSpace());
    }

    Run reset() {
      envs.reset(new long[] {7}, out);
      return this;
    }

    Run step() {
      envs.step(actions, out);
      return this;
    }
  }

  @Test
  void anEndGivesTheFinalObservationAndTheNextStart() {
    Run run =
        play(List.of(
                _ -> Step.of(at(1, 2), 0.5, false),
                _ -> Step.of(at(3, 4), -1, true),
                _ -> Step.of(at(5, 6), 2, false).withTruncated(),
                _ -> Step.of(at(7, 8), 0, true).withTruncated()))
            .reset();
    assertThat(run.out.observations()).containsExactly(9, 9);

    run.step();
    assertThat(run.out.observations()).containsExactly(1, 2);
    assertThat(run.out.rewards()).containsExactly(0.5);
    assertThat(run.out.done(0)).isFalse();

    run.step();
    assertThat(run.out.finalObservations()).containsExactly(3, 4);
    assertThat(run.out.observations()).containsExactly(9, 9);
    assertThat(run.out.rewards()).containsExactly(-1);
    assertThat(run.out.terminated()).containsExactly(true);
    assertThat(run.out.truncated()).containsExactly(false);

    run.step();
    assertThat(run.out.finalObservations()).containsExactly(5, 6);
    assertThat(run.out.terminated()).containsExactly(false);
    assertThat(run.out.truncated()).containsExactly(true);

    run.step();
    assertThat(run.out.terminated()).containsExactly(true);
    assertThat(run.out.truncated()).containsExactly(true);
  }

  @Test
  void theNextEpisodeGoesOnWithTheSameRandomStream() {
    Run run = new Run(IdentityEnvs.discrete(1000, 1)).reset();
    Env<Integer, Integer> alone = IdentityEnvs.discrete(1000, 1);
    assertThat(run.out.states()).containsExactly(alone.reset(7).observation());
    for (int episode = 0; episode < 20; episode++) {
      run.step();
      assertThat(run.out.finalStates()).containsExactly(alone.step(0).observation());
      assertThat(run.out.states()).containsExactly(alone.reset().observation());
    }
  }

  @Test
  void discreteSpacesTravelAsIndicesFromZero() {
    var taken = new ArrayList<Integer>();
    Function<Integer, @Nullable Step<Integer>> script =
        action -> {
          taken.add(action);
          return Step.of(7, 0, taken.size() == 2);
        };
    Run run =
        new Run(
                new ScriptedEnv<>(
                    new Discrete(3, 5),
                    new Discrete(4, -1),
                    false,
                    Reset.of(5),
                    List.of(script, script)))
            .reset();
    assertThat(run.out.states()).containsExactly(0);
    run.actions.discrete()[0] = 3;
    run.step();
    assertThat(run.out.states()).containsExactly(2);
    run.actions.discrete()[0] = 0;
    run.step();
    assertThat(taken).containsExactly(2, -1);
    assertThat(run.out.finalStates()).containsExactly(2);
    assertThat(run.out.states()).containsExactly(0);
  }

  @Test
  void masksAreCopiedAndNullAllowsAll() {
    List<Function<Integer, @Nullable Step<Integer>>> script =
        List.of(
            _ -> new Step<>(0, 0, false, false, new byte[] {5, 0}, Info.NONE),
            _ -> Step.of(0, 0, false));
    var start = new Reset<>(0, new byte[] {0, 1}, Info.NONE);
    Run run = new Run(new ScriptedEnv<>(TWO, TWO, true, start, script)).reset();
    assertThat(run.out.actionMasks()).containsExactly(0, 1);
    assertThat(run.step().out.actionMasks()).containsExactly(1, 0);
    assertThat(run.step().out.actionMasks()).containsExactly(1, 1);
  }

  @Test
  void wrongMasksAreRefused() {
    assertThatThrownBy(() -> masked(true, new byte[3]).reset())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "environment 'Test-v0' [0], reset: action mask must have 2 values, one for each action,"
                + " got 3");
    assertThatThrownBy(() -> masked(true, new byte[2]).reset())
        .hasMessage(
            "environment 'Test-v0' [0], reset: action mask must allow an action, got only zeros"
                + " (terminate the episode then)");
    assertThatThrownBy(() -> masked(false, new byte[] {1, 1}).reset())
        .hasMessage(
            "environment 'Test-v0' [0], reset: must return no action mask, got one"
                + " (let masksActions() return true)");
    assertThatThrownBy(() -> new Run(new ScriptedEnv<>(LINE, LINE, true, START, List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("action masks need a Discrete or MultiDiscrete action space");
  }

  private static final Reset<float[]> START = Reset.of(new float[2]);

  private static Run masked(boolean masksActions, byte[] mask) {
    var start = new Reset<>(0, mask, Info.NONE);
    return new Run(new ScriptedEnv<>(TWO, TWO, masksActions, start, List.of()));
  }

  @Test
  void wrongObservationsAndRewardsAreRefusedByName() {
    assertThatThrownBy(() -> play(List.of(_ -> Step.of(new float[3], 0, false))).reset().step())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "environment 'Test-v0' [0], step 1: observation must have 2 values as"
                + " observationSpace() says, got 3 (change one)");
    assertThatThrownBy(() -> play(List.of(_ -> Step.of(at(0, Float.NaN), 0, false))).reset().step())
        .hasMessage(
            "environment 'Test-v0' [0], step 1: observation[1] must be finite, got NaN"
                + " (check what reset and step compute)");
    assertThatThrownBy(() -> play(List.of(_ -> Step.of(at(0, Float.NaN), 0, true))).reset().step())
        .hasMessageContaining("observation[1] must be finite");
    assertThatThrownBy(() -> play(List.of(_ -> Step.of(at(0, 0), 0.0 / 0, false))).reset().step())
        .hasMessage(
            "environment 'Test-v0' [0], step 1: reward must be finite, got NaN (check what step"
                + " computes)");
    assertThatThrownBy(() -> play(List.of(_ -> null)).reset().step())
        .hasMessage("environment 'Test-v0' [0], step 1: step must return a Step, got null");
    assertThatThrownBy(() -> play(List.of(_ -> Step.of(null, 0, false))).reset().step())
        .hasMessage(
            "environment 'Test-v0' [0], step 1: observation must be a float[], got null"
                + " (change it or observationSpace())");
    assertThatThrownBy(
            () -> new Run(new ScriptedEnv<>(TWO, TWO, false, Reset.of(2), List.of())).reset())
        .hasMessage(
            "environment 'Test-v0' [0], reset: observation must be an Integer in Discrete(2), got 2"
                + " (change it or observationSpace())");
  }

  @Test
  void anEnvironmentThatThrowsIsNamed() {
    Run run =
        play(List.of(
                _ -> {
                  throw new UnsupportedOperationException("no battery");
                }))
            .reset();
    assertThatThrownBy(run::step)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "environment 'Test-v0' [0], step 1: step must not throw, got"
                + " java.lang.UnsupportedOperationException: no battery")
        .hasCauseInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void instancesMustBeDistinctAndAlike() {
    var env = new BanditEnv(0.5, 0.5);
    assertThatThrownBy(() -> EnvAdapter.of("Bandit", 2, () -> env))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a new instance");
    var arms = new int[] {1};
    assertThatThrownBy(() -> EnvAdapter.of("Bandit", 2, () -> new BanditEnv(new double[arms[0]++])))
        .hasMessage(
            "environment 'Bandit' [1]: must have the spaces of environment 0"
                + " (Discrete(1), Discrete(1)), got Discrete(1), Discrete(2)");
  }

  @Test
  void savesStateIfAllEnvironmentsDo() {
    assertThat(EnvAdapter.of("id", 2, () -> IdentityEnvs.discrete(2, 3)).savesState()).isTrue();
    EnvAdapter scripted =
        EnvAdapter.of("Test-v0", 1, () -> new TimeLimit<>(scripted(List.of()), 3));
    assertThat(scripted.savesState()).isFalse();
    assertThatThrownBy(() -> scripted.save(new State()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "environment 'Test-v0' [0]: must implement Stateful to be saved"
                + " (ask savesState() first)");
  }
}
