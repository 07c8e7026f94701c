package dev.bellman.rl.env.wrappers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.AnySpaceEnv;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.MultiDiscrete;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.env.classic.CartPole;
import dev.bellman.rl.env.wrappers.Clockwork.Run;
import org.junit.jupiter.api.Test;

/// Clockwork's second coordinate is the action that reached it.
class ActionWrappersTest {
  private static float[] taken(Run run, float... actions) {
    run.step(actions);
    var taken = new float[actions.length];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = run.out.done(i) ? run.finalRow(i)[1] : run.row(i)[1];
    }
    return taken;
  }

  @Test
  void clipTakesAnySize() {
    Run run = new Run(new ClipAction().wrap(Clockwork.vector(2)), 9, 9);
    assertThat(run.envs.actionSpace()).isEqualTo(Box.unbounded(1));
    assertThat(taken(run, 5, -9)).containsExactly(2, -2);
    assertThat(taken(run, 0.5f, -2)).containsExactly(0.5f, -2);
  }

  @Test
  void rescaleStretchesToTheBounds() {
    Run run = new Run(new RescaleAction(0, 1).wrap(Clockwork.vector(3)), 9, 9, 9);
    assertThat(run.envs.actionSpace()).isEqualTo(Box.of(0, 1, 1));
    assertThat(taken(run, 0, 1, 0.75f)).containsExactly(-2, 2, 1);
    Env<float[], float[]> one = RescaleAction.DEFAULTS.wrap(new Clockwork());
    one.reset(9);
    assertThat(one.step(new float[] {-0.5f}).observation()).containsExactly(11, -1);
  }

  @Test
  void aFunctionTranslatesActions() {
    var translate =
        new TransformAction<Integer, float[]>(new Discrete(3, -1), a -> new float[] {a * 1.5f});
    Env<float[], Integer> one = translate.wrap(new Clockwork());
    one.reset(9);
    assertThat(one.step(-1).observation()).containsExactly(11, -1.5f);
    VecEnv envs = translate.wrap(Clockwork.vector(2));
    Run run = new Run(envs, 9, 9);
    run.actions.discrete()[1] = 2;
    envs.step(run.actions, run.out);
    assertThat(run.out.observations()).containsExactly(11, -1.5f, 11, 1.5f);
  }

  /// Of alternating actions a repeated one differs from the given one only where the action before
  /// did not: a share of p / (1 + p) = 0.2 differs.
  @Test
  void stickyActionsRepeatWithTheirProbability() {
    Env<float[], float[]> env = new StickyAction(0.25).wrap(new Clockwork());
    env.reset(20_000);
    int repeated = 0;
    for (int t = 0; t < 10_000; t++) {
      float given = t % 2;
      repeated += env.step(new float[] {given}).observation()[1] == given ? 0 : 1;
    }
    assertThat(repeated).isBetween(1900, 2100);
  }

  @Test
  void stickyActionsLastForSomeSteps() {
    Env<float[], float[]> env = new StickyAction(0.999_999, 3, 3).wrap(new Clockwork());
    env.reset(20);
    for (int t = 0; t < 19; t++) {
      assertThat(env.step(new float[] {t / 10f}).observation()[1]).isZero();
    }
    env.step(new float[] {2});
    env.reset();
    assertThat(env.step(new float[] {1.5f}).observation()[1]).isEqualTo(1.5f);
    assertThat(env.step(new float[] {-1}).observation()[1]).isEqualTo(1.5f);
  }

  @Test
  void aForbiddenActionIsNotRepeated() {
    Env<int[], int[]> env = new StickyAction(0.999_999).wrap(AnySpaceEnv.multiDiscrete(9));
    env.reset(0);
    assertThat(env.step(new int[] {0, 0, 5}).reward()).isEqualTo(1 + 16 + 32);
    assertThat(env.step(new int[] {1, 0, 6}).reward()).isEqualTo(2 + 16 + 64);
    assertThat(env.step(new int[] {2, 0, 7}).reward()).isEqualTo(2 + 16 + 64);
    assertThat(env.masksActions()).isTrue();
  }

  @Test
  void noisyActionsStayInTheSpace() {
    Env<float[], float[]> env = new NoisyAction(1).wrap(new Clockwork());
    env.reset(20_000);
    double sum = 0;
    int clipped = 0;
    for (int t = 0; t < 10_000; t++) {
      float taken = env.step(new float[] {0}).observation()[1];
      assertThat(taken).isBetween(-2f, 2f);
      sum += taken;
      clipped += Math.abs(taken) == 2 ? 1 : 0;
    }
    assertThat(sum / 10_000).isBetween(-0.03, 0.03);
    assertThat(clipped).isBetween(400, 510);
    assertThat(env.actionSpace()).isEqualTo(Box.of(-2, 2, 1));
  }

  @Test
  void repeatedActionsSumTheirRewardsUntilTheEnd() {
    Run run = new Run(new RepeatAction(3).wrap(Clockwork.vector(2)), 5, 4);
    run.step(1, 1);
    assertThat(run.out.rewards()).containsExactly(6, 6);
    assertThat(run.out.observations()).containsExactly(13, 1, 13, 1);
    run.step(2, 2);
    assertThat(run.out.rewards()).containsExactly(9, 4);
    assertThat(run.out.terminated()).containsExactly(true, true);
    assertThat(run.out.finalObservations()).containsExactly(15, 2, 14, 2);
    assertThat(run.out.observations()).containsExactly(20, 0, 20, 0);
    run.step(1, 1).step(1, 1);
    assertThat(run.out.truncated()).containsExactly(true, true);
    assertThat(run.out.terminated()).containsExactly(false, false);
  }

  @Test
  void aRepetitionStopsWhereTheMaskForbidsIt() {
    Env<int[], int[]> env = new RepeatAction(4).wrap(AnySpaceEnv.multiDiscrete(9));
    env.reset(0);
    assertThat(env.step(new int[] {0, 0, 6}).reward()).isEqualTo(1 + 16 + 64);
    assertThat(env.step(new int[] {1, 0, 6}).reward()).isEqualTo(4 * (2 + 16 + 64));
  }

  @Test
  void theLargerOfTheLastTwoIsShown() {
    Run run = new Run(new MaxAndSkipObservation(2).wrap(Clockwork.vector(1)), 3);
    assertThat(run.step(-1).row(0)).containsExactly(12, -1);
    assertThat(run.out.rewards()).containsExactly(3);
    run.step(-2);
    assertThat(run.out.rewards()).containsExactly(3);
    assertThat(run.finalRow(0)).containsExactly(13, -2);
    assertThat(run.row(0)).containsExactly(20, 0);
    Env<float[], float[]> sinking =
        new MaxAndSkipObservation(3)
            .wrap(
                new TransformObservation<float[], float[]>(
                        Box.of(-100, 100, 1), clock -> new float[] {-clock[0]})
                    .wrap(new Clockwork()));
    sinking.reset(4);
    assertThat(sinking.step(new float[1]).observation()).containsExactly(-12);
    Step<float[]> last = sinking.step(new float[1]);
    assertThat(last.observation()).containsExactly(-14);
    assertThat(last.terminated()).isTrue();
    assertThat(last.reward()).isEqualTo(4);
  }

  @Test
  void orderIsEnforced() {
    Env<float[], float[]> one = new OrderEnforcing().wrap(new Clockwork());
    String message = "step: must follow a reset, got no running episode (call reset first)";
    assertThatThrownBy(() -> one.step(new float[1]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    one.reset(1);
    one.step(new float[1]);
    assertThatThrownBy(() -> one.step(new float[1])).hasMessage(message);
    VecEnv many = new OrderEnforcing().wrap(Clockwork.vector(1));
    var step = VecStep.of(many);
    var actions = Actions.of(1, many.actionSpace());
    assertThatThrownBy(() -> many.step(actions, step)).hasMessage(message);
    many.reset(new long[] {1}, step);
    many.step(actions, step);
    many.step(actions, step);
  }

  @Test
  void aTimeLimitCutsAndStartsAnew() {
    Run run = new Run(new VecTimeLimit(Clockwork.vector(3), 2), 2, 1, 9);
    run.step(1, 1, 1);
    assertThat(run.out.terminated()).containsExactly(false, true, false);
    assertThat(run.out.truncated()).containsExactly(false, false, false);
    run.step(2, 2, 2);
    assertThat(run.out.terminated()).containsExactly(true, false, false);
    assertThat(run.out.truncated()).containsExactly(true, true, true);
    assertThat(run.out.finalObservations()).containsExactly(12, 2, 21, 2, 12, 2);
    assertThat(run.out.observations()).containsExactly(20, 0, 30, 0, 20, 0);
    run.step(1, 1, 1);
    assertThat(run.out.truncated()).containsExactly(false, false, false);
    assertThat(run.out.observations()[4]).isEqualTo(21);
    run.step(1, 1, 1);
    assertThat(run.out.truncated()).containsExactly(true, true, true);
    assertThat(run.out.terminated()).containsExactly(false, false, false);
    assertThatThrownBy(() -> new VecTimeLimit(Clockwork.vector(1), 0))
        .hasMessage("maxEpisodeSteps: must be at least 1, got 0");
  }

  @Test
  void misuseIsRefusedInOneLine() {
    assertThatThrownBy(
            () -> RescaleAction.DEFAULTS.wrap(new ClipAction().wrap(Clockwork.vector(1))))
        .hasMessage(
            "RescaleAction: action space must have finite bounds, got Box(-Infinity, Infinity, [1])"
                + " (give it bounds, or clip it to some first)");
    VecEnv poles = EnvAdapter.of("CartPole", 1, () -> CartPole.env(false));
    assertThatThrownBy(() -> new ClipAction().wrap(poles))
        .hasMessage("ClipAction: action space must be a Box, got Discrete(2)");
    assertThatThrownBy(() -> new MaxAndSkipObservation(1))
        .hasMessage("MaxAndSkipObservation.skip: must be at least 2, got 1");
    assertThatThrownBy(() -> new RepeatAction(0))
        .hasMessage("RepeatAction.repeats: must be at least 2, got 0");
    assertThatThrownBy(() -> new StickyAction(1))
        .hasMessage("StickyAction.probability: must be in [0, 1), got 1.0");
    assertThatThrownBy(() -> new StickyAction(0.5, 3, 2))
        .hasMessage("StickyAction.maxRepeats: must be at least 3, got 2");
    assertThatThrownBy(() -> new NoisyAction(Double.NaN))
        .hasMessage("NoisyAction.std: must be finite, got NaN");
    var other = new TransformAction<Integer, int[]>(Discrete.of(2), a -> new int[] {a, 0, 0});
    assertThatThrownBy(() -> other.wrap(AnySpaceEnv.multiDiscrete(3)))
        .hasMessage(
            "action space: must stay %s where actions are masked, got Discrete(2) (mask inside, or"
                    .formatted(MultiDiscrete.of(new int[] {3, 2, 4}, new int[] {0, -1, 5}))
                + " change it in the environment)");
  }
}
