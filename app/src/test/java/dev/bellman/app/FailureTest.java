package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.app.run.Metrics;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.train.Checkpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said and done when a run goes wrong after it began: one line, the right exit status, and
/// nothing lost that was written.
class FailureTest {
  private static final byte[] ALL = {1, 1};

  @TempDir private Path folder;

  private Path run() {
    return folder.resolve("run");
  }

  /// Trains with two environments and 20 steps an iteration, a checkpoint after each.
  private Cli train(Envs envs, String... more) {
    var args = new ArrayList<>(List.of("train", "ppo", "Bad-v0", "--steps", "200", "--quiet"));
    args.addAll(List.of("--envs", "2", "--set", "rolloutLength=10", "--checkpoint-every", "0"));
    args.addAll(List.of("--eval-episodes", "2", "--run-dir", run().toString()));
    args.addAll(List.of(more));
    return Cli.run(envs, args.toArray(String[]::new));
  }

  private Cli train(int badStep, IntFunction<@Nullable Step<float[]>> bad) {
    return train(MisbehavingEnv.registry(badStep, bad));
  }

  /// The environments' step 25 is in iteration 3: two checkpoints are there.
  private void assertStopped(Cli cli, String problem) throws IOException {
    Path last = run().resolve("checkpoint-40.safetensors");
    assertThat(cli.err().lines()).hasSize(1);
    assertThat(cli.err().strip())
        .isEqualTo(
            "bellman train: %s; the run ended after iteration 2 (40 steps), last checkpoint %s"
                    .formatted(problem, last)
                + " (go on with: bellman train --resume %s)".formatted(last));
    assertThat(cli.status()).isEqualTo(1);
    assertThat(cli.out()).isEmpty();
    assertThat(Checkpoint.read(last).state().names()).isNotEmpty();
    assertThat(Metrics.read(run().resolve("metrics.jsonl"))).hasSize(2);
  }

  @Test
  void anEnvironmentThatThrows() throws IOException {
    Cli cli =
        train(
            25,
            _ -> {
              throw new IllegalStateException("motor\nbroken");
            });
    assertStopped(
        cli,
        "environment 'Bad-v0' [0], step 1: step must not throw, got"
            + " java.lang.IllegalStateException: motor broken");
  }

  @Test
  void anEnvironmentThatThrowsAnErrorOfAnotherLanguage() throws IOException {
    Cli cli =
        train(
            25,
            _ -> {
              throw new AssertionError("not implemented");
            });
    assertStopped(
        cli,
        "environment 'Bad-v0' [0], step 1: step must not throw, got java.lang.AssertionError:"
            + " not implemented");
  }

  @Test
  void anEnvironmentThatObservesNan() throws IOException {
    assertStopped(
        train(26, _ -> MisbehavingEnv.step(new float[] {0, Float.NaN}, 1, false, ALL)),
        "environment 'Bad-v0' [0], step 2: observation[1] must be finite, got NaN"
            + " (check what reset and step compute)");
  }

  @Test
  void anEnvironmentThatRewardsInfinitely() throws IOException {
    assertStopped(
        train(27, _ -> MisbehavingEnv.step(new float[2], 1.0 / 0, false, ALL)),
        "environment 'Bad-v0' [0], step 3: reward must be finite, got Infinity"
            + " (check what step computes)");
  }

  @Test
  void anEnvironmentWithAWrongShape() throws IOException {
    assertStopped(
        train(25, _ -> MisbehavingEnv.step(new float[3], 1, false, ALL)),
        "environment 'Bad-v0' [0], step 1: observation must have 2 values as observationSpace()"
            + " says, got 3 (change one)");
  }

  @Test
  void anEnvironmentThatForbidsEverything() throws IOException {
    assertStopped(
        train(25, _ -> MisbehavingEnv.step(new float[2], 1, false, new byte[2])),
        "environment 'Bad-v0' [0], step 1: action mask must allow an action, got only zeros"
            + " (terminate the episode then)");
  }

  @Test
  void anEnvironmentThatFailsBeforeTheFirstStepIsRefused() {
    Cli cli = train(0, _ -> null);
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err())
        .isEqualTo(
            "bellman train: environment 'Bad-v0' [0], reset: reset must not throw, got"
                + " java.lang.IllegalStateException: no battery\n");
    assertThat(run()).doesNotExist();
  }

  @Test
  void anEnvironmentThatHangsIsToldOfAndTheRunGoesOn() {
    var err = new StringWriter();
    Envs envs =
        MisbehavingEnv.registry(
            25,
            _ -> {
              awaitText(err);
              return null;
            });
    String args =
        "train ppo Bad-v0 --steps 60 --envs 2 --set rolloutLength=10 --quiet --stall-seconds 0.05"
            + " --eval-episodes 1 --threads 1 --run-dir "
            + run();
    int status =
        Bellman.run(envs, new PrintWriter(new StringWriter()), new PrintWriter(err), words(args));
    assertThat(status).isZero();
    assertThat(err.toString())
        .contains("warning: no progress for ", "since iteration 2 (40 steps); the run is in ")
        .contains("dev.bellman.app.FailureTest.awaitText(FailureTest.java:")
        .contains(" and goes on");
  }

  private static String[] words(String line) {
    return line.split(" ");
  }

  private static void awaitText(StringWriter err) {
    try {
      for (int i = 0; i < 2000 && !err.toString().contains("no progress"); i++) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The run folder is moved away, which stops every user's writing, unlike access rights.
  @Test
  void aDiskThatTakesNoMoreKeepsWhatIsThere() throws IOException {
    Cli cli =
        train(
            25,
            _ -> {
              if (Files.exists(run())) {
                move(run(), folder.resolve("away"));
              }
              return null;
            });
    move(folder.resolve("away"), run());
    String resume = run().resolve("checkpoint-40.safetensors").toString();
    assertThat(cli.status()).isEqualTo(1);
    assertThat(cli.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith(
            "bellman train: run folder %s: must stay writable, got 'no such".formatted(run()))
        .contains("(make room or give access); the run ended after iteration 3 (60 steps), last")
        .endsWith("(go on with: bellman train --resume %s)".formatted(resume));
    Envs sound = MisbehavingEnv.registry(-1, _ -> null);
    assertThat(Cli.run(sound, "train", "--resume", resume, "--quiet").status()).isZero();
    assertThat(Metrics.read(run().resolve("metrics.jsonl"))).hasSize(10);
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRunFolderThatCantBeWrittenIsRefusedBeforeTheFirstStep() throws IOException {
    Files.writeString(run(), "a file");
    Cli cli = train(-1, _ -> null);
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err().strip())
        .isEqualTo("bellman train: run folder %s: must be a folder, got a file".formatted(run()));
    assertThat(run()).hasContent("a file");
  }

  @Test
  void aPictureThatCantBeDrawnCostsNoResult() throws IOException {
    Cli cli =
        train(
            25,
            _ -> {
              try {
                Files.createDirectories(run().resolve("learning-curve.svg").resolve("in the way"));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return null;
            });
    assertThat(cli.status()).isZero();
    assertThat(cli.out()).startsWith("ppo on Bad-v0, seed 1: mean return 4");
    assertThat(cli.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("warning: learning curve " + run())
        .endsWith("the run itself is whole");
  }

  @Test
  void aLossThatBecomesNanIsToldWithItsPlaceAndTheLastCheckpoint() throws IOException {
    Cli cli = train(25, _ -> MisbehavingEnv.step(new float[2], Double.MAX_VALUE, false, ALL));
    assertThat(cli.status()).isEqualTo(3);
    assertThat(cli.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("bellman train: loss: became NaN or infinite at iteration 3, in gradient steps")
        .contains("grad_norm NaN", "(try a lower learning rate or scale the rewards); last check")
        .endsWith("(go on with: bellman train --resume %s)".formatted(last()));
    assertThat(Checkpoint.read(last()).state().names()).isNotEmpty();
    assertThat(Metrics.read(run().resolve("metrics.jsonl"))).hasSize(2);
  }

  private Path last() {
    return run().resolve("checkpoint-40.safetensors");
  }

  @Test
  void oneOfSeveralSeedsThatFailsIsToldAtOnceAndTheOthersEnd() {
    Envs envs =
        MisbehavingEnv.registry(
            25,
            _ -> {
              throw new IllegalStateException("motor broken");
            });
    Cli cli = train(envs, "--seeds", "2");
    assertThat(cli.status()).isEqualTo(1);
    assertThat(cli.err())
        .contains("seed 1 failed, the others go on: environment 'Bad-v0'")
        .contains("seed 2 failed, the others go on: environment 'Bad-v0'");
  }
}
