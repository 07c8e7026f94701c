package dev.bellman.rl.env.wrappers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.AnySpaceEnv;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Dict;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.MultiDiscrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Tuple;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.env.classic.CartPole;
import dev.bellman.rl.env.wrappers.Clockwork.Run;
import dev.bellman.rl.env.wrappers.FrameStackObservation.Padding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationWrappersTest {
  private static float[] step(Env<float[], float[]> env, float action) {
    return env.step(new float[] {action}).observation();
  }

  @Test
  void frameStackShowsTheOldestFirstAndBeginsAgainAtTheReset() {
    Run run = new Run(new FrameStackObservation(3).wrap(Clockwork.vector(2)), 2, 3);
    assertThat(run.envs.observationSpace())
        .isEqualTo(
            Box.of(new float[] {0, -2, 0, -2, 0, -2}, new float[] {100, 2, 100, 2, 100, 2}, 3, 2));
    assertThat(run.row(0)).containsExactly(10, 0, 10, 0, 10, 0);
    run.step(1, 1);
    assertThat(run.row(0)).containsExactly(10, 0, 10, 0, 11, 1);
    run.step(-1, 2);
    assertThat(run.out.terminated()).containsExactly(true, false);
    assertThat(run.finalRow(0)).containsExactly(10, 0, 11, 1, 12, -1);
    assertThat(run.row(0)).containsExactly(20, 0, 20, 0, 20, 0);
    assertThat(run.row(1)).containsExactly(10, 0, 11, 1, 12, 2);
    run.step(1, 1).step(2, 1);
    assertThat(run.out.truncated()).containsExactly(true, false);
    assertThat(run.finalRow(0)).containsExactly(20, 0, 21, 1, 22, 2);
    assertThat(run.row(0)).containsExactly(30, 0, 30, 0, 30, 0);
    assertThat(run.row(1)).containsExactly(20, 0, 20, 0, 21, 1);
  }

  @Test
  void frameStackMayBeginWithZeros() {
    Env<float[], float[]> env = new FrameStackObservation(2, Padding.ZERO).wrap(new Clockwork());
    assertThat(env.reset(2).observation()).containsExactly(0, 0, 10, 0);
    assertThat(step(env, 1)).containsExactly(10, 0, 11, 1);
    assertThat(step(env, 1)).containsExactly(11, 1, 12, 1);
    assertThat(env.reset().observation()).containsExactly(0, 0, 20, 0);
  }

  @Test
  void delayShowsZerosFirst() {
    Run run = new Run(new DelayObservation(2).wrap(Clockwork.vector(1)), 3);
    assertThat(run.row(0)).containsExactly(0, 0);
    assertThat(run.step(1).row(0)).containsExactly(0, 0);
    assertThat(run.step(2).row(0)).containsExactly(10, 0);
    run.step(-1);
    assertThat(run.finalRow(0)).containsExactly(11, 1);
    assertThat(run.row(0)).containsExactly(0, 0);
    assertThat(run.step(1).row(0)).containsExactly(0, 0);
    assertThat(run.step(1).row(0)).containsExactly(20, 0);
    assertThat(run.step(1).finalRow(0)).containsExactly(21, 1);
  }

  @Test
  void delayKeepsItsFirstObservationsInTheSpace() {
    Space<?> space =
        new Dict(
            Map.of(
                "a",
                Box.of(new float[] {2, -5, -1}, new float[] {3, -4, 1}),
                "b",
                new Discrete(3, 7),
                "c",
                MultiDiscrete.of(2, 2)));
    var rows = ObservationRows.of(space, 1);
    var env = new DelayObservation(1).wrap(shows((Dict) space));
    rows.set(0, env.reset(0).observation(), (Dict) space);
    assertThat(rows.values()).containsExactly(2, -4, 0, 1, 0, 0, 1, 0, 1, 0);
    assertThat(new DelayObservation(0).wrap(new Clockwork()).reset(2).observation())
        .containsExactly(10, 0);
  }

  private static <O> Env<O, Integer> shows(Space<O> space) {
    return new AnySpaceEnv<>(space, Discrete.of(2), false, 3);
  }

  @Test
  void timeIsTheLastCoordinate() {
    Run run = new Run(new TimeAwareObservation(4, false).wrap(Clockwork.vector(1)), 2);
    assertThat(run.envs.observationSpace())
        .isEqualTo(Box.of(new float[] {0, -2, 0}, new float[] {100, 2, 4}));
    assertThat(run.row(0)).containsExactly(10, 0, 0);
    assertThat(run.step(1).row(0)).containsExactly(11, 1, 1);
    run.step(1);
    assertThat(run.finalRow(0)).containsExactly(12, 1, 2);
    assertThat(run.row(0)).containsExactly(20, 0, 0);
    Env<float[], float[]> share = new TimeAwareObservation(4, true).wrap(new Clockwork());
    assertThat(share.observationSpace())
        .isEqualTo(Box.of(new float[] {0, -2, 0}, new float[] {100, 2, 1}));
    share.reset(9);
    assertThat(step(share, 0)).containsExactly(11, 0, 0.25f);
    step(share, 0);
    step(share, 0);
    assertThat(step(share, 0)).containsExactly(14, 0, 1);
    assertThatThrownBy(() -> step(share, 0))
        .hasMessage(
            "TimeAwareObservation: episode must end by step 4, got step 5 (put it around a time"
                + " limit of that length)");
  }

  @Test
  void timeFollowsAOneHot() {
    Env<float[], Integer> env = new TimeAwareObservation(3, false).wrap(shows(Discrete.of(2)));
    assertThat(env.observationSpace()).isEqualTo(Box.of(new float[3], new float[] {1, 1, 3}));
    float[] first = env.reset(0).observation();
    assertThat(first[0] + first[1]).isEqualTo(1);
    assertThat(env.step(0).observation()[2]).isEqualTo(1);
  }

  @Test
  void flattenMakesVectors() {
    Env<float[], Integer> env =
        new FlattenObservation().wrap(shows(Tuple.of(Discrete.of(2), Box.of(-3, 4, 2))));
    assertThat(env.observationSpace())
        .isEqualTo(Box.of(new float[] {0, 0, -3, -3}, new float[] {1, 1, 4, 4}));
    assertThat(env.observationSpace().contains(env.reset(3).observation())).isTrue();
    assertThat(new FlattenObservation().wrap(shows(Discrete.of(1))).reset(0).observation())
        .containsExactly(1);
  }

  @Test
  void filterKeepsSomeParts() {
    Env<Map<String, Object>, Integer> env =
        FilterObservation.keys("b")
            .wrap(shows(new Dict(Map.of("a", Discrete.of(5), "b", Box.of(2, 2, 1)))));
    assertThat(env.observationSpace()).isEqualTo(new Dict(Map.of("b", Box.of(2, 2, 1))));
    assertThat(env.reset(0).observation().get("b")).isEqualTo(new float[] {2});
    assertThat(env.step(0).observation().keySet()).containsExactly("b");
    Env<List<Object>, Integer> tuple =
        FilterObservation.indices(2, 0)
            .wrap(shows(Tuple.of(new Discrete(1, 3), Discrete.of(4), new Discrete(1, 5))));
    assertThat(tuple.observationSpace())
        .isEqualTo(Tuple.of(new Discrete(1, 3), new Discrete(1, 5)));
    assertThat(tuple.reset(0).observation()).containsExactly(3, 5);
  }

  @Test
  void rescaleMovesTheBounds() {
    Run run = new Run(new RescaleObservation(-1, 3).wrap(Clockwork.vector(1)), 2);
    assertThat(run.envs.observationSpace()).isEqualTo(Box.of(-1, 3, 2));
    assertThat(run.row(0)).containsExactly(-0.6f, 1);
    run.step(0.5f).step(-2);
    assertThat(run.finalRow(0)).containsExactly(-0.52f, -1);
    assertThat(run.row(0)).containsExactly(-0.2f, 1);
  }

  @Test
  void aFunctionChangesFinalObservationsToo() {
    var even =
        new TransformObservation<float[], Integer>(
            new Discrete(2, 5), clock -> 5 + (int) clock[0] % 2);
    Run run = new Run(even.wrap(Clockwork.vector(1)), 3);
    assertThat(run.out.states()).containsExactly(0);
    assertThat(run.step(0).out.states()).containsExactly(1);
    run.step(0).step(0);
    assertThat(run.out.finalStates()).containsExactly(1);
    assertThat(run.out.states()).containsExactly(0);
    Env<Integer, float[]> one = even.wrap(new Clockwork());
    assertThat(one.reset(3).observation()).isEqualTo(5);
    var wrong = new TransformObservation<float[], Integer>(Discrete.of(5), clock -> (int) clock[0]);
    assertThatThrownBy(() -> wrong.wrap(new Clockwork()).reset(2))
        .hasMessage(
            "TransformObservation: function must return a member of Discrete(5), got another (widen"
                + " the space or clip)");
  }

  @Test
  void binsCountFromTheLowerBound() {
    Run run = new Run(DiscretizeObservation.of(10, 4).wrap(Clockwork.vector(1)), 2);
    assertThat(run.envs.observationSpace()).isEqualTo(Discrete.of(40));
    assertThat(run.out.states()).containsExactly(1 * 4 + 2);
    assertThat(run.step(-2).out.states()).containsExactly(1 * 4 + 0);
    run.step(2);
    assertThat(run.out.finalStates()).containsExactly(1 * 4 + 3);
    assertThat(run.out.states()).containsExactly(2 * 4 + 2);
    Env<int[], float[]> vector = DiscretizeObservation.multiDiscrete(4).wrap(new Clockwork());
    assertThat(vector.observationSpace()).isEqualTo(MultiDiscrete.of(4, 4));
    vector.reset(2);
    assertThat(vector.step(new float[] {-0.5f}).observation()).containsExactly(0, 1);
  }

  @Test
  void velocitiesAreHidden() {
    Env<float[], Integer> env = HideVelocity.of("CartPole-v1").wrap(CartPole.env(false));
    Env<float[], Integer> bare = CartPole.env(false);
    float[] hidden = env.reset(4).observation();
    float[] shown = bare.reset(4).observation();
    assertThat(hidden).containsExactly(shown[0], 0, shown[2], 0);
    assertThat(env.observationSpace()).isEqualTo(bare.observationSpace());
    assertThat(step(HideVelocity.at(1).wrap(resetClock()), 2)).containsExactly(11, 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CartPole-v1",
        "MountainCar-v0",
        "MountainCarContinuous-v0",
        "Pendulum-v1",
        "Acrobot-v1"
      })
  void velocitiesOfClassicControlAreKnown(String id) {
    VecEnv bare = Envs.builtIn().vector(id, 1, Map.of());
    VecEnv hidden = HideVelocity.of(id).wrap(Envs.builtIn().vector(id, 1, Map.of()));
    VecStep shown = VecStep.of(bare);
    VecStep masked = VecStep.of(hidden);
    bare.reset(new long[] {3}, shown);
    hidden.reset(new long[] {3}, masked);
    Actions actions = Actions.of(1, bare.actionSpace());
    bare.step(actions, shown);
    hidden.step(actions, masked);
    assertThat(masked.observations()).isNotEqualTo(shown.observations()).contains(0);
  }

  private static Env<float[], float[]> resetClock() {
    var env = new Clockwork();
    env.reset(5);
    return env;
  }

  @Test
  void noiseIsGaussianAndOfItsOwnStream() {
    Env<float[], float[]> env = new NoisyObservation(0.5).wrap(new Clockwork());
    assertThat(env.observationSpace()).isEqualTo(Box.unbounded(2));
    double sum = 0;
    double squares = 0;
    env.reset(20_000);
    for (int t = 1; t <= 10_000; t++) {
      double noise = step(env, 1)[1] - 1;
      sum += noise;
      squares += noise * noise;
    }
    assertThat(sum / 10_000).isBetween(-0.02, 0.02);
    assertThat(squares / 10_000).isBetween(0.24, 0.26);
    float[] first = env.reset(7).observation();
    env.step(new float[1]);
    assertThat(env.reset(7).observation()).isEqualTo(first);
    assertThat(env.reset().observation()).isNotEqualTo(first);
  }

  @Test
  void misuseIsRefusedInOneLine() {
    assertThatThrownBy(() -> new FrameStackObservation(1))
        .hasMessage("FrameStackObservation.stackSize: must be at least 2, got 1");
    assertThatThrownBy(() -> new FrameStackObservation(2).wrap(discrete()))
        .hasMessage(
            "FrameStackObservation: observation space must be a Box, got Discrete(2)"
                + " (FlattenObservation makes one)");
    assertThatThrownBy(() -> new DelayObservation(-1))
        .hasMessage("DelayObservation.delay: must be at least 0, got -1");
    assertThatThrownBy(() -> new TimeAwareObservation(0, true))
        .hasMessage("TimeAwareObservation.maxEpisodeSteps: must be at least 1, got 0");
    assertThatThrownBy(() -> new RescaleObservation(1, 1))
        .hasMessage("RescaleObservation: must have finite min < max, got 1.0 and 1.0");
    assertThatThrownBy(() -> RescaleObservation.DEFAULTS.wrap(shows(Box.unbounded(1))))
        .hasMessage(
            "RescaleObservation: observation space must have finite bounds, got"
                + " Box(-Infinity, Infinity, [1]) (give it bounds, or clip it to some first)");
    assertThatThrownBy(() -> RescaleObservation.DEFAULTS.wrap(shows(Box.of(2, 2, 1))))
        .hasMessage(
            "RescaleObservation: bounds of coordinate 0 must differ, got 2.0 twice (leave it out)");
    assertThatThrownBy(() -> DiscretizeObservation.of(2, 2, 2).wrap(new Clockwork()))
        .hasMessage("DiscretizeObservation.bins: must be 1 or 2 numbers, got 3");
    assertThatThrownBy(() -> DiscretizeObservation.of(100_000).wrap(new Clockwork()))
        .hasMessage(
            "DiscretizeObservation.bins: must make at most 2^31 - 1 values, got [100000, 100000]"
                + " (use fewer, or multiDiscrete)");
    assertThatThrownBy(() -> HideVelocity.of("FrozenLake-v1"))
        .hasMessageStartingWith("HideVelocity: must be one of Acrobot, CartPole, ")
        .hasMessageEndingWith("got 'FrozenLake-v1' (name the coordinates with HideVelocity.at)");
    assertThatThrownBy(() -> HideVelocity.at(2).wrap(new Clockwork()))
        .hasMessage("HideVelocity: coordinate must be in 0..1, got 2");
    assertThatThrownBy(() -> FilterObservation.keys("x").wrap(Clockwork.vector(1)))
        .hasMessageStartingWith("FilterObservation: observation space must be a Dict, got Box(");
    assertThatThrownBy(
            () -> FilterObservation.keys("x").wrap(shows(new Dict(Map.of("a", Discrete.of(2))))))
        .hasMessage("FilterObservation: must keep parts of [a], got 'x'");
    assertThatThrownBy(() -> new NoisyObservation(-1))
        .hasMessage("NoisyObservation.std: must be at least 0, got -1");
  }

  private static VecEnv discrete() {
    return EnvAdapter.of("d", 1, () -> shows(Discrete.of(2)));
  }
}
