package dev.bellman.rl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.Envs;
import dev.bellman.rl.ppo.Ppo;
import dev.bellman.rl.ppo.PpoConfig;
import dev.bellman.tensor.Engine;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir private Path folder;

  @Test
  void everyArrayAndStringComesBack() throws IOException {
    try (Workers workers = new Workers(1)) {
      var envs = Envs.builtIn().vector("CartPole-v1", 2, Map.of());
      Training training = new Training(new Ppo(PpoConfig.DEFAULTS, envs, 0, workers), 1000);
      Checkpoint saved = Checkpoint.of(training, Map.of("algorithm", "ppo"));
      Path file = folder.resolve("a.safetensors");
      saved.write(file);
      Checkpoint read = Checkpoint.read(file);
      assertThat(read.metadata())
          .containsEntry("algorithm", "ppo")
          .containsEntry("schema", "bellman-1")
          .containsEntry("kernels", Engine.kernels());
      assertThat(read.state().names())
          .containsExactlyInAnyOrderElementsOf(saved.state().names())
          .contains(
              "progress.envSteps",
              "algorithm.net.actor.0.weight",
              "algorithm.optimizer.gradientSteps",
              "algorithm.order");
      for (String name : saved.state().names()) {
        assertThat(read.state().entry(name).values())
            .as(name)
            .isEqualTo(saved.state().entry(name).values());
        assertThat(read.state().entry(name).shape())
            .as(name)
            .containsExactly(saved.state().entry(name).shape());
      }
    }
  }

  @Test
  void anotherSchemaIsRefused() throws IOException {
    Path file = folder.resolve("a.safetensors");
    Safetensors.write(file, new State(), Map.of("schema", "bellman-0"));
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": expected a checkpoint of schema bellman-1, got bellman-0");
  }

  @Test
  void aFileWithoutSchemaIsRefused() throws IOException {
    Path file = folder.resolve("a.safetensors");
    Safetensors.write(file, new State(), Map.of());
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file + ": expected a checkpoint of schema bellman-1, got a file without schema");
  }

  @Test
  void anyOtherContentThanWasWrittenIsRefused() throws IOException {
    Path file = folder.resolve("a.safetensors");
    State state = new State();
    state.put("a", new float[] {1, 2}, 2);
    state.put("b", new double[] {3});
    state.put("c", new long[] {4});
    state.put("d", new int[] {5});
    state.put("e", new byte[] {6});
    new Checkpoint(state, Map.of("schema", "bellman-1", "note", "x")).write(file);
    Safetensors.Contents written = Safetensors.read(file);
    assertThat(Checkpoint.read(file).metadata()).containsOnlyKeys("schema", "note");
    for (String changed : state.names()) {
      var other = new State();
      for (String name : state.names()) {
        State.Entry entry = state.entry(name);
        other.put(name.equals(changed) ? name + "'" : name, entry.values(), entry.shape());
      }
      assertDamaged(file, other, written.metadata());
    }
    var metadata = new HashMap<>(written.metadata());
    metadata.put("note", "y");
    assertDamaged(file, state, metadata);
    metadata.remove("checksum");
    assertDamaged(file, state, metadata);
  }

  private static void assertDamaged(Path file, State state, Map<String, String> metadata)
      throws IOException {
    Safetensors.write(file, state, metadata);
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": expected content of checksum ")
        .hasMessageEndingWith(" (the file is damaged; use an earlier one)");
  }

  @Test
  void brokenAndMissingFilesAreRefused() throws IOException {
    Path file = folder.resolve("a.safetensors");
    assertThatThrownBy(() -> Checkpoint.read(file)).isInstanceOf(NoSuchFileException.class);
    Files.writeString(file, "nothing");
    assertThatThrownBy(() -> Checkpoint.read(file)).isInstanceOf(IOException.class);
  }
}
