package dev.bellman.tensor.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.tensor.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which kernels are chosen and what is said about it; also the program that tells.
class KernelSelectionTest {
  @TempDir Path directory;

  /// Writes the choice into the file named by the first argument.
  public static void main(String[] arguments) throws IOException {
    KernelSelection choice = KernelSelection.choose();
    String line = choice.kernels().name() + ": " + choice.reason();
    Files.writeString(Path.of(arguments[0]), line);
  }

  @Test
  void vectorKernelsAreTakenWhereModuleAndCompilerAreThere() throws Exception {
    assertThat(ChildJvm.run(directory, KernelSelectionTest.class))
        .startsWith("vector-")
        .endsWith(": module jdk.incubator.vector and the C2 compiler are there");
  }

  @Test
  void missingModuleIsNamedWithTheRemedy() throws Exception {
    assertThat(ChildJvm.runBare(directory, KernelSelectionTest.class, List.of()))
        .isEqualTo(
            "scalar: module jdk.incubator.vector is not there; start Java with"
                + " --add-modules jdk.incubator.vector");
  }

  @Test
  void scalarKernelsCanBeAskedFor() throws Exception {
    assertThat(ChildJvm.run(directory, KernelSelectionTest.class, "-Dbellman.simd=off"))
        .isEqualTo("scalar: -Dbellman.simd=off");
  }

  @Test
  void withoutTheOptimisingCompilerTheScalarKernelsAreTaken() throws Exception {
    String reason =
        "scalar: the C2 compiler is off, and without it the Vector API is slower than loops";
    assertThat(ChildJvm.run(directory, KernelSelectionTest.class, "-XX:TieredStopAtLevel=1"))
        .isEqualTo(reason);
    assertThat(ChildJvm.run(directory, KernelSelectionTest.class, "-Xint")).isEqualTo(reason);
  }
}
