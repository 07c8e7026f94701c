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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `train` ends with the same arrays in every kind of virtual machine, and wherever it is stopped
/// and gone on with.
class SameBitsTest {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  @TempDir private Path folder;

  /// A training of two iterations.
  ///
  /// @param what algorithm, environment and settings
  /// @param half the environment steps of one iteration
  private record Short(String what, int half) {
    String checkpoint(int iterations) {
      return "checkpoint-%d.safetensors".formatted(iterations * half);
    }

    @Override
    public String toString() {
      return what;
    }
  }

  /// Networks and batches that the interpreter gets through, and a buffer that is saved.
  private static final String SMALL_REPLAY =
      " --preset none --set network.hidden=[8] --set update.batchSize=16 --set"
          + " replay.capacity=400 --set replay.saved=true";

  static List<Short> trainings() {
    return List.of(
        new Short("ppo CartPole-v1 --set update.epochs=2 --set network.hidden=[16]", 256),
        new Short(
            "trpo Pendulum-v1 --preset none --set rolloutLength=128 --set network.hidden=[16]",
            128),
        new Short(
            "rainbow CartPole-v1" + SMALL_REPLAY + " --set exploration.learningStarts=100", 252),
        new Short("sac Pendulum-v1" + SMALL_REPLAY + " --set learningStarts=150", 250));
  }

  private String[] train(Short training, String name, int threads) {
    return ("train %s --steps %d --seed 3 --eval-episodes 1 --quiet --checkpoint-every 0 --threads"
            + " %d --run-dir %s")
        .formatted(training.what, 2 * training.half, threads, folder.resolve(name))
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

  private State last(Short training, String name) throws IOException {
    return Checkpoint.read(folder.resolve(name).resolve(training.checkpoint(2))).state();
  }

  /// Compares all arrays but the time that was taken.
  private static void assertSame(String name, State actual, State expected) {
    assertThat(actual.names()).isEqualTo(expected.names()).contains("progress.envSteps");
    for (String array : expected.names()) {
      if (!array.equals("progress.seconds")) {
        assertThat(actual.entry(array).values())
            .as("%s, %s", name, array)
            .isEqualTo(expected.entry(array).values());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void virtualMachinesThreadsAndStopsChangeNoArray(Short training) throws Exception {
    assertThat(Cli.run(train(training, "here", 2)).status()).isZero();
    State expected = last(training, "here");
    Path half = Files.createDirectory(folder.resolve("half"));
    for (String file : List.of(training.checkpoint(1), "metrics.jsonl", "config.yaml")) {
      Files.copy(folder.resolve("here").resolve(file), half.resolve(file));
    }
    List<Process> children =
        List.of(
            child(List.of(VECTORS, "-Xint"), train(training, "interpreted", 2)),
            child(List.of(VECTORS, "-Dbellman.simd=off"), train(training, "off", 3)),
            child(List.of(), "train", "--resume", half.toString(), "--quiet"));
    assertThat(Cli.run(train(training, "one", 1)).status()).isZero();
    for (Process process : children) {
      assertThat(process.waitFor()).as(Files.readString(log())).isZero();
    }
    for (String name : List.of("one", "interpreted", "off", "half")) {
      assertSame(name, last(training, name), expected);
    }
  }
}
