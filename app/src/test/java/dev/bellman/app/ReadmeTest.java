package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's example is run as it stands there.
class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..");

  @Test
  void theExampleTrainsAndActs(@TempDir Path folder) throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(block.find()).isTrue();
    assertThat(block.group(1).lines()).hasSizeLessThanOrEqualTo(20);
    Path source = Files.writeString(folder.resolve("walk.java"), block.group(1));
    Path log = folder.resolve("log");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-p",
                classes("tensor") + File.pathSeparator + classes("rl"),
                "--add-modules",
                "dev.bellman.rl,jdk.incubator.vector",
                source.toString())
            .redirectError(log.toFile())
            .start();
    String out = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).as(Files.readString(log)).isZero();
    assertThat(out.strip()).isEqualTo("1");
  }

  /// The classes of a module of the build that runs this test.
  private static Path classes(String module) {
    Path own = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
    String build = Files.isDirectory(own.resolve("target/classes")) ? "target" : "target/fast";
    return ROOT.resolve(module).resolve(build).resolve("classes");
  }
}
