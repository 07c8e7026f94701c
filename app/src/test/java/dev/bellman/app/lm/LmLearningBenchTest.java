package dev.bellman.app.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Yaml;
import dev.bellman.app.run.Metrics;
import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Finished cells are put into the table and the picture; nothing is trained.
class LmLearningBenchTest {
  private static final int SEEDS = 2;

  @TempDir private Path folder;

  private final PrintWriter err = new PrintWriter(new StringWriter());

  /// What a run of a preset leaves behind.
  private void finish(String trainer, String task, long seed, double accuracy) throws IOException {
    Path cell = folder.resolve("%s-%s".formatted(trainer, task)).resolve("seed-" + seed);
    Path run = Files.createDirectories(cell.resolve("run"));
    LmConfig<?> config =
        new LmTrainer(LmAlgorithms.find(trainer), 1, 60, true, err, System::nanoTime)
            .config(task, LmTrainer.layers(List.of(), seed));
    Files.writeString(cell.resolve("config.yaml"), Yaml.write(config.tree()));
    Files.writeString(
        cell.resolve("result.json"),
        Json.write(
            Map.of(
                "start",
                Map.of("greedy_accuracy", 0.25),
                "final",
                Map.of("greedy_accuracy", accuracy, "pass_at_1", 0.5),
                "updates",
                600,
                "tokens",
                1_900_000,
                "seconds",
                seed * 100,
                "run_dir",
                run.toString())));
    try (Metrics metrics = Metrics.append(run.resolve("metrics.jsonl"), Metrics.UPDATES)) {
      metrics.write(300, Map.of("tokens", 900_000, "greedy_accuracy", 0.4));
      metrics.write(600, Map.of("tokens", 1_900_000, "greedy_accuracy", accuracy));
    }
  }

  @Test
  void finishedCellsAreToldAndDrawn() throws IOException {
    for (long seed = 1; seed <= SEEDS; seed++) {
      finish("grpo", "maze-4", seed, 0.8 + 0.02 * seed);
      finish("gspo", "maze-4", seed, 0.9);
    }
    LmLearningBench.Rows rows = LmLearningBench.run("gspo-maze,grpo-maze-4", SEEDS, 1, folder, err);
    assertThat(rows.markdown().lines())
        .hasSize(4)
        .anyMatch(
            line ->
                line.startsWith("| grpo on maze-4 | 2 | 25.0 % | 83.0 % | [82.0, 84.0] | 82.0 % |")
                    && line.contains("| 50.0 % |")
                    && line.endsWith("| 600 | 1.9M | 150 |"))
        .anyMatch(line -> line.startsWith("| gspo on maze-4 | 2 | 25.0 % | 90.0 % | [90.0, 90.0]"));
    assertThat(rows.json().getFirst()).containsEntry("trainer", "grpo").containsEntry("seeds", 2);
    String picture = Files.readString(folder.resolve("maze-4.svg"));
    assertThat(picture.contains("rgb(217,114,42)")).as("two colours").isTrue();
    assertThat(folder.resolve("sum-to.svg")).doesNotExist();
  }

  @Test
  void namesThatNothingHasAreRefused() {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> LmLearningBench.run("pong", 1, 1, folder, err))
        .withMessage(
            "--only: must name a task or begin a trainer and a task, as grpo-sum-to, got 'pong'");
  }
}
