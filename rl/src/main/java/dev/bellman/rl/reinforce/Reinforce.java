package dev.bellman.rl.reinforce;

import dev.bellman.rl.Algorithm;
import dev.bellman.rl.Metrics;
import dev.bellman.rl.Phases;
import dev.bellman.rl.Phases.Phase;
import dev.bellman.rl.data.ActorCriticPolicy;
import dev.bellman.rl.data.Episodes;
import dev.bellman.rl.data.Normalizer;
import dev.bellman.rl.data.Rows;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.ShardedGradient;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;

/// REINFORCE, the Monte Carlo policy gradient, with or without a baseline (Williams 1992; Sutton
/// and Barto 2018, sections 13.3 and 13.4).
///
/// Deviations: several episodes an update, and any optimiser. The gradient is the mean over
/// episodes of the sum over their steps. An episode that a time limit cut goes on in V if V is
/// learned.
public final class Reinforce implements Algorithm {
  /// Rows that are differentiated together. Part of the bits; see [ShardedGradient].
  private static final int SHARD_ROWS = 128;

  private final ReinforceConfig config;
  private final VecEnv envs;
  private final ActorCritic net;
  private final Normalizer normalizer;
  private final Policy policy;
  private final Optimizer optimizer;
  private final Episodes episodes;
  private final ShardedGradient gradient;
  private final List<Metrics> shardMetrics = new ArrayList<>();
  private final Parameters before;
  private EntropyCoefficient entropyCoefficient; // replaced, never changed

  /// A learner with networks of its own.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  public Reinforce(ReinforceConfig config, VecEnv envs, long seed, Workers workers) {
    this(config, envs, MlpActorCritic.of(config.network(), envs, seed), seed, workers);
  }

  /// A learner with the caller's networks.
  ///
  /// @param config the hyper-parameters; its networks' form is not looked at
  /// @param envs the environments; owned by the caller
  /// @param net what is learned
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  public Reinforce(
      ReinforceConfig config, VecEnv envs, ActorCritic net, long seed, Workers workers) {
    this.config = config;
    this.envs = envs;
    this.net = net;
    this.normalizer = new Normalizer(config.normalization(), config.gamma(), envs);
    this.policy = new ActorCriticPolicy(net, envs.observationSpace(), normalizer);
    this.optimizer =
        config.update().optimizer().create(net.parameters(), List.of(CriticRate.GROUP));
    this.episodes = new Episodes(envs, config.episodes(), seed, workers, normalizer);
    this.gradient = new ShardedGradient(net.parameters(), workers, SHARD_ROWS);
    this.before = net.parameters().copy();
    this.entropyCoefficient = config.entropyCoefficient();
  }

  /// One iteration: E whole episodes, then one gradient step on them.
  @Override
  public Metrics iterate(double progress) {
    phases().enter(Phase.OTHER);
    episodes.collect(net);
    phases().enter(Phase.ESTIMATE);
    episodes.estimate(config.gamma(), config.credit(), config.baseline(), config.stepWeight());
    Rows rows = episodes.rows();
    int[] order = episodes.order();
    rows.scaleAdvantages(config.update().advantageScaling(), order, 0, order.length);
    phases().enter(Phase.UPDATE);
    Gradients gradients = gradients(rows, order, progress);
    phases().enter(Phase.OPTIMIZER);
    double norm = gradients.clipByGlobalNorm(config.update().maxGradNorm());
    double learningRate = config.update().learningRate().at(progress);
    double valueRate = config.value().learningRate().at(progress, learningRate);
    before.copyFrom(net.parameters());
    optimizer.step(gradients, learningRate, valueRate);
    phases().leave();
    Metrics metrics =
        new Metrics()
            .setSum(shardMetrics.subList(0, gradient.shards(order.length)))
            .put("grad_norm", norm)
            .put("parameter_distance", net.parameters().distance(before))
            .put("action_diversity", rows.actionDiversity(order))
            .put("episode_steps", order.length)
            .put("entropy_coefficient", entropyCoefficient.at(progress))
            .put("learning_rate", learningRate);
    entropyCoefficient = entropyCoefficient.next(() -> metrics.get("entropy"));
    return metrics;
  }

  /// The gradient of the loss of the last episodes.
  private Gradients gradients(Rows rows, int[] order, double progress) {
    while (shardMetrics.size() < gradient.shards(order.length)) {
      shardMetrics.add(new Metrics());
    }
    return gradient.of(
        order.length,
        (scope, shard, from, to) ->
            loss(
                rows.batch(scope, order, from, to),
                order.length,
                progress,
                shardMetrics.get(shard)));
  }

  /// What some of the B steps of E episodes contribute to the loss `L = -1/E·Σ log π(a|s)·Â +
  /// c_v·mean((V - G)²) - c_e·mean(H)`, where V counts if it is the baseline. What they contribute
  /// to the metrics is put into `metrics`.
  Tensor loss(Rows.Batch batch, int b, double progress, Metrics metrics) {
    Distribution policy = net.policy(batch.observations()).masked(batch.mask());
    Tensor logp = policy.logProb(batch.actions());
    Tensor objective = logp.mul(batch.advantage()).sum().div(config.episodes());
    Tensor entropy = policy.entropy().sum().div(b);
    metrics.put("policy_loss", -objective.item()).put("entropy", entropy.item());
    float entropyWeight = (float) entropyCoefficient.at(progress);
    Tensor loss = objective.neg();
    if (entropyWeight != 0f) {
      loss = loss.sub(entropy.mul(entropyWeight));
    }
    if (config.baseline().learned()) {
      Tensor value = net.value(batch.observations());
      Tensor valueLoss = value.sub(batch.valueTarget()).square().sum().div(b);
      metrics.put("value_loss", valueLoss.item());
      loss = loss.add(valueLoss.mul((float) config.value().coefficient().at(progress)));
    }
    return loss;
  }

  @Override
  public long envStepsPerIteration() {
    double mean = episodes().episodes() == 0 ? 1 : episodes().meanLength();
    return Math.max(1, (long) (mean * config.episodes()));
  }

  @Override
  public long envStepsOfLastIteration() {
    return episodes.envSteps();
  }

  @Override
  public EpisodeStatistics episodes() {
    return episodes.statistics();
  }

  @Override
  public Phases phases() {
    return episodes.phases();
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
    out.put("entropyCoefficient", new double[] {entropyCoefficient.at(1)});
    episodes.save(out.at("episodes"));
  }

  @Override
  public void load(State in) {
    net.parameters().load(in.at("net"));
    optimizer.load(in.at("optimizer"));
    entropyCoefficient = entropyCoefficient.with(in.doubles("entropyCoefficient", 1)[0]);
    episodes.load(in.at("episodes"));
  }
}
