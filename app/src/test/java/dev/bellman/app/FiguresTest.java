package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Figures besides the return: success rates and sums of what infos tell.
class FiguresTest {
  @TempDir private Path folder;

  /// Episodes of four steps. Action 1 violates a limit and earns 1; who never does it succeeds.
  private static final class Limits implements Env<Integer, Integer> {
    private int step;
    private int violations;

    @Override
    public Discrete observationSpace() {
      return Discrete.of(1);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(2);
    }

    @Override
    public Reset<Integer> reset(OptionalLong seed) {
      step = 0;
      violations = 0;
      return Reset.of(0);
    }

    @Override
    public Step<Integer> step(Integer action) {
      step++;
      violations += action;
      boolean clean = violations == 0;
      return Step.of(0, action, step == 4)
          .withInfo(() -> Map.of("violations", action, "is_success", clean));
    }
  }

  private Cli run(String line) {
    Envs envs =
        Envs.builtIn().with(EnvSpec.of("Limits-v0", "Limits to keep to.", _ -> new Limits()));
    return Cli.run(envs, line.split(" "));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> object, String name) {
    return (Map<String, Object>) object.get(name);
  }

  private List<Map<?, ?>> metrics() throws IOException {
    return Files.readString(folder.resolve("run/metrics.jsonl"))
        .lines()
        .<Map<?, ?>>map(line -> (Map<?, ?>) Json.parse(line))
        .toList();
  }

  @Test
  void namedEntriesOfInfosAreSummed() throws IOException {
    Cli cli =
        run(
            "train q-learning Limits-v0 --steps 4000 --eval-episodes 7 --quiet --json --run-dir "
                + folder.resolve("run")
                + " --set metrics.info=[violations,absent]");
    Map<String, Object> evaluation = map(cli.object(), "evaluation");
    assertThat(evaluation).containsEntry("mean_return", 4.0).containsEntry("success_rate", 0.0);
    assertThat(map(map(evaluation, "info"), "violations"))
        .containsEntry("per_episode", 4.0)
        .containsEntry("per_1000_steps", 1000.0);
    assertThat(map(map(evaluation, "info"), "absent"))
        .containsEntry("per_episode", null)
        .containsEntry("per_1000_steps", null);
    Map<?, ?> last = metrics().getLast();
    double violations = (double) last.get("info.violations");
    assertThat(violations).isBetween(3.0, 4.0).isEqualTo((double) last.get("mean_return"));
    assertThat((double) last.get("info.violations_per_1000_steps")).isEqualTo(250 * violations);
    assertThat(last.containsKey("info.absent")).isTrue();
    assertThat(last.get("info.absent")).isNull();
    assertThat(Files.readString(folder.resolve("run/config.yaml"))).contains("violations");

    Cli text = run("evaluate " + folder.resolve("run"));
    assertThat(text.out())
        .contains(", success 0 %, violations 4 an episode, absent not told an episode");
  }

  @Test
  void theThresholdJudgesWhereInfosDoNot() throws IOException {
    Cli cli =
        run(
            "train q-learning FrozenLake-v1 --steps 20000 --quiet --json --run-dir "
                + folder.resolve("run")
                + " --set environment.is_slippery=false");
    assertThat(map(cli.object(), "evaluation")).containsEntry("success_rate", 1.0);
    assertThat((double) metrics().getLast().get("success_rate")).isGreaterThan(0.5);
    Cli none =
        run(
            "train q-learning Corridor-v0 --steps 2000 --quiet --json --run-dir "
                + folder.resolve("other"));
    assertThat(map(none.object(), "evaluation")).containsEntry("success_rate", null);
  }

  @Test
  void namesThatAreNoNamesAreRefused() {
    Cli cli = run("train q-learning Corridor-v0 --set metrics.info=[a,a] --run-dir " + folder);
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains("metrics.info: must be different names, got [a, a]");
  }
}
