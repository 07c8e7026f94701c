package dev.bellman.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("metrics.jsonl");
  }

  @Test
  void eachLineIsAnObjectWithEnvStepsFirst() throws IOException {
    try (var metrics = Metrics.append(file)) {
      metrics.write(128, Map.of("loss", 0.5));
      assertThat(file).hasContent("{\"env_steps\":128,\"loss\":0.5}");
      metrics.write(256, Map.of("loss", Double.NaN));
    }
    try (var metrics = Metrics.append(file)) {
      metrics.write(384, Map.of("loss", Float.NEGATIVE_INFINITY));
    }
    assertThat(file)
        .content()
        .isEqualTo(
            """
            {"env_steps":128,"loss":0.5}
            {"env_steps":256,"loss":null}
            {"env_steps":384,"loss":null}
            """);
    assertThat(Metrics.read(file))
        .hasSize(3)
        .first()
        .isEqualTo(Map.of("env_steps", 128L, "loss", 0.5));
  }

  @Test
  void cuttingBackKeepsLinesUpToTheCheckpointByteForByte() throws IOException {
    Files.writeString(
        file, "{\"env_steps\": 1, \"a\": 1e0}\n{\"env_steps\":2}\n{\"env_steps\":3}\n{\"env_st");
    Metrics.cutBack(file, 2);
    assertThat(file).content().isEqualTo("{\"env_steps\": 1, \"a\": 1e0}\n{\"env_steps\":2}\n");
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    Metrics.cutBack(file, 0);
    assertThat(file).isEmptyFile();
  }

  @Test
  void anAbsentFileHasNoLines() throws IOException {
    Metrics.cutBack(file, 2);
    assertThat(file).doesNotExist();
    assertThat(Metrics.read(file)).isEmpty();
  }

  @Test
  void aBrokenLineIsNamed() throws IOException {
    Files.writeString(file, "{\"env_steps\":1}\n[]\n");
    assertThatThrownBy(() -> Metrics.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ":2: must be an object with the integer env_steps");
    Files.writeString(file, "{\n");
    assertThatThrownBy(() -> Metrics.cutBack(file, 1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ":1: ");
  }
}
