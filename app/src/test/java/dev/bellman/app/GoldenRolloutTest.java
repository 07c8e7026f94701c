package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `bellman rollout --json` prints is what Gymnasium returned, in every recorded run.
class GoldenRolloutTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("basedir", "."), "../rl/src/test/resources/golden");

  /// A recorded run, with a short name.
  private record Recorded(Map<String, Object> entry) {
    @Override
    public String toString() {
      return Stream.of("env", "options", "seed", "start")
          .filter(entry::containsKey)
          .map(key -> entry.get(key).toString())
          .collect(Collectors.joining(" "));
    }

    String env() {
      return (String) entry.get("env");
    }

    List<Map<String, Object>> steps() {
      return maps(entry.get("steps"));
    }

    List<String> settings() {
      var settings = new ArrayList<String>();
      map(entry.get("options"))
          .forEach((key, value) -> settings.add("--set=environment.%s=%s".formatted(key, value)));
      return settings;
    }

    /// `rollout`, the environment, its options and the actions.
    List<String> command() {
      var command = new ArrayList<>(List.of("rollout", env(), "--json"));
      command.addAll(settings());
      command.add(
          "--actions="
              + steps().stream()
                  .map(step -> word(step.get("action"), ":"))
                  .collect(Collectors.joining(",")));
      return command;
    }
  }

  private static Stream<Recorded> recorded(String file, String list) {
    try {
      Object content = Json.parse(Files.readString(GOLDEN.resolve(file)));
      return maps(map(content).get(list)).stream().map(Recorded::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Recorded> classicControl() {
    return recorded("classic_control.json", "trajectories");
  }

  static Stream<Recorded> toyText() {
    return recorded("seeding.json", "toy_text_runs");
  }

  static Stream<Recorded> tables() {
    return recorded("toy_text.json", "tables");
  }

  static Stream<Recorded> resets() {
    return recorded("seeding.json", "classic_control_resets");
  }

  @ParameterizedTest
  @MethodSource("classicControl")
  void trajectoriesFromGivenStates(Recorded recorded) {
    List<String> command = recorded.command();
    command.add("--start=" + word(recorded.entry.get("start"), ","));
    List<Map<String, Object>> steps = maps(rollout(command).get("steps"));
    assertSteps(steps, recorded.steps(), 1e-6);
  }

  @ParameterizedTest
  @MethodSource("toyText")
  void runsFromSeeds(Recorded recorded) {
    List<String> command = recorded.command();
    command.add("--seed=" + recorded.entry.get("seed"));
    Map<String, Object> result = rollout(command);
    assertThat(numbers(result.get("first"))).isEqualTo(numbers(recorded.entry.get("first")));
    assertSteps(maps(result.get("steps")), recorded.steps(), 0);
  }

  @ParameterizedTest
  @MethodSource("resets")
  void resetsWithASeedAndThenWithout(Recorded recorded) {
    List<?> unseeded = (List<?>) recorded.entry.get("then_unseeded");
    boolean continuous = recorded.env().matches("Pendulum.*|.*Continuous.*");
    Map<String, Object> result =
        rollout(
            List.of(
                "rollout",
                recorded.env(),
                "--json",
                "--seed=" + recorded.entry.get("seed"),
                "--set=environment.max_episode_steps=1",
                "--actions="
                    + String.join(
                        ",", Collections.nCopies(unseeded.size(), continuous ? "0.5" : "0"))));
    assertClose(result.get("first"), recorded.entry.get("first"), 1e-7);
    List<Map<String, Object>> steps = maps(result.get("steps"));
    for (int i = 0; i < unseeded.size(); i++) {
      assertClose(steps.get(i).get("reset_to"), unseeded.get(i), 1e-7);
    }
  }

  /// Each step from some states is one that the table lists.
  @ParameterizedTest
  @MethodSource("tables")
  void stepsFromTheStatesOfTables(Recorded table) {
    List<?> states = (List<?>) table.entry.get("compare_states");
    for (int i = 0; i < states.size(); i += Math.ceilDiv(states.size(), 8)) {
      int state = ((Number) states.get(i)).intValue();
      List<?> actions = (List<?>) ((List<?>) table.entry.get("transitions")).get(state);
      for (int action = 0; action < actions.size(); action++) {
        var command = new ArrayList<>(List.of("rollout", table.env(), "--json"));
        command.addAll(table.settings());
        command.addAll(List.of("--start=" + state, "--actions=" + action, "--seed=" + i));
        Map<String, Object> step = maps(rollout(command).get("steps")).getFirst();
        List<Object> taken =
            List.of(step.get("observation"), step.get("reward"), step.get("terminated"));
        assertThat((List<?>) actions.get(action))
            .as("state %d, action %d", state, action)
            .anySatisfy(row -> assertThat(((List<?>) row).subList(1, 4)).isEqualTo(taken));
      }
    }
  }

  private static Map<String, Object> rollout(List<String> command) {
    return Cli.run(command.toArray(String[]::new)).object();
  }

  private static void assertSteps(
      List<Map<String, Object>> steps, List<Map<String, Object>> expected, double tolerance) {
    assertThat(steps).hasSameSizeAs(expected);
    for (int t = 0; t < steps.size(); t++) {
      Map<String, Object> step = steps.get(t);
      Map<String, Object> other = expected.get(t);
      assertClose(step.get("observation"), other.get("observation"), tolerance);
      assertClose(step.get("reward"), other.get("reward"), tolerance);
      assertThat(step.get("terminated")).isEqualTo(other.get("terminated"));
      if (other.containsKey("truncated")) {
        assertThat(step.get("truncated")).isEqualTo(other.get("truncated"));
        assertThat(step.containsKey("reset_to")).isEqualTo(other.containsKey("reset_to"));
      }
      if (other.containsKey("reset_to")) {
        assertClose(step.get("reset_to"), other.get("reset_to"), tolerance);
      }
    }
  }

  private static void assertClose(Object value, Object expected, double tolerance) {
    List<Double> numbers = numbers(expected);
    assertThat(numbers(value)).hasSameSizeAs(numbers);
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers(value).get(i)).isCloseTo(numbers.get(i), within(tolerance));
    }
  }

  private static List<Double> numbers(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(number -> ((Number) number).doubleValue()).toList()
        : List.of(((Number) value).doubleValue());
  }

  private static String word(Object action, String separator) {
    return action instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(separator))
        : action.toString();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object json) {
    return (Map<String, Object>) json;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> maps(Object json) {
    return (List<Map<String, Object>>) json;
  }
}
