package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bench learning` and `bench line` from the command line.
class LearningBenchTest {
  private static final String CELL = "bench learning --only q-learning-Maze --threads 2 --json";

  @TempDir private Path folder;

  private Cli measure(int seeds) {
    return Cli.line("%s --seeds %d --out %s".formatted(CELL, seeds, folder));
  }

  private Path ledger() {
    return folder.resolve("cells.jsonl");
  }

  private static List<Map<String, Object>> withoutSeconds(Cli cli) {
    List<Map<String, Object>> rows = cli.objects();
    rows.forEach(row -> row.remove("seconds"));
    return rows;
  }

  @Test
  void aSecondCallGoesOnWhereTheFirstStopped() throws IOException {
    Cli first = measure(2);
    assertThat(first.err()).startsWith("0 of 2 cells are done already\n");
    assertThat(folder.resolve("q-learning-Maze-v0/seed-2/metrics.jsonl")).exists();
    Map<String, Object> row = first.objects().getFirst();
    assertThat(row)
        .containsEntry("algorithm", "q-learning")
        .containsEntry("environment", "Maze-v0")
        .containsEntry("seeds", 2L)
        .containsEntry("env_steps", 200_000L)
        .containsEntry("published", null)
        .containsEntry("not_wholly_below", null);
    assertThat(row.get("interval")).isEqualTo(List.of(row.get("iqm"), row.get("iqm")));
    assertThat(Files.readString(folder.resolve("results.md")))
        .startsWith("| | seeds | env steps |")
        .contains("| q-learning on Maze-v0 | 2 | 200,000 |");

    Files.writeString(ledger(), "{\"pair\": \"q-lea", StandardOpenOption.APPEND);
    Cli second = measure(2);
    assertThat(second.err()).isEqualTo("2 of 2 cells are done already\n");
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(Files.readString(ledger()).lines()).hasSize(2);

    Cli third = measure(3);
    assertThat(third.err()).startsWith("2 of 3 cells are done already\nq-learning-Maze-v0 seed 3:");
    assertThat(withoutSeconds(third).getFirst()).containsEntry("seeds", 3L);
  }

  @Test
  void cellsOfAnotherConfigurationAreDoneAgain() throws IOException {
    measure(1);
    String line = Files.readString(ledger());
    Files.writeString(
        ledger(), line.replaceFirst("\"config\":\"\\w+\"", "\"config\":\"00000000\""));
    Cli again = measure(1);
    assertThat(again.err()).startsWith("0 of 1 cells are done already\n");
    assertThat(again.objects()).hasSize(1);
    assertThat(Files.readString(ledger()).lines()).hasSize(2);
  }

  @Test
  void badInputIsRefusedInOneLine() throws IOException {
    assertRefused("bench learning --only pong", "--only: must begin a preset's name, as ppo-");
    assertRefused("bench learning --seeds 0", "--seeds: must be in [1, 10000], got 0");
    assertRefused(
        "bench kernels --seeds 3", "--seeds: must come with bench learning or line or claims");
    assertRefused(
        "bench line --only ppo", "--only: must come with bench envs or learning or claims");
    Files.writeString(ledger(), "nonsense\n");
    assertRefused(CELL + " --out " + folder, "cells.jsonl:1: ");
    assertRefused(CELL + " --out " + ledger(), "must be writable, got");
  }

  private static void assertRefused(String line, String message) {
    Cli cli = Cli.line(line);
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err().lines()).hasSize(1);
    assertThat(cli.err()).contains(message);
  }
}
