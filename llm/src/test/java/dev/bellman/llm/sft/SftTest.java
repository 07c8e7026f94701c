package dev.bellman.llm.sft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.TokenBatch;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.model.TransformerConfig;
import dev.bellman.llm.sample.TokenPolicy;
import dev.bellman.llm.task.SortDigits;
import dev.bellman.llm.train.Bandit;
import dev.bellman.llm.train.Optimization;
import dev.bellman.llm.train.States;
import dev.bellman.llm.train.TaskEvaluation;
import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SftTest {
  private static final Bandit BANDIT = new Bandit();
  private static final SortDigits SORT = new SortDigits();

  private static SftConfig config(int batchSize) {
    return new SftConfig(
        batchSize,
        new Optimization(
            new Schedule.Linear(1e-2, 0),
            new Adam.Config(0.9, 0.99, 1e-8, 0),
            Double.POSITIVE_INFINITY));
  }

  private static Transformer sorter(int seed) {
    return Transformer.create(TransformerConfig.small(16, 16, 32, 1, 2, 24), Rng.ofSeed(seed));
  }

  /// The demonstrations that a run of this seed draws first.
  private static List<Completion> demonstrations(long seed, int count) {
    Rng rng = Rng.stream(seed, "demonstrations", 0);
    var all = new ArrayList<Completion>();
    for (int i = 0; i < count; i++) {
      int[] prompt = SORT.prompt(rng);
      int[] answer = SORT.demonstration(prompt, rng);
      all.add(new Completion(prompt, answer, new float[answer.length], true));
    }
    return all;
  }

  @Test
  void lossIsOfTheCompletionsAlone() {
    int count = 40;
    List<Completion> all = demonstrations(3, count);
    int tokens = all.stream().mapToInt(Completion::length).sum();
    double loss;
    double norm;
    try (Scope scope = Scope.recording()) {
      Transformer model = sorter(1);
      int[] order = IntStream.range(0, count).toArray();
      TokenBatch batch = TokenBatch.of(scope, all, order, 0, count);
      assertThat(batch.size()).isEqualTo(tokens);
      Tensor mean = new TokenPolicy(model, 1).of(scope, batch).logp().mean().neg();
      Gradients gradients = model.parameters().newGradients();
      mean.backward(gradients);
      loss = mean.item();
      norm = gradients.clipByGlobalNorm(1e9);
    }
    try (var workers = new Workers(1)) {
      Sft trainer = new Sft(config(count), sorter(1), SORT, 3, workers);
      Metrics metrics = trainer.update(0.1);
      assertThat(metrics.get("loss")).isCloseTo(loss, within(1e-5));
      assertThat(metrics.get("grad_norm")).isCloseTo(norm, within(1e-5));
      assertThat(metrics.get("learning_rate")).isCloseTo(9e-3, within(1e-12));
      assertThat(trainer.tokens()).isEqualTo(tokens);
      assertThat(trainer.gradientSteps()).isEqualTo(1);
    }
  }

  @Test
  void targetsOfPromptsAreNoPartOfTheLoss() {
    // with a head of its own, the prompt's token 4 and the answer's tokens reach other columns
    var tied = TransformerConfig.small(5, 8, 8, 1, 2, 8);
    var config =
        new TransformerConfig(
            5,
            8,
            8,
            1,
            2,
            2,
            4,
            8,
            tied.ropeTheta(),
            tied.rmsEpsilon(),
            tied.biases(),
            false,
            false);
    Transformer model = Transformer.create(config, Rng.ofSeed(1));
    var completion = new Completion(new int[] {0, 4, 2}, new int[] {3, 1}, new float[2], true);
    try (Scope scope = Scope.recording()) {
      TokenBatch batch = TokenBatch.of(scope, List.of(completion), new int[] {0}, 0, 1);
      TokenPolicy.Chosen chosen = new TokenPolicy(model, 1).of(scope, batch);
      Gradients gradients = model.parameters().newGradients();
      chosen.logp().sum().neg().backward(gradients);
      float[] head = gradients.get("lm_head.weight");
      float[] states = chosen.states().toArray();
      float[] logProbabilities = chosen.logProbabilities().toArray();
      for (int j = 0; j < 8; j++) {
        for (int token : new int[] {4, 2, 0}) {
          // what is no target is pushed down by its probability after `2` and after `3` alone
          double expected =
              states[j] * StrictMath.exp(logProbabilities[token])
                  + states[8 + j] * StrictMath.exp(logProbabilities[5 + token]);
          assertThat((double) head[j * 5 + token]).isCloseTo(expected, within(1e-5));
        }
      }
    }
  }

  @Test
  void numbersOfAnUpdateStayAsTheyWere() {
    try (var workers = new Workers(1)) {
      Sft trainer = new Sft(config(10), sorter(1), SORT, 3, workers);
      Metrics first = trainer.update(0.1);
      double loss = first.get("loss");
      trainer.update(0.2);
      assertThat(first.get("loss")).isEqualTo(loss);
    }
  }

  @Test
  void threadsChangeNoBit() {
    State[] states = new State[3];
    for (int threads = 1; threads <= 3; threads++) {
      try (var workers = new Workers(threads)) {
        Sft trainer = new Sft(config(100), sorter(1), SORT, 3, workers);
        trainer.update(0.3);
        trainer.update(0.6);
        states[threads - 1] = States.of(trainer);
      }
    }
    States.assertSame(states[1], states[0]);
    States.assertSame(states[2], states[0]);
  }

  @Test
  void savedRunGoesOnToTheBit() {
    try (var workers = new Workers(1)) {
      Sft whole = new Sft(config(30), sorter(1), SORT, 3, workers);
      for (int i = 1; i <= 3; i++) {
        whole.update(i / 10.0);
      }
      Sft resumed = new Sft(config(30), sorter(2), SORT, 3, workers);
      resumed.load(States.of(whole));
      for (int i = 4; i <= 6; i++) {
        assertThat(resumed.update(i / 10.0).asMap()).isEqualTo(whole.update(i / 10.0).asMap());
      }
      States.assertSame(States.of(resumed), States.of(whole));
      assertThat(resumed.updates()).isEqualTo(6);
      assertThat(resumed.tokens()).isEqualTo(whole.tokens());
    }
  }

  @Test
  void imitatesWhatIsDemonstrated() {
    try (var workers = new Workers(1)) {
      Sft trainer = new Sft(config(32), Bandit.model(1), BANDIT, 3, workers);
      Metrics metrics = new Metrics();
      for (int i = 1; i <= 80; i++) {
        metrics = trainer.update(i / 80.0);
      }
      assertThat(metrics.get("loss")).isLessThan(0.1);
      assertThat(metrics.get("token_accuracy")).isEqualTo(1);
      assertThat(TaskEvaluation.of(trainer.model(), BANDIT, 1, workers).passAt1())
          .isGreaterThan(0.9);
    }
  }

  @Test
  void demonstrationLongerThanTheContextIsRefused() {
    try (var workers = new Workers(1)) {
      var small = TransformerConfig.small(16, 16, 32, 1, 2, 8);
      Sft trainer = new Sft(config(30), Transformer.create(small, Rng.ofSeed(1)), SORT, 3, workers);
      assertThatThrownBy(() -> trainer.update(0.1))
          .hasMessageMatching(
              "model: sequence \\d+ must be at most 8 tokens long, the context, got \\d+");
    }
    assertThatThrownBy(() -> config(0)).hasMessage("batchSize: must be at least 1, got 0");
  }
}
