package dev.bellman.app;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Compiles environments as a user would, in a build of their own.
final class ForeignClasses {
  private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..");

  private ForeignClasses() {}

  /// Writes sources by the names of their files, and compiles them.
  ///
  /// @return the folder of the classes
  static Path compile(Path folder, Map<String, String> sources) throws Exception {
    Path classes = folder.resolve("classes");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
    command.addAll(List.of("-cp", built("tensor") + File.pathSeparator + built("rl")));
    command.addAll(List.of("-d", classes.toString()));
    for (var source : sources.entrySet()) {
      command.add(write(folder.resolve(source.getKey()), source.getValue()).toString());
    }
    Process javac = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (javac.waitFor() != 0) {
      throw new AssertionError(said);
    }
    return classes;
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /// The classes of a module of the build that runs this test.
  private static Path built(String module) {
    Path own = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
    String build = Files.isDirectory(own.resolve("target/classes")) ? "target" : "target/fast";
    return ROOT.resolve(module).resolve(build).resolve("classes");
  }
}
