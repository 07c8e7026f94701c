package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs a program of the tests in a Java virtual machine of its own.
public final class ChildJvm {
  private ChildJvm() {}

  /// The content that a program wrote into the file named by its only argument.
  ///
  /// @param flags given to the virtual machine, besides the Vector API's module
  public static String run(Path directory, Class<?> program, String... flags) throws Exception {
    var all = new ArrayList<String>(List.of("--add-modules", "jdk.incubator.vector"));
    all.addAll(List.of(flags));
    return runBare(directory, program, all);
  }

  /// The same without any module added.
  public static String runBare(Path directory, Class<?> program, List<String> flags)
      throws Exception {
    Path result = directory.resolve("result.txt");
    Path log = directory.resolve("log.txt");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", root(Tensor.class) + File.pathSeparator + root(program)));
    command.addAll(List.of(program.getName(), result.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    int exit = builder.redirectOutput(log.toFile()).start().waitFor();
    assertThat(exit).as(Files.readString(log)).isZero();
    return Files.readString(result);
  }

  /// The folder that holds the package of a class, on the class path and on the module path.
  private static Path root(Class<?> type) throws Exception {
    var resource = type.getResource(type.getSimpleName() + ".class");
    assertThat(resource).isNotNull();
    Path root = Path.of(resource.toURI());
    for (int depth = type.getName().split("\\.").length; depth > 0; depth--) {
      root = root.getParent();
    }
    return root;
  }
}
