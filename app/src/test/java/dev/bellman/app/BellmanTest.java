package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.TrainingDiverged;
import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BellmanTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Bellman.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  @Test
  void versionIsPrinted() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("bellman ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpIsPrintedForTheRootAndForEachCommand() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Usage: bellman", "doctor", "--debug");
    assertThat(run("doctor", "--help")).isZero();
    assertThat(out.toString()).contains("Usage: bellman doctor", "--json");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          doctr | bellman: Unmatched argument at index 0: 'doctr' (did you mean 'doctor'?)
          doctor --jason | bellman doctor: Unknown option: '--jason' (did you mean '--json'?)
          doctor x | bellman doctor: Unmatched argument at index 1: 'x' (see: bellman doctor --help)
          "" | bellman: Missing required subcommand (see: bellman --help)
          """)
  void wrongUsageIsOneLineAndStatusTwo(String line, String message) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(err.toString().lines()).containsExactly(message);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void doctorTellsMachineAndKernels() {
    assertThat(run("doctor", "--json")).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(Json.parse(out.toString().strip()))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsOnlyKeys("java_home", "java_version", "kernels", "reason", "cores")
        .containsEntry("java_version", System.getProperty("java.version"))
        .containsEntry("cores", (long) Runtime.getRuntime().availableProcessors());
  }

  @Test
  void doctorWithoutJsonIsForPeople() {
    assertThat(run("doctor")).isZero();
    assertThat(out.toString().lines()).hasSize(5).first().asString().startsWith("java home     ");
  }

  @Test
  void debugAddsTheStackTrace() {
    assertThat(run("--debug", "doctr")).isEqualTo(2);
    assertThat(err.toString()).contains("\tat picocli");
  }

  @Test
  void statusesTellUserErrorsFailuresAndDivergenceApart() {
    assertThat(ExitStatus.of(new UserError("x"))).isEqualTo(2);
    assertThat(ExitStatus.of(new TrainingDiverged("x"))).isEqualTo(3);
    assertThat(ExitStatus.of(new IllegalStateException("x"))).isEqualTo(1);
  }

  @Test
  void errorsAreDescribedByWhoWroteThem() {
    var full = new IOException("No space left on device");
    assertThat(ExitStatus.describe(new UserError("gae.gamma: bad"))).isEqualTo("gae.gamma: bad");
    assertThat(ExitStatus.describe(new UncheckedIOException(full)))
        .isEqualTo("IOException: No space left on device");
    assertThat(ExitStatus.describe(new NullPointerException("x")))
        .isEqualTo("java.lang.NullPointerException: x (trace with --debug)");
  }
}
