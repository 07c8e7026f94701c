package dev.bellman.rl.env.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Golden;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.SimulatedVec;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.State;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Gymnasium's numbers, in both forms of each environment.
class ClassicControlGoldenTest {
  private static final double TOLERANCE = 1e-6;

  static Stream<Named<Golden>> trajectories() {
    return named(Golden.cases("classic_control.json", "trajectories"));
  }

  static Stream<Named<Golden>> resets() {
    return named(Golden.cases("seeding.json", "classic_control_resets"));
  }

  private static Stream<Named<Golden>> named(Stream<Golden> cases) {
    return cases.map(row -> Named.of(id(row), row));
  }

  private static String id(Golden row) {
    return (String) row.values().get("env");
  }

  private static Map<String, Object> options(Golden row) {
    var options = new HashMap<String, Object>();
    ((Map<?, ?>) row.values().get("options")).forEach((name, v) -> options.put((String) name, v));
    return options;
  }

  private static List<Golden> steps(Golden trajectory) {
    return ((List<?>) trajectory.values().get("steps"))
        .stream().map(step -> new Golden("step", (Map<?, ?>) step)).toList();
  }

  private static double[] doubles(float[] values, int from, int to) {
    return IntStream.range(from, to).mapToDouble(d -> values[d]).toArray();
  }

  private static double[] doubles(float[] values) {
    return doubles(values, 0, values.length);
  }

  private static boolean truth(Golden step, String key) {
    return Boolean.TRUE.equals(step.values().get(key));
  }

  private static Object action(Golden step) {
    return step.values().get("action") instanceof List<?>
        ? step.floats("action")
        : (Object) step.ints("action")[0];
  }

  @Test
  void goldenFilesHoldEveryEnvironmentEndsAndVariants() {
    assertThat(Golden.cases("classic_control.json", "trajectories")).hasSize(36);
    assertThat(Golden.cases("classic_control.json", "trajectories").map(row -> id(row)))
        .containsOnly(ClassicControlTest.IDS);
    assertThat(Golden.cases("classic_control.json", "trajectories"))
        .filteredOn(row -> truth(steps(row).getLast(), "terminated"))
        .extracting(row -> id(row))
        .contains("MountainCar-v0", "MountainCarContinuous-v0", "Acrobot-v1", "CartPole-v1");
    assertThat(Golden.cases("classic_control.json", "trajectories"))
        .extracting(row -> options(row))
        .contains(Map.of("book_or_nips", "nips"), Map.of("sutton_barto_reward", true));
    assertThat(Golden.cases("seeding.json", "classic_control_resets")).hasSize(20);
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void stepsAsGymnasiumDoes(Golden trajectory) {
    SimulatedEnv<float[], Object> env =
        ClassicControlTest.single(id(trajectory), options(trajectory));
    env.startFrom(trajectory.doubles("start"));
    for (Golden expected : steps(trajectory)) {
      Step<float[]> step = env.step(action(expected));
      assertThat(doubles(step.observation()))
          .containsExactly(expected.doubles("observation"), within(TOLERANCE));
      assertThat(step.reward()).isCloseTo(expected.number("reward"), within(TOLERANCE));
      assertThat(step.terminated()).isEqualTo(truth(expected, "terminated"));
    }
  }

  @ParameterizedTest
  @MethodSource("trajectories")
  void vectorFormStepsAsGymnasiumDoes(Golden trajectory) {
    SimulatedVec envs = ClassicControlTest.vector(id(trajectory), 3, options(trajectory));
    VecStep out = VecStep.of(envs);
    Actions actions = Actions.of(3, envs.actionSpace());
    envs.reset(new long[3], out);
    loadSecondState(envs, trajectory.doubles("start"));
    int size = envs.observationSpace().flatSize();
    for (Golden expected : steps(trajectory)) {
      if (envs.actionSpace() instanceof Discrete) {
        actions.discrete()[1] = expected.ints("action")[0];
      } else {
        actions.continuous()[1] = expected.floats("action")[0];
      }
      envs.step(actions, out, 1, 2);
      float[] observed = out.terminated()[1] ? out.finalObservations() : out.observations();
      assertThat(doubles(observed, size, 2 * size))
          .containsExactly(expected.doubles("observation"), within(TOLERANCE));
      assertThat(out.rewards()[1]).isCloseTo(expected.number("reward"), within(TOLERANCE));
      assertThat(out.terminated()[1]).isEqualTo(truth(expected, "terminated"));
    }
  }

  private static void loadSecondState(SimulatedVec envs, double[] start) {
    var saved = new State();
    envs.save(saved);
    var changed = new State();
    for (String name : saved.names()) {
      State.Entry entry = saved.entry(name);
      if (name.equals("state")) {
        System.arraycopy(start, 0, entry.values(), start.length, start.length);
      }
      changed.put(name, entry.values(), entry.shape());
    }
    envs.load(changed);
  }

  /// Gymnasium takes the first cosines and sines of Acrobot in float32.
  @ParameterizedTest
  @MethodSource("resets")
  void startsWhereGymnasiumStartsForTheSameSeed(Golden reset) {
    var last = within(id(reset).startsWith("Acrobot") ? Math.ulp(1f) : 0.0);
    SimulatedEnv<float[], Object> env = ClassicControlTest.single(id(reset), Map.of());
    long seed = ((Number) reset.values().get("seed")).longValue();
    assertThat(doubles(env.reset(seed).observation()))
        .containsExactly(reset.doubles("first"), last);
    double[] then = reset.doubles("then_unseeded");
    int size = env.observationSpace().flatSize();
    for (int from = 0; from < then.length; from += size) {
      assertThat(doubles(env.reset().observation()))
          .containsExactly(Arrays.copyOfRange(then, from, from + size), last);
    }
  }
}
