package dev.bellman.llm.rewardmodel;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.PreferencePair;
import dev.bellman.llm.loss.RewardModelLoss;
import dev.bellman.llm.model.ScalarModel;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.task.PreferenceTask;
import dev.bellman.llm.train.Shards;
import dev.bellman.llm.train.TaskEvaluation;
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
import java.util.stream.Stream;

/// Trains a reward model on pairs of which one is preferred (Bradley and Terry 1952; Ouyang et al.
/// 2022, arXiv:2203.02155, equation 1); see [RewardModelLoss].
public final class RewardModelTrainer implements Trainer {
  private final RewardModelConfig config;
  private final PreferenceTask task;
  private final Transformer start;
  private final ScalarModel model;
  private final Adam optimizer;
  private final Rng pairing;
  private final ShardedGradient gradient;
  private final List<Metrics> shardMetrics;
  private int updates;
  private long tokens;

  /// A trainer of a reward model that starts as a copy of a language model.
  ///
  /// @param config the hyper-parameters
  /// @param start whose numbers it starts with
  /// @param task what makes the pairs
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  public RewardModelTrainer(
      RewardModelConfig config,
      Transformer start,
      PreferenceTask task,
      long seed,
      Workers workers) {
    this.config = config;
    this.task = task;
    this.start = start;
    this.model = ScalarModel.random(start, Rng.stream(seed, "head", 0));
    this.optimizer = new Adam(model.parameters(), config.optimization().adam());
    this.pairing = Rng.stream(seed, "pairs", 0);
    int shard = Math.max(1, Shards.sequences(task, task.maxCompletion()) / 2);
    this.gradient = new ShardedGradient(model.parameters(), workers, shard);
    this.shardMetrics =
        Stream.generate(Metrics::new).limit(gradient.shards(config.batchSize())).toList();
  }

  /// One gradient step on fresh pairs.
  @Override
  public Metrics update(double progress) {
    List<Completion> chosen = new ArrayList<>();
    List<Completion> rejected = new ArrayList<>();
    for (int i = 0; i < config.batchSize(); i++) {
      PreferencePair pair = task.pair(task.prompt(pairing), pairing);
      chosen.add(completion(pair.prompt(), pair.chosen()));
      rejected.add(completion(pair.prompt(), pair.rejected()));
      tokens += pair.chosen().length + pair.rejected().length;
    }
    Gradients gradients =
        gradient.of(
            config.batchSize(),
            (scope, shard, from, to) ->
                loss(scope, chosen, rejected, from, to, shardMetrics.get(shard)));
    double learningRate = config.optimization().learningRate().at(progress);
    Metrics metrics = new Metrics().setSum(shardMetrics);
    metrics.put("grad_norm", gradients.clipByGlobalNorm(config.optimization().maxGradNorm()));
    optimizer.step(gradients, learningRate);
    updates++;
    return metrics.put("learning_rate", learningRate);
  }

  private static Completion completion(int[] prompt, int[] tokens) {
    return new Completion(prompt, tokens, new float[tokens.length], true);
  }

  private Tensor loss(
      Scope scope,
      List<Completion> chosen,
      List<Completion> rejected,
      int from,
      int to,
      Metrics metrics) {
    Tensor better = model.scores(scope, chosen, from, to);
    Tensor worse = model.scores(scope, rejected, from, to);
    Tensor loss = config.loss().of(better, worse).sum().div(config.batchSize());
    int right = 0;
    for (int i = 0; i < to - from; i++) {
      right += better.get(i) > worse.get(i) ? 1 : 0;
    }
    metrics
        .put("loss", loss.item())
        .put("accuracy", (double) right / config.batchSize())
        .put("margin", better.sub(worse).sum().item() / config.batchSize())
        .put("mean_score", better.add(worse).sum().item() / (2.0 * config.batchSize()));
    return loss;
  }

  /// What is trained.
  ///
  /// @return the model; the same object at each call
  public ScalarModel scores() {
    return model;
  }

  /// The language model that it started with, which is left as it was.
  @Override
  public Transformer model() {
    return start;
  }

  @Override
  public String plan() {
    return "%d pairs a gradient step".formatted(config.batchSize());
  }

  /// How often the better answer of a pair after a held-out prompt has the higher score.
  ///
  /// @param seed of the pairs, at least 0
  /// @return 0 to 1
  public double accuracy(long seed) {
    Rng rng = Rng.stream(seed, "held-out pairs", 0);
    List<int[]> prompts = task.heldOut(TaskEvaluation.PROMPTS);
    int right = 0;
    try (Scope scope = Scope.inference()) {
      for (int[] prompt : prompts) {
        PreferencePair pair = task.pair(prompt, rng);
        List<Completion> both =
            List.of(completion(prompt, pair.chosen()), completion(prompt, pair.rejected()));
        Tensor scores = model.scores(scope, both, 0, 2);
        right += scores.get(0) > scores.get(1) ? 1 : 0;
      }
    }
    return (double) right / prompts.size();
  }

  @Override
  public long parameters() {
    return model.parameters().size();
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
  public State learned() {
    State learned = new State();
    model.parameters().save(learned);
    return learned;
  }

  @Override
  public void save(State out) {
    start.parameters().save(out.at("start"));
    model.parameters().save(out.at("model"));
    optimizer.save(out.at("optimizer"));
    pairing.save(out.at("pairs"));
    out.put("counts", new long[] {updates, tokens});
  }

  @Override
  public void load(State in) {
    start.parameters().load(in.at("start"));
    model.parameters().load(in.at("model"));
    optimizer.load(in.at("optimizer"));
    pairing.load(in.at("pairs"));
    long[] counts = in.longs("counts", 2);
    updates = Math.toIntExact(counts[0]);
    tokens = counts[1];
  }
}
