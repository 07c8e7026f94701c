package dev.bellman.app.bench;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.TokenBatch;
import dev.bellman.llm.data.Written;
import dev.bellman.llm.loss.GroupObjective;
import dev.bellman.llm.loss.TokenTerms;
import dev.bellman.llm.loss.Totals;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.model.TransformerConfig;
import dev.bellman.llm.sample.Sampler;
import dev.bellman.llm.sample.SamplingConfig;
import dev.bellman.llm.sample.Streams;
import dev.bellman.llm.sample.TokenPolicy;
import dev.bellman.llm.train.Optimization;
import dev.bellman.llm.train.Shards;
import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.ShardedGradient;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A gradient step of GRPO on completions that the model wrote, and the writing. Prompts have one
/// token, so that every token which passes through the model is one that is learned from.
final class LmWork {
  /// Sequences that are decoded.
  static final int ROWS = 128;

  private static final int COPIES = 8;

  /// Too small to change anything, so that every round does the same.
  private static final double LEARNING_RATE = 1e-9;

  private final Transformer model;
  private final int length;
  private final int sequences;
  private final TokenPolicy policy;
  private final Sampler sampler;
  private final ShardedGradient gradient;
  private final Adam optimizer;
  private final List<Metrics> metrics;
  private final Written written;
  private final int[] order;
  private final float[] logp;
  private final float[] advantage;
  private final float[] mask;

  LmWork(TransformerConfig form, int length, int sequences, Workers workers) {
    this.length = length;
    this.sequences = sequences;
    model = Transformer.create(form, Rng.stream(1, "model", 0));
    policy = new TokenPolicy(model, 1);
    sampler = new Sampler(model, new int[0], workers);
    gradient = new ShardedGradient(model.parameters(), workers, Shards.sequences(length));
    optimizer = new Adam(model.parameters(), Optimization.DEFAULTS.adam());
    metrics = Stream.generate(Metrics::new).limit(gradient.shards(sequences)).toList();
    written = Written.of(write(sequences, length));
    order = IntStream.range(0, sequences).toArray();
    logp = written.logp();
    advantage =
        written.spread(
            IntStream.range(0, sequences).mapToDouble(i -> i % 2 == 0 ? 1 : -1).toArray());
    mask = written.spread(IntStream.range(0, sequences).mapToDouble(_ -> 1).toArray());
  }

  private List<Completion> write(int rows, int tokens) {
    int vocabulary = model.config().vocabulary();
    List<int[]> prompts =
        IntStream.range(0, rows / COPIES).mapToObj(i -> new int[] {i % vocabulary}).toList();
    return sampler.sample(prompts, COPIES, tokens, SamplingConfig.DEFAULTS, Streams.ofUpdate(1, 0));
  }

  /// A gradient step.
  void train() {
    var totals = new Totals(sequences, written.tokens());
    Gradients gradients =
        gradient.of(
            sequences,
            (scope, shard, from, to) -> loss(scope, from, to, totals, metrics.get(shard)));
    gradients.clipByGlobalNorm(Optimization.DEFAULTS.maxGradNorm());
    optimizer.step(gradients, LEARNING_RATE);
  }

  private Tensor loss(Scope scope, int from, int to, Totals totals, Metrics shard) {
    int[] offsets = written.offsets();
    TokenBatch batch = TokenBatch.of(scope, written.completions(), order, from, to);
    TokenPolicy.Chosen chosen = policy.of(scope, batch);
    TokenTerms terms =
        TokenTerms.of(
                scope,
                batch.starts(),
                batch.completions(),
                totals,
                chosen.logp(),
                batch.pick(scope, logp, offsets, order, from),
                batch.pick(scope, advantage, offsets, order, from))
            .withMask(batch.pick(scope, mask, offsets, order, from))
            .withReference(batch.pick(scope, logp, offsets, order, from))
            .withEntropy(chosen.entropy());
    return GroupObjective.GRPO.of(terms, shard);
  }

  /// The tokens that one gradient step is about.
  int trainedTokens() {
    return sequences * length;
  }

  /// Forward and backward: three times the forward pass, which is 6 operations a parameter and
  /// token.
  double trainingFlops() {
    return 3.0 * (model.flops(trainedTokens()) + sequences * model.attentionFlops(length));
  }

  /// Writes so many tokens in each sequence.
  void decode(int tokens) {
    write(ROWS, tokens);
  }

  /// The first token of each sequence is drawn by what the prompt gave, the others by a pass each.
  double decodingFlops(int tokens) {
    return ROWS
        * ((double) model.flops(tokens - 1)
            + model.attentionFlops(tokens)
            - model.attentionFlops(1));
  }
}
