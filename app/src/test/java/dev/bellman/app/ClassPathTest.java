package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Environments of one's own, named by their class on a class path.
class ClassPathTest {
  private static final String WALK =
      """
      package com.acme;

      import dev.bellman.rl.env.*;
      import java.util.OptionalLong;

      public class Walk implements Env<float[], Integer> {
        private int place;

        public Box observationSpace() { return Box.of(-5, 5, 1); }
        public Discrete actionSpace() { return Discrete.of(2); }

        public Reset<float[]> reset(OptionalLong seed) {
          place = 0;
          return Reset.of(new float[] {place});
        }

        public Step<float[]> step(Integer action) {
          place += action == 1 ? 1 : -1;
          return Step.of(new float[] {place}, place == 5 ? 1 : -0.1, Math.abs(place) == 5);
        }

        public static class Far extends Walk {
          private final int reward;
          Far(int reward) { this.reward = reward; }

          public static EnvSpec spec() {
            return EnvSpec.of("Far-v0", "Farther.", options -> new Far((int) options.integer("pay")))
                .withMaxEpisodeSteps(3)
                .withOption(new EnvOption("pay", EnvOption.Type.INTEGER, 7, "what a step pays"));
          }

          public Step<float[]> step(Integer action) {
            return Step.of(super.step(action).observation(), reward, false);
          }
        }

        public class Inner extends Walk {}

        public static class Choosy extends Walk {
          Choosy(int size) {}
        }

        public static class Broken extends Walk {
          Broken() { throw new IllegalStateException("no battery"); }
        }

        public static class SpecOfNull {
          static EnvSpec spec() { return null; }
        }
      }
      """;

  private static final String UNPACKED =
      """
      public class Unpacked extends com.acme.Walk {}
      """;

  @TempDir private static Path folder;

  private static String classes = "";

  @BeforeAll
  static void compile() throws Exception {
    classes =
        ForeignClasses.compile(
                folder, Map.of("com/acme/Walk.java", WALK, "Unpacked.java", UNPACKED))
            .toString();
  }

  private static Cli onPath(String... args) {
    var all = new java.util.ArrayList<>(List.of(args));
    all.add("--class-path");
    all.add(classes);
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void aClassIsAnEnvironment() {
    assertThat(onPath("rollout", "com.acme.Walk", "--actions", "1,1", "--json").object())
        .containsEntry("environment", "com.acme.Walk-v0")
        .extractingByKey("steps", InstanceOfAssertFactories.list(Map.class))
        .hasSize(2);
    assertThat(onPath("rollout", "com.acme.Walk-v0", "--actions", "1").status()).isZero();
    assertThat(onPath("rollout", "Unpacked", "--actions", "1").status()).isZero();
  }

  @Test
  void aSpecAddsOptionsAndATimeLimit() {
    assertThat(onPath("rollout", "com.acme.Walk.Far", "--actions", "0,0,0", "--json").object())
        .extractingByKey("steps", InstanceOfAssertFactories.list(Map.class))
        .last(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("reward", 7.0)
        .containsEntry("truncated", true);
    assertThat(
            onPath("rollout", "com.acme.Walk$Far", "--set", "environment.pay=9", "--actions", "0")
                .out())
        .contains("reward 9.0");
  }

  @Test
  void aClassIsChecked() {
    Cli cli = onPath("check", "com.acme.Walk");
    assertThat(cli.status()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("environment   com.acme.Walk-v0", "no errors, 1 warning, ");
  }

  @Test
  void aPolicyIsTrainedGoneOnWithAndEvaluated() throws Exception {
    String run = folder.resolve("run").toString();
    Cli trained =
        onPath("train", "ppo", "com.acme.Walk", "--steps", "1000", "--run-dir", run, "--quiet");
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(Files.readString(folder.resolve("run/config.yaml"))).contains("com.acme.Walk-v0");
    assertThat(onPath("evaluate", run, "--episodes", "2", "--json").object())
        .containsEntry("environment", "com.acme.Walk-v0");
    assertThat(onPath("train", "--resume", run, "--quiet").status()).isZero();
    Cli without = Cli.run("evaluate", run);
    assertThat(without.status()).isEqualTo(2);
    assertThat(without.err())
        .contains("environment 'com.acme.Walk': no such class (name its jar or folder with");
  }

  private static void assertRefused(String name, String message) {
    Cli cli = onPath("rollout", name);
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err().lines()).singleElement().asString().contains(message);
  }

  @Test
  void whatIsNoEnvironmentIsRefusedInOneLine() {
    assertRefused("com.acme.Wolk", "environment 'com.acme.Wolk': no such class on --class-path");
    assertRefused("Wolk", "environment 'Wolk': unknown (list with: bellman envs)");
    assertRefused("java.lang.String", "must be a class that implements dev.bellman.rl.env.Env");
    assertRefused(
        "com.acme.Walk.Inner", "must have a constructor without parameters and be static");
    assertRefused("com.acme.Walk.Choosy", "must have a constructor without parameters, or");
    assertRefused(
        "com.acme.Walk.Broken",
        "constructor must not throw, got java.lang.IllegalStateException: no battery");
    assertRefused("com.acme.Walk.SpecOfNull", "spec() must return a spec, got null");
  }

  @Test
  void filesOfTheClassPathMustBeThere() {
    Cli cli = Cli.run("rollout", "com.acme.Walk", "--class-path", "absent.jar");
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains("--class-path: no such file or folder, got 'absent.jar'");
  }

  @Test
  void classesThatAreNoClassesAreRefused() throws Exception {
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Files.writeString(broken.resolve("Odd.class"), "no bytes of a class");
    Cli cli = Cli.run("rollout", "Odd", "--class-path", broken.toString());
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains("environment 'Odd': can't be loaded, got java.lang.ClassFormat");
  }
}
