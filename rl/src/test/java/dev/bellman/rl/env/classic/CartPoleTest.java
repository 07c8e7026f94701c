package dev.bellman.rl.env.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.SimulatedVec;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.TimeLimit;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CartPoleTest {
  private static List<?> golden(String file, String key) {
    String path = "/golden/" + file;
    try (InputStream in = Objects.requireNonNull(CartPoleTest.class.getResourceAsStream(path))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      var rows = (List<?>) ((Map<?, ?>) Json.parse(text)).get(key);
      return rows.stream().filter(row -> name((Map<?, ?>) row).startsWith("CartPole")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Map<?, ?> row) {
    return (String) row.get("env");
  }

  static Stream<Map<?, ?>> trajectories() {
    return golden("classic_control.json", "trajectories").stream().map(row -> (Map<?, ?>) row);
  }

  static Stream<Map<?, ?>> resets() {
    return golden("seeding.json", "classic_control_resets").stream().map(row -> (Map<?, ?>) row);
  }

  private static double[] doubles(Object list) {
    return ((List<?>) list).stream().mapToDouble(x -> ((Number) x).doubleValue()).toArray();
  }

  private static double[] doubles(float[] values, int from) {
    return IntStream.range(from, from + 4).mapToDouble(d -> values[d]).toArray();
  }

  private static boolean suttonBarto(Map<?, ?> row) {
    return Boolean.TRUE.equals(((Map<?, ?>) row.get("options")).get("sutton_barto_reward"));
  }

  @Test
  void goldenFilesHoldBothRewardsAndManyStarts() {
    assertThat(trajectories()).hasSize(8).anyMatch(CartPoleTest::suttonBarto);
    assertThat(resets()).hasSize(4);
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void stepsAsGymnasiumDoes(Map<?, ?> trajectory) {
    var env = CartPole.env(suttonBarto(trajectory));
    env.reset(0);
    env.startFrom(doubles(trajectory.get("start")));
    for (Object row : (List<?>) trajectory.get("steps")) {
      var expected = (Map<?, ?>) row;
      Step<float[]> step = env.step(((Number) expected.get("action")).intValue());
      assertThat(doubles(step.observation(), 0))
          .containsExactly(doubles(expected.get("observation")), within(1e-6));
      assertThat(step.reward()).isEqualTo(((Number) expected.get("reward")).doubleValue());
      assertThat(step.terminated()).isEqualTo(expected.get("terminated"));
      assertThat(step.truncated()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void vectorFormStepsAsGymnasiumDoes(Map<?, ?> trajectory) {
    var envs = new SimulatedVec(new CartPole(3, suttonBarto(trajectory)), OptionalInt.empty());
    VecStep out = VecStep.of(envs);
    Actions actions = Actions.of(3, envs.actionSpace());
    envs.reset(new long[3], out);
    loadState(envs, doubles(trajectory.get("start")));
    for (Object row : (List<?>) trajectory.get("steps")) {
      var expected = (Map<?, ?>) row;
      actions.discrete()[1] = ((Number) expected.get("action")).intValue();
      envs.step(actions, out, 1, 2);
      float[] observed = out.terminated()[1] ? out.finalObservations() : out.observations();
      assertThat(doubles(observed, 4))
          .containsExactly(doubles(expected.get("observation")), within(1e-6));
      assertThat(out.rewards()[1]).isEqualTo(((Number) expected.get("reward")).doubleValue());
      assertThat(out.terminated()[1]).isEqualTo(expected.get("terminated"));
    }
  }

  private static void loadState(SimulatedVec envs, double[] start) {
    var saved = new State();
    envs.save(saved);
    var changed = new State();
    for (String name : saved.names()) {
      State.Entry entry = saved.entry(name);
      if (name.equals("state")) {
        System.arraycopy(start, 0, (double[]) entry.values(), 4, 4);
      }
      changed.put(name, entry.values(), entry.shape());
    }
    envs.load(changed);
  }

  @ParameterizedTest
  @MethodSource("resets")
  void startsWhereGymnasiumStartsForTheSameSeed(Map<?, ?> reset) {
    var env = CartPole.env(false);
    long seed = ((Number) reset.get("seed")).longValue();
    assertThat(doubles(env.reset(seed).observation(), 0))
        .containsExactly(doubles(reset.get("first")));
    for (Object next : (List<?>) reset.get("then_unseeded")) {
      assertThat(doubles(env.reset().observation(), 0)).containsExactly(doubles(next));
    }
  }

  @Test
  void vectorFormEqualsTheSingleFormBitForBit() {
    var vector = new SimulatedVec(new CartPole(4, true), OptionalInt.of(30));
    var adapted = EnvAdapter.of("CartPole", 4, () -> new TimeLimit<>(CartPole.env(true), 30));
    VecStep a = VecStep.of(vector);
    VecStep b = VecStep.of(adapted);
    long[] seeds = {0, 1, 123, 1176953008};
    vector.reset(seeds, a);
    adapted.reset(seeds, b);
    Actions actions = Actions.of(4, vector.actionSpace());
    Rng rng = Rng.ofSeed(3);
    boolean truncated = false;
    for (int t = 0; t < 2000; t++) {
      assertThat(a.observations()).isEqualTo(b.observations());
      assertThat(a.finalObservations()).isEqualTo(b.finalObservations());
      assertThat(a.rewards()).isEqualTo(b.rewards());
      assertThat(a.terminated()).isEqualTo(b.terminated());
      assertThat(a.truncated()).isEqualTo(b.truncated());
      truncated |= a.truncated()[0];
      rng.fillInts(2, actions.discrete());
      vector.step(actions, a);
      adapted.step(actions, b);
    }
    assertThat(truncated).isTrue();
  }

  @Test
  void everyJitStageGivesTheseBits() {
    var envs = new SimulatedVec(new CartPole(8, false), OptionalInt.of(500));
    VecStep out = VecStep.of(envs);
    Actions actions = Actions.of(8, envs.actionSpace());
    envs.reset(new long[] {0, 1, 2, 3, 4, 5, 6, 7}, out);
    Rng rng = Rng.ofSeed(5);
    long hash = 17;
    for (int t = 0; t < 20_000; t++) {
      rng.fillInts(2, actions.discrete());
      envs.step(actions, out);
      hash = 31 * hash + Arrays.hashCode(out.observations());
      hash = 31 * hash + Arrays.hashCode(out.finalObservations());
    }
    assertThat(hash).isEqualTo(0xf8211fb7760f3b96L);
  }

  @Test
  void sineAndCosineAreWithinTwoUlpsOfStrictMath() {
    for (int k = -4096; k <= 4096; k++) {
      double x = k / 8192.0;
      assertThat(Trig.sin(x)).isCloseTo(StrictMath.sin(x), within(2 * Math.ulp(StrictMath.sin(x))));
      assertThat(Trig.cos(x)).isCloseTo(StrictMath.cos(x), within(2 * Math.ulp(StrictMath.cos(x))));
    }
    assertThat(Trig.sin(2)).isEqualTo(StrictMath.sin(2));
    assertThat(Trig.cos(-7)).isEqualTo(StrictMath.cos(-7));
  }

  @Test
  void observationSpaceIsTwiceTheLimits() {
    Box space = (Box) CartPole.env(false).observationSpace();
    assertThat(space.high())
        .containsExactly(4.8f, Float.POSITIVE_INFINITY, 0.41887903f, Float.POSITIVE_INFINITY);
    assertThat(space.low())
        .containsExactly(-4.8f, Float.NEGATIVE_INFINITY, -0.41887903f, Float.NEGATIVE_INFINITY);
  }

  @Test
  void aStepNeedsARunningEpisode() {
    var env = CartPole.env(false);
    assertThatThrownBy(() -> env.step(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("step: must follow a reset, got no running episode (call reset first)");
    env.startFrom(new double[] {2.5, 1, 0, 0});
    assertThat(env.step(0).terminated()).isTrue();
    assertThatThrownBy(() -> env.step(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void actionsOtherThanLeftAndRightAreRefused() {
    var env = CartPole.env(false);
    env.reset();
    assertThatThrownBy(() -> env.step(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("action: must be in 0..1, got 2");
  }

  @Test
  void startStatesAreChecked() {
    var env = CartPole.env(false);
    assertThatThrownBy(() -> env.startFrom(new double[2]))
        .hasMessage(
            "start: must have 4 values (position, velocity, angle, angular velocity), got 2");
    assertThatThrownBy(() -> env.startFrom(new double[] {0, 0, Double.NaN, 0}))
        .hasMessage("start[2]: must be finite, got NaN");
    env.startFrom(new double[] {0.1, 0.2, 0.05, 0.4});
    assertThat(env.state()).containsExactly(0.1, 0.2, 0.05, 0.4);
  }
}
