package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.train.Checkpoint;
import dev.bellman.tensor.State;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `train` ends with the same arrays in every kind of virtual machine, and wherever it is stopped
/// and gone on with.
class SameBitsTest {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  @TempDir private Path folder;

  private String[] train(String name, int threads) {
    return ("train ppo CartPole-v1 --steps 500 --set update.epochs=2 --set network.hidden=[16]"
            + " --seed 3 --eval-episodes 1 --quiet --checkpoint-every 0 --threads %d --run-dir"
            + " %s")
        .formatted(threads, folder.resolve(name))
        .split(" ");
  }

  /// Starts a command in a virtual machine of its own.
  private Process child(List<String> flags, String... args) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(log().toFile()))
        .start();
  }

  private Path log() {
    return folder.resolve("log");
  }

  private State last(String name) throws IOException {
    return Checkpoint.read(folder.resolve(name).resolve("checkpoint-512.safetensors")).state();
  }

  /// Compares all arrays but the time that was taken.
  private void assertSame(String name, State expected) throws IOException {
    State actual = last(name);
    assertThat(actual.names()).isEqualTo(expected.names()).contains("algorithm.net.actor.0.weight");
    for (String array : expected.names()) {
      if (!array.equals("progress.seconds")) {
        assertThat(actual.entry(array).values())
            .as("%s, %s", name, array)
            .isEqualTo(expected.entry(array).values());
      }
    }
  }

  @Test
  void virtualMachinesThreadsAndStopsChangeNoArray() throws Exception {
    assertThat(Cli.run(train("here", 2)).status()).isZero();
    State expected = last("here");
    Path half = Files.createDirectory(folder.resolve("half"));
    for (String file : List.of("checkpoint-256.safetensors", "metrics.jsonl", "config.yaml")) {
      Files.copy(folder.resolve("here").resolve(file), half.resolve(file));
    }
    List<Process> children =
        List.of(
            child(List.of(VECTORS, "-Xint"), train("interpreted", 2)),
            child(List.of(VECTORS, "-Dbellman.simd=off"), train("off", 3)),
            child(List.of(), "train", "--resume", half.toString(), "--quiet"));
    assertThat(Cli.run(train("one", 1)).status()).isZero();
    for (Process process : children) {
      assertThat(process.waitFor()).as(Files.readString(log())).isZero();
    }
    for (String name : List.of("one", "interpreted", "off", "half")) {
      assertSame(name, expected);
    }
  }
}
