package dev.bellman.rl.ppo;

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
import dev.bellman.rl.loss.EffectiveSampleSize;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.rl.loss.ValueLoss;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.ShardedGradient;
import dev.bellman.tensor.ShardedSum;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Optimizer;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Proximal policy optimisation (Schulman et al. 2017, arXiv:1707.06347, algorithm 1).
///
/// Deviations: advantages are standardised per minibatch; the KL stop looks at the minibatch's k3
/// estimate before its step is taken; an episode cut by a time limit is bootstrapped from its final
/// observation.
public final class Ppo implements Algorithm {
  /// Rows that are differentiated together. Part of the bits; see [ShardedGradient].
  private static final int SHARD_ROWS = 128;

  private static final double KL_TOLERANCE = 1.5;

  private final PpoConfig config;
  private final VecEnv envs;
  private final ActorCritic net;
  private final Normalizer normalizer;
  private final Policy policy;
  private final Optimizer optimizer;
  private final Rng shuffling;
  private final Rollout rollout;
  private final Rows rows;
  private final ShardedGradient gradient;
  private final List<Metrics> shardMetrics;
  private final Metrics minibatchMetrics = new Metrics();
  private final ShardedSum means;
  private final int[] order;
  private final Parameters before;
  private PolicyObjective objective; // replaced, never changed
  private EntropyCoefficient entropyCoefficient; // replaced, never changed

  /// A learner with networks of its own.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  public Ppo(PpoConfig config, VecEnv envs, long seed, Workers workers) {
    this(config, envs, MlpActorCritic.of(config.network(), envs, seed), seed, workers);
  }

  /// A learner with the caller's networks.
  ///
  /// @param config the hyper-parameters; its networks' form is not looked at
  /// @param envs the environments; owned by the caller
  /// @param net what is learned
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  public Ppo(PpoConfig config, VecEnv envs, ActorCritic net, long seed, Workers workers) {
    this.config = config;
    this.envs = envs;
    this.net = net;
    this.normalizer = new Normalizer(config.normalization(), config.gae().gamma(), envs);
    this.policy = new ActorCriticPolicy(net, envs.observationSpace(), normalizer);
    this.optimizer = new Adam(net.parameters(), config.update().adam(), List.of(CriticRate.GROUP));
    this.shuffling = Rng.stream(seed, "shuffle", 0);
    this.rollout = new Rollout(envs, config.rolloutLength(), seed, workers, normalizer);
    this.rows = rollout.rows();
    this.gradient = new ShardedGradient(net.parameters(), workers, SHARD_ROWS);
    this.shardMetrics = Stream.generate(Metrics::new).limit(gradient.shards(rows.count())).toList();
    this.means = new ShardedSum(1, workers, SHARD_ROWS);
    this.order = IntStream.range(0, rows.count()).toArray();
    this.before = net.parameters().copy();
    this.objective = config.objective();
    this.entropyCoefficient = config.entropyCoefficient();
  }

  /// One iteration: T·N environment steps, then K epochs of minibatch gradient steps.
  @Override
  public Metrics iterate(double progress) {
    phases().enter(Phase.OTHER);
    rollout.collect(net);
    phases().enter(Phase.ESTIMATE);
    rollout.estimate(config.gae(), config.value().target());
    return learn(progress);
  }

  /// The second half of an iteration alone: K epochs of minibatch gradient steps on the last
  /// rollout. [#iterate] must have come before. A second call may stop before its first step, if
  /// there is a `targetKl`.
  ///
  /// @param progress the share of the total budget that is done, in (0, 1]
  /// @return what happened
  public Metrics learn(double progress) {
    phases().enter(Phase.UPDATE);
    PpoConfig.Update update = config.update();
    double learningRate = update.learningRate().at(progress);
    double valueRate = config.value().learningRate().at(progress, learningRate);
    Metrics sum = new Metrics();
    before.copyFrom(net.parameters());
    long stepsBefore = gradientSteps();
    epochs:
    for (int epoch = 0; epoch < update.epochs(); epoch++) {
      shuffling.shuffle(order);
      for (int from = 0; from < order.length; from += update.minibatchSize()) {
        int to = Math.min(order.length, from + update.minibatchSize());
        rows.scaleAdvantages(update.advantageScaling(), order, from, to);
        Gradients gradients = gradients(from, to, progress);
        Metrics metrics =
            minibatchMetrics.setSum(shardMetrics.subList(0, gradient.shards(to - from)));
        if (metrics.get("approx_kl") > KL_TOLERANCE * update.targetKl()) {
          break epochs;
        }
        EffectiveSampleSize.putShare(to - from, metrics);
        phases().enter(Phase.OPTIMIZER);
        metrics.put("grad_norm", gradients.clipByGlobalNorm(update.maxGradNorm()));
        optimizer.step(gradients, learningRate, valueRate);
        phases().enter(Phase.UPDATE);
        sum.plus(metrics);
      }
    }
    Metrics metrics =
        sum.over(gradientSteps() - stepsBefore)
            .put("epochs", (double) (gradientSteps() - stepsBefore) / stepsOfAnEpoch())
            .put("parameter_distance", net.parameters().distance(before))
            .put("action_diversity", rows.actionDiversity(order))
            .put("explained_variance", rows.explainedVariance())
            .put("learning_rate", learningRate);
    control(progress, metrics);
    phases().leave();
    return metrics;
  }

  private int stepsOfAnEpoch() {
    return Math.ceilDiv(order.length, config.update().minibatchSize());
  }

  /// Lets the coefficients that are controlled follow what the iteration came to.
  private void control(double progress, Metrics metrics) {
    metrics.put("entropy_coefficient", entropyCoefficient.at(progress));
    objective.klCoefficient(progress).ifPresent(beta -> metrics.put("kl_coefficient", beta));
    objective =
        objective.next(
            direction -> {
              double kl =
                  mean((policy, batch) -> direction.of(policy.with(batch.parametersOld()), policy));
              metrics.put("kl", kl);
              return kl;
            });
    entropyCoefficient = entropyCoefficient.next(() -> mean((policy, _) -> policy.entropy()));
  }

  /// The mean over the rollout of what is computed for each row with the policy as it is.
  private double mean(BiFunction<Distribution, Rows.Batch, Tensor> term) {
    double[] sums =
        means.of(
            order.length,
            (scope, from, to, out) -> {
              var batch = rows.batch(scope, order, from, to);
              Distribution policy = net.policy(batch.observations()).masked(batch.mask());
              out[0] = term.apply(policy, batch).sum().item();
            });
    return sums[0] / order.length;
  }

  /// The gradient of the loss of a minibatch: the rows at places `from` to `to - 1` of the order.
  private Gradients gradients(int from, int to, double progress) {
    return gradient.of(
        to - from,
        (scope, shard, shardFrom, shardTo) -> {
          var batch = rows.batch(scope, order, from + shardFrom, from + shardTo);
          return loss(batch, to - from, progress, shardMetrics.get(shard));
        });
  }

  /// What some rows of a minibatch of B contribute to its loss `L = -J + c_v·L_V - c_e·H`, where J,
  /// L_V and H are means over the minibatch; other tensors are `[rows]`. What they contribute to
  /// the minibatch's metrics is put into `metrics`.
  Tensor loss(Rows.Batch batch, int b, double progress, Metrics metrics) {
    ActorCritic.PolicyAndValue both = net.policyAndValue(batch.observations());
    Distribution policy = both.policy().masked(batch.mask());
    Tensor logp = policy.logProb(batch.actions());
    Tensor logRatio = logp.sub(batch.logpOld());
    Tensor ratio = logRatio.exp();
    var seen =
        new PolicyObjective.Terms(
            policy,
            batch.parametersOld(),
            batch.actions(),
            logp,
            ratio,
            batch.advantage(),
            progress);
    Tensor j = objective.of(seen).sum().div(b);
    ValueLoss form = config.value().loss();
    Tensor valueLoss =
        form.of(both.value(), batch.valueOld(), batch.valueTarget(), progress).sum().div(b);
    Tensor entropy = policy.entropy().sum().div(b);
    Tensor k3 = ratio.sub(1f).sub(logRatio); // Schulman, "Approximating KL divergence", 2020
    float valueCoefficient = (float) config.value().coefficient().at(progress);
    float entropyWeight = (float) entropyCoefficient.at(progress);
    Tensor loss = j.neg().add(valueLoss.mul(valueCoefficient));
    metrics
        .put("policy_loss", -j.item())
        .put("value_loss", valueLoss.item())
        .put("entropy", entropy.item())
        .put("approx_kl", k3.sum().div(b).item())
        .put("clip_fraction", (double) objective.clipped(ratio, progress) / b);
    EffectiveSampleSize.putSums(ratio, metrics);
    return entropyWeight == 0f ? loss : loss.sub(entropy.mul(entropyWeight));
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
    shuffling.save(out.at("shuffle"));
    out.put("order", order);
    objective.klCoefficient(1).ifPresent(beta -> out.put("klCoefficient", new double[] {beta}));
    out.put("entropyCoefficient", new double[] {entropyCoefficient.at(1)});
    rollout.save(out.at("rollout"));
  }

  @Override
  public void load(State in) {
    net.parameters().load(in.at("net"));
    optimizer.load(in.at("optimizer"));
    shuffling.load(in.at("shuffle"));
    System.arraycopy(in.ints("order", order.length), 0, order, 0, order.length);
    if (objective.klCoefficient(1).isPresent()) {
      objective = objective.withKlCoefficient(in.doubles("klCoefficient", 1)[0]);
    }
    entropyCoefficient = entropyCoefficient.with(in.doubles("entropyCoefficient", 1)[0]);
    rollout.load(in.at("rollout"));
  }
}
