package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.app.run.Metrics;
import dev.bellman.rl.train.Checkpoint;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a training process without warning at random moments and resumes it until it is done: what
/// it comes to must be what an undisturbed run comes to. `-Dbellman.kills=N` sets how often.
class KillTest {
  private static final int KILLS = Integer.getInteger("bellman.kills", 2);

  @TempDir private Path folder;

  @Test
  void aRunThatIsKilledAgainAndAgainEndsAsIfNothingHadHappened() throws Exception {
    Path undisturbed = folder.resolve("undisturbed");
    Path killed = folder.resolve("killed");
    long steps = 128L * (100 + 18 * KILLS);
    String options =
        "train ppo CartPole-v1 --quiet --eval-episodes 1 --envs 2 --threads 2 --set"
            + " rolloutLength=64 --set update.epochs=4 --checkpoint-every 0 --steps "
            + steps;
    assertThat(Cli.line(options + " --run-dir " + undisturbed).status()).isZero();
    Rng rng = Rng.stream(0, "kills", 0);
    int kills = 0;
    for (int start = 0; start < 10 * (KILLS + 1); start++) {
      boolean resumes = Files.isDirectory(killed) && hasCheckpoint(killed);
      String line = resumes ? "train --quiet --eval-episodes 1 --resume " + killed : options;
      if (!resumes) {
        clear(killed);
      }
      Process child = start(line + (resumes ? " --checkpoint-every 0" : " --run-dir " + killed));
      if (kills < KILLS) {
        if (rng.nextInt(4) == 0) { // while it starts, perhaps
          Thread.sleep(rng.nextInt(800));
        } else {
          waitForCheckpoint(child, killed, resumes ? newest(killed) : -1);
          Thread.sleep(rng.nextInt(60));
        }
        child.destroyForcibly();
      }
      int status = child.waitFor();
      if (status == 0) {
        break;
      }
      assertThat(log()).doesNotContain("Exception", "passed over");
      assertThat(status).isEqualTo(137);
      kills++;
    }
    assertThat(kills).isEqualTo(KILLS);
    assertSame(undisturbed, killed, steps);
  }

  private static boolean hasCheckpoint(Path run) throws IOException {
    return newest(run) >= 0;
  }

  private static long newest(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("checkpoint-\\d+\\.safetensors"))
          .mapToLong(name -> Long.parseLong(name.replaceAll("\\D", "")))
          .max()
          .orElse(-1);
    }
  }

  private static void clear(Path run) throws IOException {
    if (Files.isDirectory(run)) {
      try (Stream<Path> files = Files.list(run)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void waitForCheckpoint(Process child, Path run, long after) throws Exception {
    for (int i = 0; i < 60_000 && child.isAlive(); i++) {
      if (Files.isDirectory(run) && newest(run) > after) {
        return;
      }
      Thread.sleep(1);
    }
  }

  private Process start(String line, String... prefix) throws IOException {
    var command = new ArrayList<String>(List.of(prefix));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules=jdk.incubator.vector", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(line.split(" ")));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private static void assertSame(Path undisturbed, Path killed, long steps) throws IOException {
    String name = "checkpoint-" + steps + ".safetensors";
    State expected = Checkpoint.read(undisturbed.resolve(name)).state().at("algorithm");
    State actual = Checkpoint.read(killed.resolve(name)).state().at("algorithm");
    assertThat(actual.names()).isEqualTo(expected.names());
    for (String array : expected.names()) {
      assertThat(actual.entry(array).values())
          .as(array)
          .usingRecursiveComparison()
          .isEqualTo(expected.entry(array).values());
    }
    assertThat(metrics(killed)).isEqualTo(metrics(undisturbed));
    assertThat(metrics(killed))
        .extracting(line -> line.get("env_steps"))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, steps / 128).mapToObj(i -> 128 * i).toList());
    try (Stream<Path> files = Files.list(killed)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "config.yaml",
              "metrics.jsonl",
              "learning-curve.svg",
              "checkpoint-" + (steps - 256) + ".safetensors",
              "checkpoint-" + (steps - 128) + ".safetensors",
              name);
    }
  }

  private static List<Map<String, Object>> metrics(Path run) throws IOException {
    var lines = new ArrayList<Map<String, Object>>(Metrics.read(run.resolve("metrics.jsonl")));
    lines.forEach(
        line ->
            line.keySet()
                .removeAll(List.of("seconds", "steps_per_second", "seconds_to_threshold")));
    return lines;
  }

  /// A process that was started in the background ignores SIGINT, and hands that on to its
  /// children; GNU's `env` ends it. Where that is not there, nothing is done about it.
  private static String[] heeding(String signal) throws IOException, InterruptedException {
    String[] env = {"env", "--default-signal=" + signal};
    var trial = new ArrayList<>(List.of(env));
    trial.add("true");
    Process process = new ProcessBuilder(trial).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0 ? env : new String[0];
  }

  @Test
  void bothSignalsThatAskAProcessToEndLeaveACheckpointThatResumes() throws Exception {
    for (String signal : List.of("INT", "TERM")) {
      Path run = folder.resolve(signal);
      Process child =
          start(
              "train ppo CartPole-v1 --quiet --steps 50000000 --checkpoint-every 0 --run-dir "
                  + run,
              heeding(signal));
      try {
        waitForCheckpoint(child, run, -1);
        new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start().waitFor();
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
      } finally {
        child.destroyForcibly();
      }
      assertThat(child.exitValue()).isEqualTo(signal.equals("INT") ? 130 : 143);
      Path last = run.resolve("checkpoint-" + newest(run) + ".safetensors");
      assertThat(log())
          .contains("stopped at %d of 50000000 steps".formatted(newest(run)))
          .contains("go on with: bellman train --resume " + last);
      assertThat(Cli.run("evaluate", last.toString(), "--episodes", "1").status()).isZero();
    }
  }
}
