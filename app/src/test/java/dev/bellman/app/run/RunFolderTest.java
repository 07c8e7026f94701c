package dev.bellman.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 3, 4, 5, 6, 7);

  @TempDir Path folder;

  @Test
  void anAbsentOrEmptyFolderIsTaken() throws IOException {
    Path absent = folder.resolve("a/b");
    assertThat(RunFolder.create(absent).path()).isEqualTo(absent);
    assertThat(RunFolder.create(absent).path()).isEmptyDirectory();
  }

  @Test
  void aFolderThatHoldsSomethingIsRefused() throws IOException {
    Files.createFile(folder.resolve("x.txt"));
    assertThatThrownBy(() -> RunFolder.create(folder))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "run folder %s: must be empty, got x.txt (choose another, or go on with --resume)"
                .formatted(folder));
  }

  @Test
  void aPlaceThatCannotBeWrittenIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("x.txt"));
    assertThatThrownBy(() -> RunFolder.create(file))
        .isInstanceOf(UserError.class)
        .hasMessage("run folder %s: must be a folder, got a file".formatted(file));
    assertThatThrownBy(() -> RunFolder.create(file.resolve("y")))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("run folder %s/y: must be writable, got '".formatted(file));
    assertThatThrownBy(() -> RunFolder.createIn(file, "CartPole-v1", "ppo", TIME))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("run folder %s/CartPole-v1-ppo-".formatted(file));
  }

  @Test
  void namesTellTheRunAndNeverClash() {
    assertThat(RunFolder.createIn(folder, "CartPole-v1", "ppo", TIME).path())
        .isEqualTo(folder.resolve("CartPole-v1-ppo-20260304-050607"));
    assertThat(RunFolder.createIn(folder, "CartPole-v1", "ppo", TIME).path())
        .isEqualTo(folder.resolve("CartPole-v1-ppo-20260304-050607-2"));
    assertThat(RunFolder.createIn(folder, "ALE/../Pong", "ppo", TIME).path().getParent())
        .isEqualTo(folder);
  }

  @Test
  void theNewestSoundCheckpointIsFoundByNumber() throws IOException {
    RunFolder run = RunFolder.create(folder);
    assertThat(run.newestCheckpoint(file -> true)).isEmpty();
    for (long steps : List.of(9, 100, 20)) {
      Files.createFile(run.checkpoint(steps));
    }
    Files.createFile(folder.resolve("checkpoint-500.safetensors.tmp"));
    Files.createFile(folder.resolve(".checkpoint-600.safetensors"));
    Files.createDirectory(run.checkpoint(700));
    assertThat(run.newestCheckpoint(file -> true)).contains(run.checkpoint(100));
    Set<Path> broken = Set.of(run.checkpoint(100));
    assertThat(run.newestCheckpoint(file -> !broken.contains(file))).contains(run.checkpoint(20));
    assertThat(RunFolder.envSteps(run.checkpoint(20))).hasValue(20);
    assertThat(RunFolder.envSteps(Path.of("/"))).isEmpty();
  }

  @Test
  void theConfigurationReadsBackWithoutItsProvenance() throws IOException {
    RunFolder run = RunFolder.create(folder);
    Tree.Mapping config = Overlay.setting("gae.gamma=0.5");
    run.writeConfig(config, new Provenance("0.1", "25.0.3+9", "Linux amd64", 2, "scalar", "ab12"));
    assertThat(run.config())
        .content()
        .isEqualTo(
            """
            gae: {gamma: 0.5}
            provenance:
              bellman: '0.1'
              java: 25.0.3+9
              platform: Linux amd64
              processors: 2
              kernels: scalar
              commit: ab12
            """);
    assertThat(RunFolder.open(folder).readConfig().entries().keySet()).containsExactly("gae");
  }

  @Test
  void onlyARunFolderCanBeOpened() {
    assertThatThrownBy(() -> RunFolder.open(folder))
        .hasMessage(
            "run folder %s: must hold config.yaml, got a folder without it".formatted(folder));
    Path absent = folder.resolve("absent");
    assertThatThrownBy(() -> RunFolder.open(absent))
        .hasMessage("run folder %s: must hold config.yaml, got no folder".formatted(absent));
  }

  @Test
  void provenanceOutsideAGitFolderIsUnknown() {
    Provenance here = Provenance.current("0.1", "scalar", folder);
    assertThat(here.commit()).isEqualTo("unknown");
    assertThat(here.java()).isNotBlank();
    assertThat(here.processors()).isPositive();
  }
}
