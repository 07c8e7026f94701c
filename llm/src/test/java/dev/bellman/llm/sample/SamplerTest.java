package dev.bellman.llm.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.Packed;
import dev.bellman.llm.data.TokenBatch;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.model.TransformerConfig;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final int VOCABULARY = 7;
  private static final int CONTEXT = 24;
  private static final int[] ENDS = {1, 4};

  private final Transformer model = model();

  /// Fresh parameters times 3, so that the distributions are far from uniform.
  private static Transformer model() {
    var config = TransformerConfig.small(VOCABULARY, 16, 24, 2, 2, CONTEXT);
    Transformer model = Transformer.create(config, Rng.ofSeed(5));
    model
        .parameters()
        .update(
            model.parameters().newGradients(),
            (_, values, _) -> {
              for (int i = 0; i < values.length; i++) {
                values[i] *= 3;
              }
            });
    return model;
  }

  /// Prompts of 1 to 6 tokens.
  private static List<int[]> prompts(int count) {
    Rng rng = Rng.ofSeed(8);
    var prompts = new ArrayList<int[]>();
    for (int i = 0; i < count; i++) {
      int[] prompt = new int[1 + i % 6];
      rng.fillInts(VOCABULARY, prompt);
      prompts.add(prompt);
    }
    return prompts;
  }

  private List<Completion> sample(
      List<int[]> prompts, int copies, int maxTokens, SamplingConfig how, Streams streams) {
    return sample(1, prompts, copies, maxTokens, how, streams);
  }

  private List<Completion> sample(
      int threads,
      List<int[]> prompts,
      int copies,
      int maxTokens,
      SamplingConfig how,
      Streams streams) {
    try (var workers = new Workers(threads)) {
      return new Sampler(model, ENDS, workers).sample(prompts, copies, maxTokens, how, streams);
    }
  }

  private static void assertSame(Completion actual, Completion expected) {
    assertThat(actual.prompt()).isEqualTo(expected.prompt());
    assertThat(actual.tokens()).isEqualTo(expected.tokens());
    assertThat(actual.logp()).isEqualTo(expected.logp());
    assertThat(actual.ended()).isEqualTo(expected.ended());
  }

  @Test
  void greedyTakesTheLikeliestTokenOfOnePass() {
    List<int[]> prompts = prompts(12);
    List<Completion> written =
        sample(prompts, 1, 10, SamplingConfig.GREEDY, Streams.ofUpdate(1, 0));
    for (Completion completion : written) {
      int[] sequence =
          IntStream.concat(Arrays.stream(completion.prompt()), Arrays.stream(completion.tokens()))
              .toArray();
      for (int t = 0; t < completion.length(); t++) {
        int length = completion.prompt().length + t;
        assertThat(completion.tokens()[t]).isEqualTo(likeliest(Arrays.copyOf(sequence, length)));
      }
    }
  }

  private int likeliest(int[] tokens) {
    try (Scope scope = Scope.inference()) {
      var packed = new Packed(tokens, new int[] {0, tokens.length}, 1);
      float[] logits = model.logits(model.hidden(scope, packed)).toArray();
      int from = (tokens.length - 1) * VOCABULARY;
      return IntStream.range(0, VOCABULARY)
          .reduce(0, (best, v) -> logits[from + v] > logits[from + best] ? v : best);
    }
  }

  @Test
  void anyEndTokenEndsAndTheLimitDoesNot() {
    List<Completion> written =
        sample(prompts(60), 4, 6, SamplingConfig.DEFAULTS, Streams.ofUpdate(2, 0));
    boolean[] endedBy = new boolean[VOCABULARY];
    int unended = 0;
    for (Completion completion : written) {
      int last = completion.tokens()[completion.length() - 1];
      assertThat(completion.length()).isBetween(1, 6);
      assertThat(completion.logp()).hasSize(completion.length());
      assertThat(completion.ended()).isEqualTo(last == 1 || last == 4);
      for (int t = 0; t < completion.length() - 1; t++) {
        assertThat(completion.tokens()[t]).isNotIn(1, 4);
      }
      if (completion.ended()) {
        endedBy[last] = true;
      } else {
        assertThat(completion.length()).isEqualTo(6);
        unended++;
      }
    }
    assertThat(endedBy).containsExactly(false, true, false, false, true, false, false);
    assertThat(unended).isPositive();
  }

  @Test
  void threadsChangeNoBit() {
    List<int[]> prompts = prompts(70);
    Streams streams = Streams.ofUpdate(3, 7);
    List<Completion> one = sample(1, prompts, 5, 12, SamplingConfig.DEFAULTS, streams);
    for (int threads : new int[] {2, 3}) {
      List<Completion> more = sample(threads, prompts, 5, 12, SamplingConfig.DEFAULTS, streams);
      for (int i = 0; i < one.size(); i++) {
        assertSame(more.get(i), one.get(i));
      }
    }
  }

  @Test
  void aCompletionDependsOnItsPromptAndStreamAlone() {
    List<int[]> prompts = prompts(40);
    Streams streams = Streams.ofUpdate(3, 0);
    List<Completion> all = sample(prompts, 3, 10, SamplingConfig.DEFAULTS, streams);
    int[] order = IntStream.range(0, 40).toArray();
    Rng.ofSeed(1).shuffle(order);
    List<int[]> shuffled = Arrays.stream(order).mapToObj(prompts::get).toList();
    List<Completion> other =
        sample(shuffled, 3, 10, SamplingConfig.DEFAULTS, (p, s) -> streams.of(order[p], s));
    for (int i = 0; i < other.size(); i++) {
      assertSame(other.get(i), all.get(order[i / 3] * 3 + i % 3));
    }
    for (int p = 0; p < 40; p += 7) {
      List<Completion> alone =
          sample(prompts.subList(p, p + 1), 2, 10, SamplingConfig.DEFAULTS, streams.from(p));
      assertSame(alone.get(0), all.get(p * 3));
      assertSame(alone.get(1), all.get(p * 3 + 1));
    }
  }

  @Test
  void streamsDifferByUpdatePromptAndSample() {
    long first = Streams.ofUpdate(3, 0).of(0, 0).nextLong();
    assertThat(Streams.ofUpdate(3, 0).of(0, 0).nextLong()).isEqualTo(first);
    assertThat(
            List.of(
                Streams.ofUpdate(3, 1).of(0, 0).nextLong(),
                Streams.ofUpdate(4, 0).of(0, 0).nextLong(),
                Streams.ofUpdate(3, 0).of(1, 0).nextLong(),
                Streams.ofUpdate(3, 0).of(0, 1).nextLong(),
                first))
        .doesNotHaveDuplicates();
  }

  @Test
  void logProbabilitiesAreThoseOfOneTrainingPassToTheBit() {
    for (double temperature : new double[] {1, 0.6, 1.7}) {
      List<Completion> written =
          sample(
              prompts(30), 4, 16, new SamplingConfig(temperature, 0, 1, 0), Streams.ofUpdate(4, 0));
      int[] order = IntStream.range(0, written.size()).toArray();
      Rng.ofSeed(2).shuffle(order);
      var policy = new TokenPolicy(model, temperature);
      for (int from = 0; from < order.length; from += 17) {
        int to = Math.min(order.length, from + 17);
        try (Scope scope = Scope.recording()) {
          TokenBatch batch = TokenBatch.of(scope, written, order, from, to);
          float[] logp = policy.of(scope, batch).logp().toArray();
          for (int i = from; i < to; i++) {
            int start = batch.starts()[i - from];
            int end = batch.starts()[i - from + 1];
            assertThat(Arrays.copyOfRange(logp, start, end))
                .isEqualTo(written.get(order[i]).logp());
          }
        }
      }
    }
  }

  @Test
  void temperatureDividesLogits() {
    List<int[]> prompt = List.of(new int[] {3, 2});
    int draws = 8_000;
    int[] counts = new int[VOCABULARY];
    for (Completion completion :
        sample(prompt, draws, 1, new SamplingConfig(2, 0, 1, 0), Streams.ofUpdate(5, 0))) {
      counts[completion.tokens()[0]]++;
    }
    try (Scope scope = Scope.inference()) {
      var packed = new Packed(prompt.getFirst(), new int[] {0, 2}, 1);
      float[] logits = model.logits(model.hidden(scope, packed)).toArray();
      double total = 0;
      for (int v = 0; v < VOCABULARY; v++) {
        total += StrictMath.exp(logits[VOCABULARY + v] / 2);
      }
      for (int v = 0; v < VOCABULARY; v++) {
        double expected = StrictMath.exp(logits[VOCABULARY + v] / 2) / total;
        assertThat((double) counts[v] / draws).isCloseTo(expected, within(0.025));
      }
    }
  }

  @Test
  void samplerServesAgainAndReadsTheModelAsItIs() {
    List<int[]> prompts = prompts(9);
    try (var workers = new Workers(2)) {
      var sampler = new Sampler(model, ENDS, workers);
      List<Completion> first =
          sampler.sample(prompts, 3, 9, SamplingConfig.DEFAULTS, Streams.ofUpdate(6, 0));
      sampler.sample(prompts(80), 1, 17, SamplingConfig.GREEDY, Streams.ofUpdate(6, 1));
      List<Completion> again =
          sampler.sample(prompts, 3, 9, SamplingConfig.DEFAULTS, Streams.ofUpdate(6, 0));
      for (int i = 0; i < first.size(); i++) {
        assertSame(again.get(i), first.get(i));
      }
      Transformer other = Transformer.create(model.config(), Rng.ofSeed(77));
      model.parameters().copyFrom(other.parameters());
      Completion fresh =
          new Sampler(other, ENDS, workers)
              .sample(prompts, 3, 9, SamplingConfig.DEFAULTS, Streams.ofUpdate(6, 0))
              .getFirst();
      assertSame(
          sampler.sample(prompts, 3, 9, SamplingConfig.DEFAULTS, Streams.ofUpdate(6, 0)).getFirst(),
          fresh);
    }
  }

  @Test
  void aPromptWithoutRoomIsRefused() {
    List<int[]> prompts = List.of(new int[] {2}, new int[15]);
    assertThat(sample(prompts, 1, 9, SamplingConfig.GREEDY, Streams.ofUpdate(1, 0))).hasSize(2);
    assertThatThrownBy(() -> sample(prompts, 1, 10, SamplingConfig.GREEDY, Streams.ofUpdate(1, 0)))
        .hasMessage(
            "prompt: must leave room for 10 tokens in a context of 24, got 15 tokens (shorten the"
                + " prompt or the completions)");
    assertThatThrownBy(() -> sample(prompts, 0, 9, SamplingConfig.GREEDY, Streams.ofUpdate(1, 0)))
        .hasMessage("sample: copies and maxTokens must be at least 1, got 0 and 9");
    assertThatThrownBy(() -> sample(prompts, 1, 0, SamplingConfig.GREEDY, Streams.ofUpdate(1, 0)))
        .hasMessage("sample: copies and maxTokens must be at least 1, got 1 and 0");
  }
}
