package dev.bellman.llm.sft;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.TokenBatch;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.sample.TokenPolicy;
import dev.bellman.llm.task.Task;
import dev.bellman.llm.train.Shards;
import dev.bellman.llm.train.Trainer;
import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.ShardedGradient;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Supervised fine-tuning: the log-likelihood of demonstrations, of their completions alone.
///
/// `L = -1/N Σ log π(y_t | x, y_<t)` over the N completion tokens of a batch.
public final class Sft implements Trainer {
  private final SftConfig config;
  private final Task task;
  private final TokenPolicy policy;
  private final Adam optimizer;
  private final Rng demonstrating;
  private final ShardedGradient gradient;
  private final List<Metrics> shardMetrics;
  private final int[] order;
  private int updates;
  private long tokens;

  /// A trainer of a model.
  ///
  /// @param config the hyper-parameters
  /// @param model what is trained
  /// @param task what demonstrates
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  public Sft(SftConfig config, Transformer model, Task task, long seed, Workers workers) {
    this.config = config;
    this.task = task;
    this.policy = new TokenPolicy(model, 1);
    this.optimizer = new Adam(model.parameters(), config.optimization().adam());
    this.demonstrating = Rng.stream(seed, "demonstrations", 0);
    int shard = Shards.sequences(task, task.maxCompletion());
    this.gradient = new ShardedGradient(model.parameters(), workers, shard);
    this.shardMetrics =
        Stream.generate(Metrics::new).limit(gradient.shards(config.batchSize())).toList();
    this.order = IntStream.range(0, config.batchSize()).toArray();
  }

  /// One gradient step on fresh demonstrations.
  @Override
  public Metrics update(double progress) {
    List<Completion> demonstrations = demonstrations();
    int total = demonstrations.stream().mapToInt(Completion::length).sum();
    Gradients gradients =
        gradient.of(
            demonstrations.size(),
            (scope, shard, from, to) ->
                loss(scope, demonstrations, from, to, total, shardMetrics.get(shard)));
    double learningRate = config.optimization().learningRate().at(progress);
    Metrics metrics = new Metrics().setSum(shardMetrics);
    metrics.put("grad_norm", gradients.clipByGlobalNorm(config.optimization().maxGradNorm()));
    optimizer.step(gradients, learningRate);
    updates++;
    tokens += total;
    return metrics.put("learning_rate", learningRate);
  }

  private List<Completion> demonstrations() {
    var demonstrations = new ArrayList<Completion>();
    for (int i = 0; i < config.batchSize(); i++) {
      int[] prompt = task.prompt(demonstrating);
      int[] answer = task.demonstration(prompt, demonstrating);
      demonstrations.add(new Completion(prompt, answer, new float[answer.length], true));
    }
    return demonstrations;
  }

  /// What some demonstrations contribute to the loss of a batch of `total` tokens.
  private Tensor loss(
      Scope scope, List<Completion> all, int from, int to, int total, Metrics metrics) {
    TokenBatch batch = TokenBatch.of(scope, all, order, from, to);
    TokenPolicy.Chosen chosen = policy.of(scope, batch);
    Tensor loss = chosen.logp().sum().div(-total);
    metrics
        .put("loss", loss.item())
        .put("entropy", chosen.entropy().sum().item() / total)
        .put("token_accuracy", (double) right(chosen, batch) / total);
    return loss;
  }

  /// How many tokens are the likeliest ones.
  private static int right(TokenPolicy.Chosen chosen, TokenBatch batch) {
    Tensor likeliest = chosen.logProbabilities().max(1);
    int right = 0;
    for (int t = 0; t < batch.size(); t++) {
      right += chosen.logp().get(t) == likeliest.get(t) ? 1 : 0;
    }
    return right;
  }

  @Override
  public String plan() {
    return "%d demonstrations a gradient step, loss on completions alone"
        .formatted(config.batchSize());
  }

  @Override
  public int updates() {
    return updates;
  }

  @Override
  public long gradientSteps() {
    return optimizer.gradientSteps();
  }

  @Override
  public long tokens() {
    return tokens;
  }

  @Override
  public Transformer model() {
    return policy.model();
  }

  @Override
  public State learned() {
    State learned = new State();
    model().parameters().save(learned);
    return learned;
  }

  @Override
  public void save(State out) {
    model().parameters().save(out.at("model"));
    optimizer.save(out.at("optimizer"));
    demonstrating.save(out.at("demonstrations"));
    out.put("counts", new long[] {updates, tokens});
  }

  @Override
  public void load(State in) {
    model().parameters().load(in.at("model"));
    optimizer.load(in.at("optimizer"));
    demonstrating.load(in.at("demonstrations"));
    long[] counts = in.longs("counts", 2);
    updates = Math.toIntExact(counts[0]);
    tokens = counts[1];
  }
}
