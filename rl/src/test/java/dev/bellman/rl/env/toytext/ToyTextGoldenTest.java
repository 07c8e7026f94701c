package dev.bellman.rl.env.toytext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Gymnasium's transition tables and seeded runs.
class ToyTextGoldenTest {
  private static Stream<Map<?, ?>> golden(String file, String key) {
    String path = "/golden/" + file;
    try (InputStream in =
        Objects.requireNonNull(ToyTextGoldenTest.class.getResourceAsStream(path))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return ((List<?>) ((Map<?, ?>) Json.parse(text)).get(key))
          .stream().map(row -> (Map<?, ?>) row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Map<?, ?>> tables() {
    return golden("toy_text.json", "tables");
  }

  static Stream<Map<?, ?>> runs() {
    return golden("seeding.json", "toy_text_runs");
  }

  private static List<?> list(Map<?, ?> row, String key) {
    return (List<?>) Objects.requireNonNull(row.get(key));
  }

  private static int integer(Object number) {
    return ((Number) number).intValue();
  }

  private static Map<String, Object> options(Map<?, ?> row) {
    var options = new HashMap<String, Object>();
    ((Map<?, ?>) row.get("options")).forEach((name, value) -> options.put((String) name, value));
    return options;
  }

  @Test
  void goldenFilesHoldSixTablesAndTwentySevenRuns() {
    assertThat(tables()).hasSize(6);
    assertThat(runs()).hasSize(27);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void modelsAreGymnasiumsTables(Map<?, ?> table) {
    TransitionModel model =
        Envs.builtIn()
            .make((String) table.get("env"), options(table))
            .unwrapped()
            .model()
            .orElseThrow();
    assertThat(model.states()).isEqualTo(integer(table.get("states")));
    assertThat(model.actions()).isEqualTo(integer(table.get("actions")));
    assertThat(model.initial())
        .containsExactly(
            list(table, "initial").stream().mapToDouble(p -> ((Number) p).doubleValue()).toArray());
    assertThat(IntStream.range(0, model.states()).filter(model::terminal).boxed().toList())
        .isEqualTo(
            list(table, "terminal_states").stream().map(ToyTextGoldenTest::integer).toList());
    List<?> states = list(table, "transitions");
    for (int state = 0; state < model.states(); state++) {
      for (int action = 0; action < model.actions(); action++) {
        assertThat(outcomes(model, state, action))
            .isEqualTo(((List<?>) states.get(state)).get(action));
      }
    }
  }

  /// As the golden file lists them: probability, next state, reward, terminated.
  private static List<List<Object>> outcomes(TransitionModel model, int state, int action) {
    var out = new TransitionModel.Outcomes();
    model.outcomes(state, action, out);
    var rows = new ArrayList<List<Object>>();
    for (int k = 0; k < out.size(); k++) {
      rows.add(List.of(out.probability(k), (long) out.next(k), out.reward(k), out.terminated(k)));
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("runs")
  void seededRunsAreGymnasiums(Map<?, ?> run) {
    @SuppressWarnings("unchecked") // all actions are discrete
    var env = (Env<?, Integer>) Envs.builtIn().make((String) run.get("env"), options(run));
    long seed = ((Number) run.get("seed")).longValue();
    assertThat(plain(env.reset(seed).observation())).isEqualTo(run.get("first"));
    for (Object row : list(run, "steps")) {
      var expected = (Map<?, ?>) row;
      Step<?> step = env.step(integer(expected.get("action")));
      assertThat(plain(step.observation())).isEqualTo(expected.get("observation"));
      assertThat(step.reward()).isEqualTo(expected.get("reward"));
      assertThat(step.terminated()).isEqualTo(expected.get("terminated"));
      assertThat(step.truncated()).isEqualTo(expected.get("truncated"));
      assertThat(step.done()).isEqualTo(expected.containsKey("reset_to"));
      if (step.done()) {
        assertThat(plain(env.reset().observation())).isEqualTo(expected.get("reset_to"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void vectorFormRunsAsGymnasiumDoes(Map<?, ?> run) {
    VecEnv envs = Envs.builtIn().vector((String) run.get("env"), 3, options(run));
    VecStep out = VecStep.of(envs);
    Actions actions = Actions.of(3, envs.actionSpace());
    envs.reset(new long[] {99, ((Number) run.get("seed")).longValue(), 3}, out);
    assertThat(observation(envs, out.states(), out.observations())).isEqualTo(run.get("first"));
    for (Object row : list(run, "steps")) {
      var expected = (Map<?, ?>) row;
      actions.discrete()[1] = integer(expected.get("action"));
      envs.step(actions, out);
      Object now = observation(envs, out.states(), out.observations());
      assertThat(out.rewards()[1]).isEqualTo(expected.get("reward"));
      assertThat(out.terminated()[1]).isEqualTo(expected.get("terminated"));
      assertThat(out.truncated()[1]).isEqualTo(expected.get("truncated"));
      if (out.done(1)) {
        assertThat(now).isEqualTo(expected.get("reset_to"));
        now = observation(envs, out.finalStates(), out.finalObservations());
      }
      assertThat(now).isEqualTo(expected.get("observation"));
    }
  }

  /// What environment 1 shows, as the golden file has it.
  private static Object observation(VecEnv envs, int[] states, float[] floats) {
    Space<?> space = envs.observationSpace();
    return states.length > 0
        ? plain(states[1])
        : plain(Objects.requireNonNull(space.unflatten(floats, space.flatSize())));
  }

  private static Object plain(Object observation) {
    return observation instanceof List<?> members
        ? members.stream().map(member -> ((Integer) member).doubleValue()).toList()
        : (Object) ((Integer) observation).longValue();
  }
}
