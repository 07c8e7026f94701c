package dev.bellman.rl.env.wrappers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.AnySpaceEnv;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.State;
import org.junit.jupiter.api.Test;

class AutoresetTest {
  private final VecEnv envs = Clockwork.vector(3);
  private final VecStep out = VecStep.of(envs);
  private final Actions actions = Actions.of(3, envs.actionSpace());

  private float[] clocks() {
    return new float[] {out.observations()[0], out.observations()[2], out.observations()[4]};
  }

  @Test
  void nextStepShowsTheEndAndResetsAStepLater() {
    try (var next = new NextStepAutoreset(envs)) {
      next.reset(new long[] {2, 1, 3}, out);
      assertThat(clocks()).containsExactly(10, 10, 10);
      next.step(actions, out);
      assertThat(clocks()).containsExactly(11, 11, 11);
      assertThat(out.terminated()).containsExactly(false, true, false);
      next.step(actions, out);
      assertThat(clocks()).containsExactly(12, 20, 12);
      assertThat(out.rewards()).containsExactly(2, 0, 2);
      assertThat(out.terminated()).containsExactly(true, false, false);
      next.step(actions, out);
      assertThat(clocks()).containsExactly(20, 21, 13);
      assertThat(out.rewards()).containsExactly(0, 1, 3);
      assertThat(out.terminated()).containsExactly(false, false, true);
      assertThat(out.truncated()).containsExactly(false, true, false);
      next.step(actions, out);
      assertThat(clocks()).containsExactly(21, 30, 20);
    }
  }

  @Test
  void nextStepGoesOnFromWhereItWasSaved() {
    var next = new NextStepAutoreset(envs);
    next.reset(new long[] {2, 1, 3}, out);
    next.step(actions, out);
    next.step(actions, out);
    var saved = new State();
    next.save(saved);
    next.step(actions, out);
    float[] expected = clocks();
    var resumed = new NextStepAutoreset(Clockwork.vector(3));
    resumed.load(saved);
    resumed.step(actions, out);
    assertThat(clocks()).isEqualTo(expected).containsExactly(20, 21, 13);
  }

  @Test
  void nextStepNormalisesEachObservationOnce() {
    var moments = new RunningMoments(2);
    VecEnv normalized = new NormalizeObservation(moments).wrap(envs);
    var next = new NextStepAutoreset(normalized);
    VecStep shown = VecStep.of(normalized);
    next.reset(new long[] {1, 9, 9}, shown);
    next.step(actions, shown);
    assertThat(moments.count()).isEqualTo(7.0001);
    next.step(actions, shown);
    assertThat(moments.count()).isEqualTo(9.0001);
  }

  @Test
  void disabledWaitsForTheCaller() {
    try (var disabled = new DisabledAutoreset(envs)) {
      disabled.reset(new long[] {2, 1, 9}, out);
      disabled.step(actions, out);
      assertThat(clocks()).containsExactly(11, 11, 11);
      assertThat(out.terminated()).containsExactly(false, true, false);
      assertThatThrownBy(() -> disabled.step(actions, out))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "environment 'Clockwork' [1]: must be reset after its episode's end, got a step (call"
                  + " reset)");
      disabled.reset(new boolean[] {false, true, true}, out);
      assertThat(clocks()).containsExactly(11, 20, 20);
      assertThat(out.terminated()).containsExactly(false, false, false);
      assertThat(out.rewards()).containsExactly(1, 0, 0);
      disabled.step(actions, out);
      assertThat(clocks()).containsExactly(12, 21, 21);
      assertThat(out.terminated()).containsExactly(true, false, false);
      assertThat(out.truncated()).containsExactly(false, true, false);
      assertThatThrownBy(() -> disabled.reset(new boolean[2], out))
          .hasMessage("reset: must be told for 3 environments, got 2");
    }
  }

  @Test
  void masksAreThoseOfWhatIsShown() {
    VecEnv masked = EnvAdapter.of("masked", 1, () -> AnySpaceEnv.multiDiscrete(1));
    VecStep shown = VecStep.of(masked);
    Actions taken = Actions.of(1, masked.actionSpace());
    var next = new NextStepAutoreset(masked);
    next.reset(new long[] {3}, shown);
    next.step(taken, shown);
    assertThat(shown.terminated()).containsExactly(true);
    assertThat(shown.actionMasks()).containsOnly(1);
    next.step(taken, shown);
    assertThat(shown.actionMasks()).containsOnly(1);
    assertThat(shown.terminated()).containsExactly(false);
  }
}
