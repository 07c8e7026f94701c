package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.app.run.Metrics;
import dev.bellman.rl.train.Checkpoint;
import dev.bellman.tensor.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LmTest {
  private static final List<String> TINY =
      List.of(
          "--set=model.width=16",
          "--set=model.feedForward=16",
          "--set=model.layers=1",
          "--set=model.heads=2",
          "--set=warmStart.updates=20",
          "--set=warmStart.sft.batchSize=16");
  private static final List<String> FEW =
      List.of("--set=rollout.prompts=4", "--set=minibatches=2", "--set=updates=4");

  @TempDir private Path folder;

  private Path run(String name) {
    return folder.resolve(name);
  }

  private Cli lm(String algorithm, String task, String name, String... more) {
    var args = new ArrayList<>(List.of("lm", algorithm, task, "--json", "--quiet"));
    args.add("--run-dir=" + run(name));
    args.addAll(TINY);
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private Cli few(String algorithm, String name, String... more) {
    var all = new ArrayList<>(FEW);
    all.addAll(List.of(more));
    return lm(algorithm, "sum-to", name, all.toArray(String[]::new));
  }

  @Test
  void divergenceIsStatusThreeAndNothingInfiniteIsSaved() throws IOException {
    Cli cli =
        lm(
            "sft",
            "sum-to",
            "d",
            "--updates=20",
            "--set=optimization.learningRate=1e38",
            "--checkpoint-every=0");
    assertThat(cli.status()).isEqualTo(3);
    assertThat(cli.err())
        .contains(": became NaN or infinite at update ")
        .contains("(try a lower optimization.learningRate); ")
        .containsPattern("no checkpoint yet|go on with: bellman lm sft --resume ");
    try (Stream<Path> files = Files.list(run("d"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
        State state = Checkpoint.read(file).state();
        assertThat(state.names())
            .filteredOn(name -> name.startsWith("trainer.model."))
            .isNotEmpty()
            .allMatch(name -> state.entry(name).isFinite());
      }
    }
  }

  @Test
  void aDamagedCheckpointIsPassedOverWithAWarning() throws IOException {
    assertThat(few("grpo", "p", "--checkpoint-every=0").status()).isZero();
    Files.write(run("p").resolve("checkpoint-4.safetensors"), new byte[] {1, 2, 3});
    Cli cli = Cli.run("lm", "grpo", "--json", "--resume=" + run("p"));
    assertThat(cli.err()).contains("warning: passed over checkpoint ");
    assertThat(cli.status()).isZero();
  }

  @Test
  void grpoReportsTheRunAsOneJsonObject() throws IOException {
    Cli cli = few("grpo", "a", "--seed=3");
    assertThat(cli.status()).isZero();
    Map<String, Object> result = cli.object();
    assertThat(result)
        .containsOnlyKeys(
            "task",
            "algorithm",
            "seed",
            "updates",
            "seconds",
            "tokens",
            "tokens_per_second",
            "parameters",
            "reward_calls",
            "start",
            "final",
            "run_dir",
            "checkpoint")
        .containsEntry("task", "sum-to")
        .containsEntry("algorithm", "grpo")
        .containsEntry("seed", 3L)
        .containsEntry("updates", 4L)
        .containsEntry("reward_calls", 4L * 4 * 16)
        .containsEntry("checkpoint", run("a").resolve("checkpoint-4.safetensors").toString());
    for (String part : List.of("start", "final")) {
      assertThat(result.get(part))
          .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
          .containsKeys("greedy_accuracy", "pass_at_1", "pass_at_8", "well_formed", "ended");
    }
    assertThat(Metrics.read(run("a").resolve("metrics.jsonl")))
        .hasSize(4)
        .allSatisfy(
            line ->
                assertThat(line)
                    .containsKeys(
                        "updates",
                        "tokens",
                        "reward",
                        "zero_variance_groups",
                        "entropy",
                        "clip_fraction",
                        "length",
                        "grad_norm"));
    assertThat(run("a").resolve("config.yaml")).content().contains("algorithm: grpo", "seed: 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ppo", "dr-grpo", "dapo", "gspo", "gspo-token", "cispo", "rloo"})
  void everyOnlineTrainerRuns(String algorithm) {
    Cli cli = few(algorithm, algorithm, "--set=updates=2");
    assertThat(cli.err().lines()).allMatch(line -> line.startsWith("warning: rollout: "));
    assertThat(cli.status()).isZero();
    assertThat(cli.object()).containsEntry("updates", 2L);
  }

  @Test
  void aStoppedRunGoesOnToTheSameBits() throws IOException {
    few("grpo", "whole", "--checkpoint-every=0");
    Path half = Files.createDirectory(run("half"));
    for (String name : List.of("config.yaml", "metrics.jsonl", "checkpoint-2.safetensors")) {
      Files.copy(run("whole").resolve(name), half.resolve(name));
    }
    Cli resumed = Cli.run("lm", "grpo", "--resume", half.toString(), "--json", "--quiet");
    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.status()).isZero();
    State undisturbed = state("whole");
    State again = state("half");
    assertThat(again.names()).isEqualTo(undisturbed.names());
    for (String name : undisturbed.names()) {
      if (!name.equals("progress")) {
        assertThat(again.entry(name).values()).as(name).isEqualTo(undisturbed.entry(name).values());
      }
    }
    assertThat(Metrics.read(half.resolve("metrics.jsonl"))).hasSize(4);
  }

  private State state(String name) throws IOException {
    return Checkpoint.read(run(name).resolve("checkpoint-4.safetensors")).state();
  }

  @Test
  void theNumberOfThreadsChangesNothing() throws IOException {
    few("gspo", "one", "--threads=1");
    few("gspo", "three", "--threads=3");
    State one = state("one");
    State three = state("three");
    for (String name : one.names()) {
      if (!name.equals("progress")) {
        assertThat(three.entry(name).values()).as(name).isEqualTo(one.entry(name).values());
      }
    }
  }

  @Test
  void aModelIsGivenOnToAnotherTrainerAndCompared() {
    assertThat(lm("sft", "sum-to", "sft", "--updates=30").status()).isZero();
    Cli grpo = few("grpo", "grpo", "--model=" + run("sft"));
    assertThat(grpo.err()).isEmpty();
    Cli evaluated =
        Cli.run(
            "lm", "evaluate", run("grpo").toString(), "--against", run("sft").toString(), "--json");
    assertThat(evaluated.status()).isZero();
    assertThat(evaluated.object())
        .containsEntry("task", "sum-to")
        .containsKeys("greedy_accuracy", "well_formed", "ended", "win_rate", "wins", "ties");
  }

  @Test
  void ppoLearnsFromARewardModel() {
    assertThat(lm("reward", "sum-to", "scores", "--updates=3").status()).isZero();
    Cli ppo = few("ppo", "ppo", "--reward-model=" + run("scores"));
    assertThat(ppo.err()).isEmpty();
    assertThat(ppo.status()).isZero();
  }

  @Test
  void aLanguageModelIsNoRewardModel() {
    lm("sft", "sum-to", "sft", "--updates=1");
    Cli cli = few("ppo", "ppo", "--reward-model=" + run("sft"));
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains("score.weight").contains("bellman lm reward").hasLineCount(1);
  }

  @Test
  void aRewardModelIsNoLanguageModel() {
    assertThat(lm("reward", "sum-to", "scores", "--updates=1").status()).isZero();
    assertRefused(
        Cli.run("lm", "evaluate", run("scores").toString()),
        "must be a language model, got a reward model (its place is --reward-model)");
  }

  @Test
  void whatDoesNotGoTogetherIsRefusedBeforeTheWarmStart() {
    assertThat(lm("reward", "sum-to", "scores", "--updates=1").status()).isZero();
    String scores = "--reward-model=" + run("scores");
    assertRefused(
        lm("grpo", "sort-digits", "steps", "--set=advantage.process.epsilon=1e-4", scores),
        "--reward-model: must come with advantages of outcomes, got process");
    assertRefused(
        lm("sft", "sum-to", "imitation", scores),
        "--reward-model: must come with a trainer that learns from rewards, got lm sft");
    assertRefused(
        lm("grpo", "sum-to", "long", "--set=rollout.maxTokens=100"),
        "rollout.maxTokens: must be at most 57, since a prompt of");
    assertRefused(
        lm("ppo", "sum-to", "long", "--set=rollout.maxTokens=100"),
        "rollout.maxTokens: must be at most 57, since a prompt of");
  }

  @Test
  void aRunThatHasNotEndedHasNoModel() throws IOException {
    Path stopped = Files.createDirectories(run("stopped"));
    Files.writeString(stopped.resolve("config.yaml"), "task: sum-to\n");
    assertRefused(
        Cli.run("lm", "evaluate", stopped.toString()), "must have ended, got no model in it");
  }

  @Test
  void aPromptThatIsNotTheTasksIsRefused() {
    lm("sft", "sum-to", "sft", "--updates=1");
    Cli cli = Cli.run("lm", "generate", run("sft").toString(), "--prompt", "BOS 1 2");
    assertRefused(cli, "generate: ");
  }

  private static void assertRefused(Cli cli, String message) {
    assertThat(cli.err()).contains(message).hasLineCount(1);
    assertThat(cli.status()).isEqualTo(2);
  }

  @Test
  void generateWritesInTheTasksWords() {
    lm("sft", "sum-to", "sft", "--updates=30");
    Cli cli =
        Cli.run(
            "lm",
            "generate",
            run("sft").toString(),
            "--prompt",
            "BOS 1 7 | 3 4 :",
            "--samples",
            "2",
            "--top-k",
            "5",
            "--json");
    assertThat(cli.status()).isZero();
    assertThat((List<?>) cli.object().get("completions")).hasSize(2);
  }

  @Test
  void aLanguageModelThatNeverEndsIsCutAtTheLimit() {
    lm("sft", "sum-to", "sft", "--updates=1");
    Cli cli =
        Cli.run("lm", "generate", run("sft").toString(), "--max-tokens", "1000", "--prompts", "1");
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains("context").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rollout.samples=1|rollout.samples: must be at least 2",
        "minibatches=99|minibatches: must be in [1, 4]",
        "rollout.sampling.topK=3|must draw from the whole distribution",
        "objective.surrogate.clip.low=-1|low: must be at least 0",
        "objective.ratio=SEQUENCE|objective",
        "optimisation.learningRate=1|optimisation",
        "model.heads=3|heads: must divide",
      })
  void whatDoesNotFitIsRefusedInOneLine(String example) {
    String[] parts = example.split("\\|", 2);
    Cli cli = few("dapo", "refused", "--set=" + parts[0]);
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains(parts[1]).hasLineCount(1);
  }

  @Test
  void unknownTasksAndTrainersAreToldWithTheNearest() {
    assertThat(Cli.run("lm", "grpo", "sumto").err()).contains("sum-to").hasLineCount(1);
    assertThat(Cli.run("lm", "grop", "sum-to").err()).contains("grpo").hasLineCount(1);
    assertThat(Cli.run("lm", "grpo").err()).contains("bellman lm grpo sum-to").hasLineCount(1);
    assertThat(Cli.run("lm").status()).isEqualTo(2);
  }

  @Test
  void processSupervisionNeedsATaskWithSteps() {
    Cli cli = few("grpo", "refused", "--set=advantage=process");
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains("sum-to").contains("take outcome").hasLineCount(1);
  }

  @Test
  void thePlanComesFirst() {
    var args = new ArrayList<>(List.of("lm", "gspo", "sum-to", "--run-dir=" + run("plan")));
    args.addAll(TINY);
    args.addAll(FEW);
    Cli cli = Cli.run(args.toArray(String[]::new));
    assertThat(cli.err())
        .startsWith("plan: 4 prompts x 16 = 64 completions")
        .containsSubsequence("on-policy: ", "warm start: ", "start: ", "kl of the update");
    assertThat(cli.out()).contains("lm gspo on sum-to, seed 1: greedy accuracy");
  }
}
