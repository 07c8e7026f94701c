package dev.bellman.tensor.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElementaryDeterminismTest {

  /// Scalar and vector twin on the inputs of [ElementaryHash], on every machine.
  private static final String HASH = "7ed2b62a 7ed2b62a";

  @TempDir Path directory;

  @Test
  void bitsStayTheSameWhileTheCompilersTakeOver() {
    for (int repetition = 0; repetition < 40; repetition++) {
      assertThat(ElementaryHash.hash()).as("repetition %d", repetition).isEqualTo(HASH);
    }
  }

  @Test
  void interpreterGivesTheSameBits() throws Exception {
    assertThat(child("-Xint")).startsWith(HASH);
  }

  @Test
  void firstCompilerAloneGivesTheSameBits() throws Exception {
    assertThat(child("-XX:TieredStopAtLevel=1")).startsWith(HASH);
  }

  @Test
  void shorterVectorsGiveTheSameBits() throws Exception {
    assertThat(child("-XX:MaxVectorSize=16")).isEqualTo(HASH + " 128");
  }

  private String child(String... flags) throws Exception {
    Path result = directory.resolve("hash.txt");
    Path log = directory.resolve("log.txt");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp"));
    command.add(root(VectorMath.class) + File.pathSeparator + root(ElementaryHash.class));
    command.addAll(List.of(ElementaryHash.class.getName(), result.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    int exit = builder.redirectOutput(log.toFile()).start().waitFor();
    assertThat(exit).as(Files.readString(log)).isZero();
    return Files.readString(result);
  }

  /// The folder that holds the package of a class, on the class path and on the module path.
  private static Path root(Class<?> type) throws IOException, URISyntaxException {
    var resource = type.getResource(type.getSimpleName() + ".class");
    assertThat(resource).isNotNull();
    Path root = Path.of(resource.toURI());
    for (int depth = type.getName().split("\\.").length; depth > 0; depth--) {
      root = root.getParent();
    }
    return root;
  }
}
