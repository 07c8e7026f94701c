package dev.bellman.rl.a2c;

import dev.bellman.rl.Algorithm;
import dev.bellman.rl.Metrics;
import dev.bellman.rl.Phases;
import dev.bellman.rl.Phases.Phase;
import dev.bellman.rl.data.ActorCriticPolicy;
import dev.bellman.rl.data.Normalizer;
import dev.bellman.rl.data.Rollout;
import dev.bellman.rl.data.Rows;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.AdvantageLoss;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.ShardedGradient;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Optimizer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Advantage actor-critic (A2C), the synchronous form of A3C (Mnih et al. 2016, arXiv:1602.01783).
///
/// Deviations: as in Stable-Baselines3, one gradient step on a rollout of all environments, clipped
/// to a global norm; an episode cut by a time limit is bootstrapped from its final observation.
public final class A2c implements Algorithm {
  /// Rows that are differentiated together. Part of the bits; see [ShardedGradient].
  private static final int SHARD_ROWS = 128;

  private final A2cConfig config;
  private final VecEnv envs;
  private final ActorCritic net;
  private final Normalizer normalizer;
  private final Policy policy;
  private final Optimizer optimizer;
  private final Rollout rollout;
  private final Rows rows;
  private final ShardedGradient gradient;
  private final List<Metrics> shardMetrics;
  private final int[] all;
  private final Parameters before;
  private AdvantageLoss loss; // replaced, never changed

  /// A learner with networks of its own.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  public A2c(A2cConfig config, VecEnv envs, long seed, Workers workers) {
    this(config, envs, MlpActorCritic.of(config.network(), envs, seed), seed, workers);
  }

  /// A learner with the caller's networks.
  ///
  /// @param config the hyper-parameters; its networks' form is not looked at
  /// @param envs the environments; owned by the caller
  /// @param net what is learned
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  public A2c(A2cConfig config, VecEnv envs, ActorCritic net, long seed, Workers workers) {
    this.config = config;
    this.envs = envs;
    this.net = net;
    this.normalizer = new Normalizer(config.normalization(), config.gae().gamma(), envs);
    this.policy = new ActorCriticPolicy(net, envs.observationSpace(), normalizer);
    this.loss = new AdvantageLoss(config.value().coefficient(), config.entropyCoefficient());
    this.optimizer =
        config.update().optimizer().create(net.parameters(), List.of(CriticRate.GROUP));
    this.rollout = new Rollout(envs, config.rolloutLength(), seed, workers, normalizer);
    this.rows = rollout.rows();
    this.gradient = new ShardedGradient(net.parameters(), workers, SHARD_ROWS);
    this.shardMetrics = Stream.generate(Metrics::new).limit(gradient.shards(rows.count())).toList();
    this.all = IntStream.range(0, rows.count()).toArray();
    this.before = net.parameters().copy();
  }

  /// One iteration: T·N environment steps, then one gradient step on all of them.
  @Override
  public Metrics iterate(double progress) {
    phases().enter(Phase.OTHER);
    rollout.collect(net);
    phases().enter(Phase.ESTIMATE);
    rollout.estimate(config.gae(), config.value().target());
    rows.scaleAdvantages(config.update().advantageScaling(), all, 0, all.length);
    phases().enter(Phase.UPDATE);
    Gradients gradients = gradients(progress);
    phases().enter(Phase.OPTIMIZER);
    double norm = gradients.clipByGlobalNorm(config.update().maxGradNorm());
    double learningRate = config.update().learningRate().at(progress);
    double valueRate = config.value().learningRate().at(progress, learningRate);
    before.copyFrom(net.parameters());
    optimizer.step(gradients, learningRate, valueRate);
    phases().leave();
    Metrics metrics =
        new Metrics()
            .setSum(shardMetrics)
            .put("grad_norm", norm)
            .put("parameter_distance", net.parameters().distance(before))
            .put("action_diversity", rows.actionDiversity(all))
            .put("explained_variance", rows.explainedVariance())
            .put("entropy_coefficient", loss.entropyCoefficient().at(progress))
            .put("learning_rate", learningRate);
    loss = loss.next(metrics.get("entropy"));
    return metrics;
  }

  /// The gradient of the loss of the last rollout.
  private Gradients gradients(double progress) {
    return gradient.of(
        rows.count(),
        (scope, shard, from, to) ->
            loss(rows.batch(scope, all, from, to), progress, shardMetrics.get(shard)));
  }

  /// What some rows of the rollout contribute to its loss; see [AdvantageLoss].
  Tensor loss(Rows.Batch batch, double progress, Metrics metrics) {
    ActorCritic.PolicyAndValue both = net.policyAndValue(batch.observations());
    var terms =
        new AdvantageLoss.Terms(
            both.policy().masked(batch.mask()),
            both.value(),
            batch.actions(),
            batch.advantage(),
            batch.valueTarget());
    return loss.of(terms, rows.count(), progress, metrics);
  }

  @Override
  public long envStepsPerIteration() {
    return rows.count();
  }

  @Override
  public EpisodeStatistics episodes() {
    return rollout.episodes();
  }

  @Override
  public Phases phases() {
    return rollout.phases();
  }

  /// The networks that are learned.
  ///
  /// @return the networks; the same object at each call
  public ActorCritic net() {
    return net;
  }

  @Override
  public Policy policy() {
    return policy;
  }

  @Override
  public State learned() {
    State learned = new State();
    net.parameters().save(learned);
    normalizer.saveLearned(learned.at("normalization"));
    return learned;
  }

  @Override
  public long gradientSteps() {
    return optimizer.gradientSteps();
  }

  @Override
  public boolean resumesExactly() {
    return envs.savesState();
  }

  @Override
  public void save(State out) {
    net.parameters().save(out.at("net"));
    optimizer.save(out.at("optimizer"));
    out.put("entropyCoefficient", new double[] {loss.entropyCoefficient().at(1)});
    rollout.save(out.at("rollout"));
  }

  @Override
  public void load(State in) {
    net.parameters().load(in.at("net"));
    optimizer.load(in.at("optimizer"));
    double coefficient = in.doubles("entropyCoefficient", 1)[0];
    loss = loss.with(loss.entropyCoefficient().with(coefficient));
    rollout.load(in.at("rollout"));
  }
}
