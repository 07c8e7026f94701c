package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Training gives the same bits whatever computes it.
class EqualBitsTest {
  /// Of three steps of [TrainingLoop], on every machine.
  private static final String BITS = "e4645708";

  @TempDir Path directory;

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    String one = train(1);
    assertThat(train(2)).isEqualTo(one);
    assertThat(train(3)).isEqualTo(one);
  }

  @Test
  void compiledCodeGivesTheBitsOfTheFirstSteps() {
    for (int i = 0; i < 30; i++) {
      try (Workers workers = new Workers(1)) {
        assertThat(new TrainingLoop(36, 17).run(3, workers)).as("run %d", i).isEqualTo(BITS);
      }
    }
  }

  @Test
  void interpreterGivesTheSameBits() throws Exception {
    assertThat(child("-Xint")).startsWith(BITS);
  }

  @Test
  void scalarKernelsGiveTheSameBits() throws Exception {
    assertThat(child("-Dbellman.simd=off")).isEqualTo(BITS + " scalar");
  }

  @Test
  void vectorsOfAnotherWidthGiveTheSameBits() throws Exception {
    assertThat(child("-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseAVX=2")).startsWith(BITS);
    assertThat(child("-XX:+IgnoreUnrecognizedVMOptions", "-XX:MaxVectorSize=16")).startsWith(BITS);
  }

  private static String train(int threads) {
    try (Workers workers = new Workers(threads)) {
      return new TrainingLoop(256, 32).run(20, workers);
    }
  }

  private String child(String... flags) throws Exception {
    return ChildJvm.run(directory, TrainingLoop.class, flags);
  }
}
