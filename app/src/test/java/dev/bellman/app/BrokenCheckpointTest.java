package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.train.Checkpoint;
import dev.bellman.tensor.State;
import dev.bellman.tensor.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A checkpoint that is damaged, or belongs to something else, is refused in one line with status 2
/// and stays as it is.
class BrokenCheckpointTest {
  @TempDir private Path folder;

  private Path run;
  private Path file;
  private Checkpoint sound;

  @BeforeEach
  void train() throws IOException {
    run = folder.resolve("run");
    String[] args =
        "train ppo CartPole-v1 --steps 64 --envs 2 --quiet --eval-episodes 1 --checkpoint-every 0"
            .concat(" --set rolloutLength=16 --set network.hidden=[4] --run-dir " + run)
            .split(" ");
    assertThat(Cli.run(args).status()).isZero();
    file = run.resolve("checkpoint-64.safetensors");
    sound = Checkpoint.read(file);
  }

  private String refused(String... args) throws IOException {
    byte[] before = Files.readAllBytes(file);
    Cli cli = Cli.run(args);
    assertThat(cli.err().lines()).as(cli.err()).hasSize(1);
    assertThat(cli.status()).as(cli.err()).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
    assertThat(file).hasBinaryContent(before);
    return cli.err();
  }

  private String resumingIsRefused() throws IOException {
    String err = refused("train", "--resume", file.toString());
    assertThat(err).contains(file.toString());
    return err;
  }

  @Test
  void aFlippedBitAnywhereIsFound() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int step = Math.max(1, bytes.length / 200);
    for (int at = 0; at < bytes.length; at += step) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      Files.write(file, flipped);
      assertThat(resumingIsRefused())
          .contains("; the newest whole one there is " + run.resolve("checkpoint-32.safetensors"));
    }
  }

  @Test
  void aFileThatWasCutOffIsFound() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int step = Math.max(1, bytes.length / 100);
    for (int length = 0; length < bytes.length; length += step) {
      Files.write(file, Arrays.copyOf(bytes, length));
      resumingIsRefused();
    }
  }

  @Test
  void aFolderWhoseNewestIsDamagedGoesOnFromTheOneBefore() throws IOException {
    Files.writeString(file, "damaged");
    Cli cli = Cli.run("train", "--resume", run.toString(), "--quiet");
    assertThat(cli.status()).isZero();
    assertThat(cli.err())
        .startsWith("warning: passed over checkpoint %s: expected at least 8".formatted(file));
    assertThat(Checkpoint.read(file).state().longValue("progress.envSteps")).isEqualTo(64);
  }

  @Test
  void aFolderWithDamagedCheckpointsAloneIsRefused() throws IOException {
    Files.writeString(run.resolve("checkpoint-32.safetensors"), "damaged");
    Files.writeString(file, "damaged");
    assertThat(refused("train", "--resume", run.toString()))
        .contains("must hold a whole checkpoint, got 2 broken: " + file);
  }

  @Test
  void eachArrayIsMissed() throws IOException {
    for (String name : sound.state().names()) {
      var state = new State();
      copy(state, other -> other.equals(name) ? null : sound.state().entry(other));
      new Checkpoint(state, sound.metadata()).write(file);
      assertThat(resumingIsRefused()).contains("'" + name + "': missing");
    }
  }

  @Test
  void eachArrayOfAnotherTypeIsRefused() throws IOException {
    for (String name : sound.state().names()) {
      rewrite(
          name,
          entry ->
              entry.values() instanceof byte[]
                  ? new State.Entry(new int[] {1}, new int[] {1})
                  : new State.Entry(new byte[] {1}, new int[] {1}));
      assertThat(resumingIsRefused()).contains(name.substring(name.lastIndexOf('.') + 1));
    }
  }

  @Test
  void eachArrayOfAnotherShapeIsRefused() throws IOException {
    for (String name : sound.state().names()) {
      rewrite(name, BrokenCheckpointTest::longer);
      assertThat(resumingIsRefused()).contains(name.substring(name.lastIndexOf('.') + 1));
    }
  }

  private static State.Entry longer(State.Entry entry) {
    int length = 1 + Arrays.stream(entry.shape()).reduce(1, (a, b) -> a * b);
    Object values =
        switch (entry.values()) {
          case float[] a -> Arrays.copyOf(a, length);
          case double[] a -> Arrays.copyOf(a, length);
          case long[] a -> Arrays.copyOf(a, length);
          case int[] a -> Arrays.copyOf(a, length);
          default -> Arrays.copyOf((byte[]) entry.values(), length);
        };
    return new State.Entry(values, new int[] {length});
  }

  private interface Entries {
    State.@Nullable Entry of(String name);
  }

  private void copy(State to, Entries entries) {
    for (String name : sound.state().names()) {
      State.Entry entry = entries.of(name);
      if (entry != null) {
        to.put(name, entry.values(), entry.shape());
      }
    }
  }

  private void rewrite(String changed, UnaryOperator<State.Entry> change) throws IOException {
    var state = new State();
    copy(
        state,
        name -> {
          State.Entry entry = sound.state().entry(name);
          return name.equals(changed) ? change.apply(entry) : entry;
        });
    new Checkpoint(state, sound.metadata()).write(file);
  }

  private String refusedWith(String name, String value) throws IOException {
    var metadata = new HashMap<>(sound.metadata());
    metadata.put(name, value);
    new Checkpoint(sound.state(), metadata).write(file);
    return resumingIsRefused();
  }

  @Test
  void anotherSchemaAlgorithmOrEnvironmentIsRefused() throws IOException {
    assertThat(refusedWith("schema", "bellman-0"))
        .contains("expected a checkpoint of schema bellman-1, got bellman-0");
    assertThat(refusedWith("algorithm", "pqo")).contains("algorithm 'pqo': unknown (did you mean");
    assertThat(refusedWith("environment", "Pong-v5")).contains("environment 'Pong-v5': unknown");
    assertThat(refusedWith("config", "gae: {gamma: 7}")).contains("gae.gamma: must be in [0, 1]");
    assertThat(refusedWith("config", "- 1")).contains("config must be a mapping");
    assertThat(refusedWith("config", "{steps: 64, envs: 2, network: {hidden: [8]}}"))
        .contains("expected shape");
  }

  @Test
  void anotherAlgorithmOrEnvironmentThanTheCommandNamesIsRefused() throws IOException {
    assertThat(refused("train", "ppo", "CartPole-v0", "--resume", file.toString()))
        .contains("in the checkpoint environment is CartPole-v1, got CartPole-v0");
  }

  @Test
  void aFileOfOtherArraysIsRefused() throws IOException {
    Map<String, String> metadata = new TreeMap<>(Map.of("format", "pt"));
    Safetensors.write(file, sound.state(), metadata);
    assertThat(resumingIsRefused()).contains("got a file without schema");
  }

  @Test
  void evaluationRefusesTheSame() throws IOException {
    Files.writeString(file, "damaged");
    assertThat(refused("evaluate", file.toString())).contains("expected at least 8 bytes, got 7");
    assertThat(refused("evaluate", folder.resolve("absent").toString())).contains("no such file");
    assertThat(refused("train", "--resume", folder.toString()))
        .contains("must be a checkpoint or hold one");
  }
}
