package dev.bellman.llm.ppo;

import dev.bellman.llm.data.TokenBatch;
import dev.bellman.llm.data.Written;
import dev.bellman.llm.loss.Aggregation;
import dev.bellman.llm.loss.GroupObjective;
import dev.bellman.llm.loss.KlPenalty;
import dev.bellman.llm.loss.RatioLevel;
import dev.bellman.llm.loss.Surrogate;
import dev.bellman.llm.loss.TokenMetrics;
import dev.bellman.llm.loss.TokenTerms;
import dev.bellman.llm.loss.Totals;
import dev.bellman.llm.math.KlController;
import dev.bellman.llm.model.ScalarModel;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.reward.RewardWatch;
import dev.bellman.llm.reward.Rewards;
import dev.bellman.llm.reward.Scores;
import dev.bellman.llm.sample.Sampler;
import dev.bellman.llm.sample.Streams;
import dev.bellman.llm.sample.TokenPolicy;
import dev.bellman.llm.task.Task;
import dev.bellman.llm.train.ClipFraction;
import dev.bellman.llm.train.OnPolicyCheck;
import dev.bellman.llm.train.Reference;
import dev.bellman.llm.train.Shards;
import dev.bellman.llm.train.StepMetrics;
import dev.bellman.llm.train.TokenColumns;
import dev.bellman.llm.train.Trainer;
import dev.bellman.rl.Metrics;
import dev.bellman.rl.loss.ValueLoss;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.ShardedGradient;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// PPO with four models (Ziegler et al. 2019, arXiv:1909.08593; Ouyang et al. 2022,
/// arXiv:2203.02155): a policy that writes, a value model that says what a state is worth, a reward
/// that scores what was written, and a reference that the policy is kept near.
///
/// `L = -J_clip - c_e·H` for the policy and `½·L_V` for the value model, which has parameters and
/// an optimiser of its own.
///
/// Deviations: the score stands at the last token itself; completions are drawn by the numbers that
/// training computes, so the first minibatch of every update has ratios of exactly 1, which is
/// checked.
public final class LanguagePpo implements Trainer {
  private final LanguagePpoConfig config;
  private final Task task;
  private final Rewards rewards;
  private final long seed;
  private final int maxTokens;
  private final TokenPolicy policy;
  private final ScalarModel value;
  private final Reference reference;
  private final GroupObjective objective;
  private final ValueLoss valueLoss;
  private final Sampler sampler;
  private final Adam policyOptimizer;
  private final Adam valueOptimizer;
  private final ShardedGradient policyGradient;
  private final ShardedGradient valueGradient;
  private final TokenColumns columns;
  private final Rng prompting;
  private final Rng shuffling;
  private final List<Metrics> shardMetrics;
  private final List<Metrics> valueMetrics;
  private final Metrics minibatchMetrics = new Metrics();
  private final Metrics valueMinibatch = new Metrics();
  private final RewardWatch watch = new RewardWatch();
  private final List<String> warnings = new ArrayList<>();
  private KlController kl; // replaced, never changed
  private int updates;
  private long tokens;
  private long rewardCalls;

  /// A trainer of a model.
  ///
  /// @param config the hyper-parameters
  /// @param model what is trained; it is also where the reference starts
  /// @param value the value model; belongs to the trainer from here on
  /// @param task where prompts come from
  /// @param rewards what is learned from: functions or models
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  public LanguagePpo(
      LanguagePpoConfig config,
      Transformer model,
      ScalarModel value,
      Task task,
      Rewards rewards,
      long seed,
      Workers workers) {
    double temperature = config.rollout().sampling().temperature();
    int limit = config.rollout().maxTokens();
    this.config = config;
    this.task = task;
    this.rewards = rewards;
    this.seed = seed;
    this.maxTokens = limit == 0 ? task.maxCompletion() : limit;
    config.rollout().requireRoom(model.config().context(), task.maxPrompt(), maxTokens);
    this.policy = new TokenPolicy(model, temperature);
    this.value = value;
    this.reference = new Reference(config.reference(), model, temperature);
    this.objective =
        new GroupObjective(
            RatioLevel.TOKEN,
            new Surrogate.Clip(config.clip(), config.clip()),
            new Aggregation.TokenMean(),
            new KlPenalty.None(),
            config.entropyCoefficient());
    this.valueLoss = new ValueLoss.ClippedMaximum(new Schedule.Constant(config.value().clip()));
    this.sampler = new Sampler(model, new int[] {task.vocabulary().eos()}, workers);
    this.policyOptimizer = new Adam(model.parameters(), config.optimization().adam());
    this.valueOptimizer = new Adam(value.parameters(), config.value().optimization().adam());
    int shard = Shards.sequences(task, maxTokens);
    this.policyGradient = new ShardedGradient(model.parameters(), workers, shard);
    this.valueGradient = new ShardedGradient(value.parameters(), workers, shard);
    this.columns = new TokenColumns(workers, shard);
    this.prompting = Rng.stream(seed, "prompts", 0);
    this.shuffling = Rng.stream(seed, "shuffle", 0);
    int shards = policyGradient.shards(config.rollout().completions());
    this.shardMetrics = Stream.generate(Metrics::new).limit(shards).toList();
    this.valueMetrics = Stream.generate(Metrics::new).limit(shards).toList();
    this.kl = config.kl();
  }

  /// One update: completions, scores and estimates, then gradient steps on both models.
  @Override
  public Metrics update(double progress) {
    Metrics metrics = new Metrics();
    Written written = write();
    Estimates estimates = estimate(written, metrics);
    learn(written, estimates, progress, metrics);
    kl = kl.next(metrics.get("sequence_kl"), written.size());
    updates++;
    tokens += written.tokens();
    reference.follow(policy.model(), updates);
    return metrics;
  }

  private Written write() {
    var prompts = new ArrayList<int[]>();
    for (int i = 0; i < config.rollout().prompts(); i++) {
      prompts.add(task.prompt(prompting));
    }
    return Written.of(
        sampler.sample(
            prompts,
            config.rollout().samples(),
            maxTokens,
            config.rollout().sampling(),
            Streams.ofUpdate(seed, updates)));
  }

  private Estimates estimate(Written written, Metrics metrics) {
    Scores scores = rewards.of(written.completions());
    warnings.clear();
    scores.warning().ifPresent(warnings::add);
    watch.observe(scores.totals(), written.size()).ifPresent(warnings::add);
    rewardCalls += written.size();
    float[] logpOld = written.logp();
    float[] logpReference =
        columns.of(written, (scope, batch) -> reference.policy().of(scope, batch).logp());
    float[] values = columns.of(written, value::values);
    return Estimates.of(
        config, written, scores, kl.beta(), logpOld, logpReference, values, metrics);
  }

  private void learn(Written written, Estimates estimates, double progress, Metrics metrics) {
    double learningRate = config.optimization().learningRate().at(progress);
    double valueRate = config.value().optimization().learningRate().at(progress);
    int[] order = IntStream.range(0, written.size()).toArray();
    StepMetrics steps = new StepMetrics();
    StepMetrics valueSteps = new StepMetrics();
    for (int epoch = 0; epoch < config.epochs(); epoch++) {
      shuffling.shuffle(order);
      for (int m = 0; m < config.minibatches(); m++) {
        int from = order.length * m / config.minibatches();
        int to = order.length * (m + 1) / config.minibatches();
        var part = new Part(order, from, to, estimates.tokens(written, order, from, to));
        if (part.tokens == 0) {
          continue;
        }
        boolean first = steps.steps() == 0;
        steps.add(policyStep(written, estimates, part, learningRate, first));
        valueSteps.add(valueStep(written, estimates, part, valueRate, progress));
      }
    }
    steps.putInto(metrics);
    valueSteps.putInto(metrics);
    ClipFraction.warning(metrics, steps.steps(), "clip").ifPresent(warnings::add);
    if (steps.steps() == 0) {
      warnings.add(
          "rollout: expected completions to learn from, got none (no completion has a score; check"
              + " the reward)");
    }
    metrics.put("learning_rate", learningRate).put("kl_coefficient", kl.beta());
  }

  /// The completions at places `from` to `to - 1` of an order, and how many tokens of the minibatch
  /// count that they are part of.
  private record Part(int[] order, int from, int to, long tokens) {
    Part of(int first, int end) {
      return new Part(order, from + first, from + end, tokens);
    }
  }

  private Metrics policyStep(
      Written written, Estimates estimates, Part part, double learningRate, boolean first) {
    var totals = new Totals(part.to - part.from, part.tokens);
    Gradients gradients =
        policyGradient.of(
            part.to - part.from,
            (scope, shard, from, to) ->
                policyLoss(
                    scope, written, estimates, part.of(from, to), totals, shardMetrics.get(shard)));
    int shards = policyGradient.shards(part.to - part.from);
    Metrics step = TokenMetrics.combine(minibatchMetrics, shardMetrics.subList(0, shards));
    OnPolicyCheck.require(first, step);
    step.put("grad_norm", gradients.clipByGlobalNorm(config.optimization().maxGradNorm()));
    policyOptimizer.step(gradients, learningRate);
    return step;
  }

  private Tensor policyLoss(
      Scope scope,
      Written written,
      Estimates estimates,
      Part part,
      Totals totals,
      Metrics metrics) {
    TokenBatch batch = TokenBatch.of(scope, written.completions(), part.order, part.from, part.to);
    TokenPolicy.Chosen chosen = policy.of(scope, batch);
    Tensor logpOld = column(scope, batch, estimates.logpOld(), written, part);
    OnPolicyCheck.put(chosen.logp(), logpOld, metrics);
    var terms =
        TokenTerms.of(
                scope,
                batch.starts(),
                batch.completions(),
                totals,
                chosen.logp(),
                logpOld,
                column(scope, batch, estimates.advantage(), written, part))
            .withMask(column(scope, batch, estimates.mask(), written, part))
            .withEntropy(chosen.entropy());
    return objective.of(terms, metrics);
  }

  private Metrics valueStep(
      Written written, Estimates estimates, Part part, double rate, double progress) {
    Gradients gradients =
        valueGradient.of(
            part.to - part.from,
            (scope, shard, from, to) ->
                valueLoss(
                    scope,
                    written,
                    estimates,
                    part.of(from, to),
                    progress,
                    valueMetrics.get(shard)));
    int shards = valueGradient.shards(part.to - part.from);
    Metrics step = valueMinibatch.setSum(valueMetrics.subList(0, shards));
    double limit = config.value().optimization().maxGradNorm();
    step.put("value_grad_norm", gradients.clipByGlobalNorm(limit));
    valueOptimizer.step(gradients, rate);
    return step;
  }

  private Tensor valueLoss(
      Scope scope,
      Written written,
      Estimates estimates,
      Part part,
      double progress,
      Metrics metrics) {
    TokenBatch batch = TokenBatch.of(scope, written.completions(), part.order, part.from, part.to);
    Tensor now = value.values(scope, batch);
    Tensor old = column(scope, batch, estimates.values(), written, part);
    Tensor target = column(scope, batch, estimates.returns(), written, part);
    Tensor mask = column(scope, batch, estimates.mask(), written, part);
    Tensor each = valueLoss.of(now, old, target, progress).mul(mask);
    Tensor loss = each.sum().mul(0.5f / part.tokens);
    double limit = config.value().clip();
    int clipped = 0;
    for (int t = 0; t < batch.size(); t++) {
      clipped += mask.get(t) != 0f && Math.abs(now.get(t) - old.get(t)) > limit ? 1 : 0;
    }
    metrics
        .put("value_loss", loss.item())
        .put("value_clip_fraction", (double) clipped / part.tokens);
    return loss;
  }

  private static Tensor column(
      Scope scope, TokenBatch batch, float[] column, Written written, Part part) {
    return batch.pick(scope, column, written.offsets(), part.order, part.from);
  }

  @Override
  public String plan() {
    return config.rollout().plan(config.minibatches(), config.epochs(), 1);
  }

  @Override
  public int updates() {
    return updates;
  }

  @Override
  public long gradientSteps() {
    return policyOptimizer.gradientSteps();
  }

  @Override
  public long tokens() {
    return tokens;
  }

  @Override
  public long rewardCalls() {
    return rewardCalls;
  }

  @Override
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public Transformer model() {
    return policy.model();
  }

  @Override
  public State learned() {
    State learned = new State();
    model().parameters().save(learned.at("policy"));
    value.parameters().save(learned.at("value"));
    return learned;
  }

  @Override
  public void save(State out) {
    model().parameters().save(out.at("model"));
    value.parameters().save(out.at("value"));
    policyOptimizer.save(out.at("optimizer"));
    valueOptimizer.save(out.at("valueOptimizer"));
    reference.save(out.at("reference"));
    prompting.save(out.at("prompts"));
    shuffling.save(out.at("shuffle"));
    watch.save(out.at("watch"));
    out.put("klCoefficient", new double[] {kl.beta()});
    out.put("counts", new long[] {updates, tokens, rewardCalls});
  }

  @Override
  public void load(State in) {
    model().parameters().load(in.at("model"));
    value.parameters().load(in.at("value"));
    policyOptimizer.load(in.at("optimizer"));
    valueOptimizer.load(in.at("valueOptimizer"));
    reference.load(in.at("reference"));
    prompting.load(in.at("prompts"));
    shuffling.load(in.at("shuffle"));
    watch.load(in.at("watch"));
    kl = kl.with(in.doubles("klCoefficient", 1)[0]);
    long[] counts = in.longs("counts", 3);
    updates = Math.toIntExact(counts[0]);
    tokens = counts[1];
    rewardCalls = counts[2];
  }
}
