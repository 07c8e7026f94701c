package dev.bellman.llm.group;

import dev.bellman.llm.data.TokenBatch;
import dev.bellman.llm.data.Written;
import dev.bellman.llm.loss.KlForm;
import dev.bellman.llm.loss.KlPenalty;
import dev.bellman.llm.loss.TokenMetrics;
import dev.bellman.llm.loss.TokenTerms;
import dev.bellman.llm.loss.Totals;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.reward.Rewards;
import dev.bellman.llm.sample.TokenPolicy;
import dev.bellman.llm.task.Task;
import dev.bellman.llm.train.ClipFraction;
import dev.bellman.llm.train.OnPolicyCheck;
import dev.bellman.llm.train.Reference;
import dev.bellman.llm.train.RolloutConfig;
import dev.bellman.llm.train.Shards;
import dev.bellman.llm.train.StepMetrics;
import dev.bellman.llm.train.TokenColumns;
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
import org.jspecify.annotations.Nullable;

/// Group-relative policy optimisation (Shao et al. 2024, arXiv:2402.03300, algorithm 1) and its
/// kin: several completions of each prompt are written and scored, and each is learned from by how
/// it compares with the others of its group. There is no value model.
///
/// From one algorithm to the next a value of the configuration changes: GSPO (Zheng et al. 2025,
/// arXiv:2507.18071) takes the ratio of whole sequences in place of tokens.
///
/// Deviations: completions are drawn by the numbers that training computes, so the first minibatch
/// of every update has ratios of exactly 1, which is checked; a group whose rewards are all equal
/// has advantages of exactly 0.
public final class GroupRelative implements Trainer {
  private final GroupRelativeConfig config;
  private final Task task;
  private final TokenPolicy policy;
  private final Groups groups;
  private final Reference reference;
  private final Adam optimizer;
  private final Rng shuffling;
  private final ShardedGradient gradient;
  private final TokenColumns columns;
  private final List<Metrics> shardMetrics;
  private final Metrics minibatchMetrics = new Metrics();
  private final List<String> warnings = new ArrayList<>();
  private int updates;
  private long tokens;

  /// A trainer of a model.
  ///
  /// @param config the hyper-parameters
  /// @param model what is trained; it is also where the reference starts
  /// @param task where prompts come from and what tells right from wrong
  /// @param rewards what is learned from
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  /// @throws IllegalArgumentException if the configuration does not go with the task
  public GroupRelative(
      GroupRelativeConfig config,
      Transformer model,
      Task task,
      Rewards rewards,
      long seed,
      Workers workers) {
    double temperature = config.rollout().sampling().temperature();
    this.config = config;
    this.task = task;
    this.policy = new TokenPolicy(model, temperature);
    this.groups = new Groups(config, model, task, rewards, seed, workers);
    this.reference = new Reference(config.reference(), model, temperature);
    this.optimizer = new Adam(model.parameters(), config.optimization().adam());
    this.shuffling = Rng.stream(seed, "shuffle", 0);
    int shard = Shards.sequences(task, groups.maxTokens());
    this.gradient = new ShardedGradient(model.parameters(), workers, shard);
    this.columns = new TokenColumns(workers, shard);
    this.shardMetrics =
        Stream.generate(Metrics::new)
            .limit(gradient.shards(config.rollout().completions()))
            .toList();
  }

  /// One update: groups of completions, then gradient steps on them.
  @Override
  public Metrics update(double progress) {
    Metrics metrics = new Metrics();
    Rollout rollout = estimate(groups.collect(updates, metrics), metrics);
    learn(rollout, progress, metrics);
    updates++;
    tokens += groups.tokensWritten();
    reference.follow(policy.model(), updates);
    return metrics;
  }

  /// The completions of an update with what each token is learned by.
  ///
  /// @param written the completions
  /// @param logpOld of the tokens when they were drawn
  /// @param logpReference of the tokens by the reference; null without one
  /// @param advantage of the tokens
  /// @param mask 1 for a token that counts, else 0; the same for all tokens of a completion
  private record Rollout(
      Written written,
      float[] logpOld,
      float @Nullable [] logpReference,
      float[] advantage,
      float[] mask) {}

  private Rollout estimate(Groups.Collected collected, Metrics metrics) {
    Written written = Written.of(collected.completions());
    float[] logpOld = written.logp();
    float[] logpReference =
        config.objective().kl() instanceof KlPenalty.None
            ? null
            : columns.of(written, (scope, batch) -> reference.policy().of(scope, batch).logp());
    var shaped = new Advantages(config, task, written, logpOld, logpReference);
    float[] advantage = shaped.of(collected.rewards(), metrics);
    return new Rollout(
        written, logpOld, logpReference, advantage, shaped.mask(collected.rewards()));
  }

  private void learn(Rollout rollout, double progress, Metrics metrics) {
    double learningRate = config.optimization().learningRate().at(progress);
    int groupSize = config.rollout().samples();
    int[] order = IntStream.range(0, rollout.written.size() / groupSize).toArray();
    StepMetrics steps = new StepMetrics();
    for (int epoch = 0; epoch < config.epochs(); epoch++) {
      shuffling.shuffle(order);
      int[] completions = members(order, groupSize);
      int minibatches = Math.min(config.minibatches(), order.length);
      for (int m = 0; m < minibatches; m++) {
        int from = order.length * m / minibatches * groupSize;
        int to = order.length * (m + 1) / minibatches * groupSize;
        Totals totals = totals(rollout, completions, from, to);
        if (totals == null) {
          continue;
        }
        Gradients gradients = gradients(rollout, completions, from, to, totals);
        Metrics step =
            TokenMetrics.combine(
                minibatchMetrics, shardMetrics.subList(0, gradient.shards(to - from)));
        OnPolicyCheck.require(steps.steps() == 0, step);
        step.put("grad_norm", gradients.clipByGlobalNorm(config.optimization().maxGradNorm()));
        optimizer.step(gradients, learningRate);
        steps.add(step);
      }
    }
    steps.putInto(metrics);
    warn(metrics, steps.steps());
    metrics.put("learning_rate", learningRate);
  }

  private void warn(Metrics metrics, int steps) {
    warnings.clear();
    warnings.addAll(groups.warnings());
    if (steps == 0) {
      warnings.add(
          "rollout: expected completions to learn from, got none (no completion has a score, or"
              + " every group's outcomes are alike; check the reward, allow more rounds of"
              + " dynamicSampling or more samples)");
    }
    ClipFraction.warning(metrics, steps, "objective.surrogate").ifPresent(warnings::add);
  }

  /// The completions of groups, group by group.
  private static int[] members(int[] groups, int size) {
    int[] members = new int[groups.length * size];
    for (int i = 0; i < members.length; i++) {
      members[i] = groups[i / size] * size + i % size;
    }
    return members;
  }

  /// The gradient of the loss of a minibatch: the completions at places `from` to `to - 1` of the
  /// order.
  private Gradients gradients(Rollout rollout, int[] order, int from, int to, Totals totals) {
    return gradient.of(
        to - from,
        (scope, shard, first, end) ->
            loss(
                scope,
                rollout,
                new Part(order, from + first, from + end, totals),
                shardMetrics.get(shard)));
  }

  /// Completions at places `from` to `to - 1` of an order, and what the minibatch comes to that
  /// they are part of.
  private record Part(int[] order, int from, int to, Totals totals) {}

  /// What a minibatch comes to, or null if nothing in it counts.
  private static @Nullable Totals totals(Rollout rollout, int[] order, int from, int to) {
    long sequences = 0;
    long tokens = 0;
    for (int i = from; i < to; i++) {
      int start = rollout.written.offsets()[order[i]];
      if (rollout.mask[start] != 0f) {
        sequences++;
        tokens += rollout.written.offsets()[order[i] + 1] - start;
      }
    }
    return tokens == 0 ? null : new Totals(sequences, tokens);
  }

  /// What some completions contribute to the loss of a minibatch; see
  /// [dev.bellman.llm.loss.GroupObjective].
  private Tensor loss(Scope scope, Rollout rollout, Part part, Metrics metrics) {
    int[] offsets = rollout.written.offsets();
    int[] order = part.order;
    int from = part.from;
    TokenBatch batch = TokenBatch.of(scope, rollout.written.completions(), order, from, part.to);
    TokenPolicy.Chosen chosen = policy.of(scope, batch);
    Tensor logpOld = batch.pick(scope, rollout.logpOld, offsets, order, from);
    OnPolicyCheck.put(chosen.logp(), logpOld, metrics);
    var terms =
        TokenTerms.of(
                scope,
                batch.starts(),
                batch.completions(),
                part.totals,
                chosen.logp(),
                logpOld,
                batch.pick(scope, rollout.advantage, offsets, order, from))
            .withMask(batch.pick(scope, rollout.mask, offsets, order, from))
            .withEntropy(chosen.entropy());
    if (rollout.logpReference != null) {
      terms = terms.withReference(batch.pick(scope, rollout.logpReference, offsets, order, from));
    }
    if (config.objective().kl() instanceof KlPenalty.InLoss held && held.form() == KlForm.EXACT) {
      terms = terms.withVocabulary(vocabulary(scope, batch, chosen));
    }
    return config.objective().of(terms, metrics);
  }

  /// The distributions of the policy and of the reference, of which no gradient is taken.
  private TokenTerms.Vocabulary vocabulary(
      Scope scope, TokenBatch batch, TokenPolicy.Chosen chosen) {
    return new TokenTerms.Vocabulary(
        chosen.logProbabilities(), reference.distributions(scope, batch));
  }

  @Override
  public String plan() {
    int rounds = config.dynamicSampling().rounds();
    RolloutConfig rollout = config.rollout();
    return rollout.plan(config.minibatches(), config.epochs(), rollout.samples())
        + (rounds == 0
            ? ""
            : "; groups without a difference are written anew up to %d times".formatted(rounds));
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
  public long rewardCalls() {
    return groups.rewardCalls();
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
    model().parameters().save(learned);
    return learned;
  }

  @Override
  public void save(State out) {
    model().parameters().save(out.at("model"));
    optimizer.save(out.at("optimizer"));
    reference.save(out.at("reference"));
    shuffling.save(out.at("shuffle"));
    groups.save(out.at("groups"));
    out.put("counts", new long[] {updates, tokens});
  }

  @Override
  public void load(State in) {
    model().parameters().load(in.at("model"));
    optimizer.load(in.at("optimizer"));
    reference.load(in.at("reference"));
    shuffling.load(in.at("shuffle"));
    groups.load(in.at("groups"));
    long[] counts = in.longs("counts", 2);
    updates = Math.toIntExact(counts[0]);
    tokens = counts[1];
  }
}
