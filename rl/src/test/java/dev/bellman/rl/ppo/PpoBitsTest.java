package dev.bellman.rl.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.tensor.Engine;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// A tiny training has the same bits in every kind of virtual machine: interpreted, compiled, with
/// and without vectors.
class PpoBitsTest {
  /// Trains and prints the checksums.
  public static final class Child {
    private Child() {}

    /// Runs in a virtual machine of its own.
    public static void main(String[] args) {
      System.out.println(Engine.kernels().split("-")[0] + " " + bits());
    }
  }

  private static String bits() {
    Supplier<Env<float[], float[]>> env = () -> IdentityEnvs.continuous(2, 30);
    return bits(Envs.builtIn().vector("CartPole-v1", 4, Map.of()))
        + " "
        + bits(EnvAdapter.of("continuous", 4, env));
  }

  private static long bits(VecEnv envs) {
    var update = Ppos.update(2, 150, Schedule.constant(1e-3), Double.POSITIVE_INFINITY);
    try (Workers workers = new Workers(1)) {
      Ppo ppo = new Ppo(Ppos.with(Ppos.QUICK, 40, update), envs, 3, workers);
      ppo.iterate(0.5);
      ppo.iterate(1);
      return Ppos.crc(ppo);
    }
  }

  private static String child(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed.strip();
  }

  @Test
  void interpretedCodeGivesTheBitsOfCompiledCode() throws Exception {
    assertThat(child("-Xint", "--add-modules", "jdk.incubator.vector")).endsWith(" " + bits());
  }

  @Test
  void scalarKernelsGiveTheBitsOfVectors() throws Exception {
    String scalar = "scalar " + bits();
    assertThat(child("-Dbellman.simd=off", "--add-modules", "jdk.incubator.vector"))
        .isEqualTo(scalar);
    assertThat(child()).isEqualTo(scalar);
  }
}
