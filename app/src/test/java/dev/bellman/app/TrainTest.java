package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.bellman.app.run.Metrics;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.train.Checkpoint;
import dev.bellman.tensor.Engine;
import dev.bellman.tensor.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {
  @TempDir private Path folder;

  private Path run() {
    return folder.resolve("run");
  }

  private static Cli train(Path runDir, String... more) {
    var args =
        new ArrayList<>(
            List.of("train", "ppo", "CartPole-v1", "--steps", "2000", "--eval-episodes", "5"));
    args.addAll(List.of("--quiet", "--json", "--run-dir", runDir.toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  @Test
  void trainReportsTheRunAsOneJsonObject() throws IOException {
    Cli cli = train(run(), "--threads", "2", "--seed", "7");
    Map<String, Object> result = cli.object();
    assertThat(result.keySet())
        .containsExactly(
            "algorithm",
            "environment",
            "seed",
            "env_steps",
            "seconds",
            "steps_per_second",
            "env_steps_to_threshold",
            "seconds_to_threshold",
            "episodes",
            "threads",
            "kernels",
            "evaluation",
            "run_dir",
            "checkpoint");
    assertThat(result)
        .containsEntry("algorithm", "ppo")
        .containsEntry("environment", "CartPole-v1")
        .containsEntry("seed", 7L)
        .containsEntry("env_steps", 2048L)
        .containsEntry("threads", 2L)
        .containsEntry("kernels", Engine.kernels())
        .containsEntry("run_dir", run().toString())
        .containsEntry("checkpoint", run().resolve("checkpoint-2048.safetensors").toString());
    assertThat(result.get("evaluation"))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsOnlyKeys(
            "episodes", "mean_return", "std_return", "min_return", "max_return", "success_rate")
        .containsEntry("episodes", 5L);
    assertThat(cli.err()).isEmpty();
    assertThat(Metrics.read(run().resolve("metrics.jsonl"))).hasSize(8);
    assertThat(run().resolve("config.yaml")).content().contains("seed: 7", "rolloutLength: 32");
    assertThat(run().resolve("learning-curve.svg")).isNotEmptyFile();
  }

  @Test
  void theLastLineOfTheMetricsHoldsTheWholeRun() throws IOException {
    train(run());
    assertThat(Metrics.read(run().resolve("metrics.jsonl")).getLast())
        .containsEntry("env_steps", 2048L)
        .containsEntry("iterations", 8L)
        .containsEntry("gradient_steps", 160L)
        .containsKeys("seconds", "steps_per_second", "episodes", "mean_return", "mean_length")
        .containsKeys("policy_loss", "value_loss", "entropy", "approx_kl", "clip_fraction")
        .containsKeys("explained_variance", "grad_norm", "learning_rate");
  }

  @Test
  void withoutJsonTheResultIsAFewLinesForPeopleAndProgressGoesToStandardError() {
    Cli cli = Cli.run("train", "ppo", "CartPole", "--steps", "1e3", "--run-dir", run().toString());
    assertThat(cli.status()).isZero();
    assertThat(cli.out().lines())
        .hasSize(5)
        .first()
        .asString()
        .startsWith("ppo on CartPole-v1, seed 1: mean return ");
    assertThat(cli.out()).contains("bellman evaluate " + run());
    assertThat(cli.err()).contains("100 %");
  }

  @Test
  void profileSaysWhereTheTimeWent() {
    assertThat(train(run(), "--profile").object()).containsKey("profile");
    Cli text = Cli.run("train", "--resume", run().toString(), "--quiet", "--profile");
    assertThat(text.out()).contains("environment ", "optimizer ", " us an environment step");
  }

  @Test
  void theSameSeedGivesTheSameBitsOnOneThreadAndOnTwo() throws IOException {
    train(folder.resolve("one"), "--threads", "1");
    train(folder.resolve("two"), "--threads", "2");
    assertSameLearner(folder.resolve("one"), folder.resolve("two"));
  }

  private static void assertSameLearner(Path one, Path other) throws IOException {
    State expected = learner(one);
    State actual = learner(other);
    assertThat(actual.names()).isEqualTo(expected.names()).contains("net.actor.0.weight");
    for (String name : expected.names()) {
      assertThat(actual.entry(name).values())
          .as(name)
          .usingRecursiveComparison()
          .isEqualTo(expected.entry(name).values());
    }
  }

  private static State learner(Path run) throws IOException {
    return Checkpoint.read(run.resolve("checkpoint-2048.safetensors")).state().at("algorithm");
  }

  @Test
  void aResumedRunEqualsTheUndisturbedOneToTheBit() throws IOException {
    train(run(), "--checkpoint-every", "0");
    Path other = Files.createDirectory(folder.resolve("other"));
    for (String file : List.of("checkpoint-1536.safetensors", "metrics.jsonl", "config.yaml")) {
      Files.copy(run().resolve(file), other.resolve(file));
    }
    Cli resumed = Cli.run("train", "--resume", other.toString(), "--json", "--quiet");
    assertThat(resumed.object()).containsEntry("env_steps", 2048L);
    assertThat(resumed.err()).isEmpty();
    assertSameLearner(run(), other);
    assertThat(withoutTimes(other)).isEqualTo(withoutTimes(run()));
  }

  private static List<Map<String, Object>> withoutTimes(Path run) throws IOException {
    var lines = new ArrayList<Map<String, Object>>(Metrics.read(run.resolve("metrics.jsonl")));
    lines.forEach(
        line ->
            line.keySet()
                .removeAll(List.of("seconds", "steps_per_second", "seconds_to_threshold")));
    return lines;
  }

  @Test
  void resumingFromAnEarlierCheckpointDropsWhatCameAfterIt() throws IOException {
    train(run(), "--checkpoint-every", "0");
    Path earlier = run().resolve("checkpoint-1536.safetensors");
    Cli resumed = Cli.run("train", "--resume", earlier.toString(), "--json", "--quiet");
    assertThat(resumed.status()).isZero();
    assertThat(run().resolve("checkpoint-1792.safetensors")).doesNotExist();
    assertThat(Metrics.read(run().resolve("metrics.jsonl"))).hasSize(8);
  }

  @Test
  void theNewestThreeCheckpointsStay() {
    train(run(), "--checkpoint-every", "0");
    assertThat(run().toFile().list((_, name) -> name.startsWith("checkpoint")))
        .containsExactlyInAnyOrder(
            "checkpoint-1536.safetensors",
            "checkpoint-1792.safetensors",
            "checkpoint-2048.safetensors");
  }

  @Test
  void whatContradictsTheCheckpointIsRefused() {
    train(run());
    assertRefused("--steps 3000", "in the checkpoint steps is 2000, got 3000");
    assertRefused("--set gae.gamma=0.9", "in the checkpoint gae.gamma is 0.98, got 0.9");
    assertRefused("--seed 2", "in the checkpoint seed is 1, got 2");
    assertRefused("--seeds 2", "--seeds: can't be given with --resume");
    assertRefused("--run-dir elsewhere", "--run-dir: the run goes on in");
  }

  private void assertRefused(String options, String message) {
    Cli cli = Cli.line("train --resume %s %s".formatted(run(), options));
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err().lines()).hasSize(1).first().asString().contains(message);
  }

  @Test
  void aFileThatIsNoCheckpointIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("checkpoint-1.safetensors"), "not a checkpoint");
    Cli cli = Cli.run("train", "--resume", file.toString());
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err().lines()).hasSize(1);
  }

  @Test
  void checkpointsOfOtherKernelsAreResumedWithAWarning() throws IOException {
    train(run(), "--checkpoint-every", "0");
    Path file = run().resolve("checkpoint-2048.safetensors");
    Checkpoint read = Checkpoint.read(file);
    var metadata = new HashMap<>(read.metadata());
    metadata.put("kernels", "abacus");
    new Checkpoint(read.state(), metadata).write(file);
    Cli cli = Cli.run("train", "--resume", file.toString(), "--json");
    assertThat(cli.status()).isZero();
    assertThat(cli.err()).contains("warning: the checkpoint was computed with kernels abacus");
  }

  @Test
  void seedsAreTrainedInFoldersOfTheirOwn() {
    Map<String, Object> result = train(run(), "--seeds", "2", "--seed", "3").object();
    assertThat(result.keySet()).containsExactly("runs", "iqm", "interval");
    assertThat(result.get("runs"))
        .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
        .extracting(one -> one.get("seed"), one -> one.get("threads"), one -> one.get("run_dir"))
        .containsExactly(
            tuple(3L, 1L, run().resolve("seed-3").toString()),
            tuple(4L, 1L, run().resolve("seed-4").toString()));
    assertThat((List<?>) result.get("interval")).hasSize(2);
    assertThat(run().resolve("learning-curve.svg")).isNotEmptyFile();
  }

  @Test
  void evaluateMeasuresWhatTheEndOfTrainingMeasured() {
    Map<String, Object> trained = train(run()).object();
    Map<String, Object> result =
        Cli.run("evaluate", run().toString(), "--episodes", "5", "--json").object();
    assertThat(result)
        .containsOnlyKeys(
            "algorithm",
            "environment",
            "checkpoint",
            "episodes",
            "mean_return",
            "std_return",
            "min_return",
            "max_return",
            "success_rate")
        .containsEntry("checkpoint", trained.get("checkpoint"))
        .containsAllEntriesOf(evaluation(trained));
    assertThat(Cli.run("evaluate", run().toString(), "--stochastic", "--seed", "2").out())
        .startsWith("ppo on CartPole-v1: mean return ");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> evaluation(Map<String, Object> trained) {
    return (Map<String, Object>) trained.get("evaluation");
  }

  @Test
  void divergenceIsStatusThree() {
    Cli cli = train(run(), "--set", "update.learningRate=1e30");
    assertThat(cli.status()).isEqualTo(3);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("became NaN or infinite at iteration 1", "no checkpoint yet");
  }

  /// One action, one observation; fails at a step and can't be saved.
  private record Fragile(int failingStep, int[] steps) implements Env<Integer, Integer> {
    static Envs registry(int failingStep) {
      return Envs.builtIn()
          .with(EnvSpec.of("Fragile-v0", "Fails.", _ -> new Fragile(failingStep, new int[1])));
    }

    @Override
    public Discrete observationSpace() {
      return Discrete.of(1);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(1);
    }

    @Override
    public Reset<Integer> reset(OptionalLong seed) {
      return Reset.of(0);
    }

    @Override
    public Step<Integer> step(Integer action) {
      if (++steps[0] == failingStep) {
        throw new IllegalStateException("motor\nbroken");
      }
      return Step.of(0, 1, steps[0] % 4 == 0);
    }
  }

  @Test
  void anEnvironmentThatFailsIsStatusOneAndOneLine() {
    Cli cli =
        Cli.run(
            Fragile.registry(100),
            "train",
            "ppo",
            "Fragile-v0",
            "--steps",
            "3000",
            "--run-dir",
            run().toString());
    assertThat(cli.status()).isEqualTo(1);
    assertThat(cli.err().lines()).last().asString().contains("Fragile-v0", "motor broken");
  }

  @Test
  void anEnvironmentThatCantBeSavedIsResumedWithAWarning() {
    Envs envs = Fragile.registry(Integer.MAX_VALUE);
    String[] args =
        "train ppo Fragile-v0 --steps 20 --set rolloutLength=10 --quiet --checkpoint-every 0"
            .concat(" --run-dir " + run())
            .split(" ");
    assertThat(Cli.run(envs, args).status()).isZero();
    Path earlier = run().resolve("checkpoint-10.safetensors");
    Cli cli = Cli.run(envs, "train", "--resume", earlier.toString(), "--quiet");
    assertThat(cli.status()).isZero();
    assertThat(cli.err()).contains("warning: environment Fragile-v0 cannot save its state");
  }

  @Test
  void aSignalLeavesACheckpointThatResumes() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "ppo",
                "CartPole-v1",
                "--steps",
                "50000000",
                "--run-dir",
                run().toString())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      Path metrics = run().resolve("metrics.jsonl");
      for (int i = 0; i < 300 && child.isAlive() && !Files.exists(metrics); i++) {
        Thread.sleep(100);
      }
      child.destroy();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }
    assertThat(folder.resolve("err")).content().contains("go on with: bellman train --resume");
    assertThat(Cli.run("evaluate", run().toString(), "--episodes", "1").status()).isZero();
  }
}
