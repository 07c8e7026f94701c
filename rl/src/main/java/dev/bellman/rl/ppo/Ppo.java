package dev.bellman.rl.ppo;

import dev.bellman.rl.Algorithm;
import dev.bellman.rl.Metrics;
import dev.bellman.rl.data.Batch;
import dev.bellman.rl.data.Rollout;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.PolicyTerms;
import dev.bellman.rl.math.Standardisation;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.ShardedGradient;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Optimizer;
import java.util.stream.IntStream;

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
  private final Optimizer optimizer;
  private final Rng shuffling;
  private final Rollout rollout;
  private final ShardedGradient gradient;
  private final Batch[] batches;
  private final LossTerms[] shardTerms;
  private final int[] order;

  /// A learner with networks of its own.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  public Ppo(PpoConfig config, VecEnv envs, long seed, Workers workers) {
    this(
        config,
        envs,
        new MlpActorCritic(
            config.network(),
            envs.observationSpace(),
            envs.actionSpace(),
            Rng.stream(seed, "init", 0)),
        seed,
        workers);
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
    this.optimizer = new Adam(net.parameters(), config.update().adam());
    this.shuffling = Rng.stream(seed, "shuffle", 0);
    this.rollout = new Rollout(envs, config.rolloutLength(), seed, workers);
    this.gradient = new ShardedGradient(net.parameters(), workers, SHARD_ROWS);
    this.order = IntStream.range(0, rollout.rows()).toArray();
    int shards = gradient.shards(Math.min(config.update().minibatchSize(), rollout.rows()));
    this.batches = new Batch[shards];
    this.shardTerms = new LossTerms[shards];
    for (int i = 0; i < shards; i++) {
      batches[i] = new Batch(envs, SHARD_ROWS);
      shardTerms[i] = new LossTerms();
    }
  }

  /// One iteration: T·N environment steps, then K epochs of minibatch gradient steps.
  @Override
  public Metrics iterate(double progress) {
    rollout.collect(net);
    rollout.estimate(config.gae());
    return learn(progress);
  }

  /// The second half of an iteration alone: K epochs of minibatch gradient steps on the last
  /// rollout. [#iterate] must have come before.
  ///
  /// @param progress the share of the total budget that is done, in (0, 1]
  /// @return what happened
  public Metrics learn(double progress) {
    PpoConfig.Update update = config.update();
    double learningRate = update.learningRate().at(progress);
    LossTerms total = new LossTerms();
    epochs:
    for (int epoch = 0; epoch < update.epochs(); epoch++) {
      shuffling.shuffle(order);
      for (int from = 0; from < order.length; from += update.minibatchSize()) {
        int to = Math.min(order.length, from + update.minibatchSize());
        Gradients gradients = gradients(from, to, progress);
        LossTerms terms = LossTerms.sum(shardTerms, gradient.shards(to - from));
        if (terms.kl > KL_TOLERANCE * update.targetKl()) {
          break epochs;
        }
        terms.gradNorm = gradients.clipByGlobalNorm(update.maxGradNorm());
        optimizer.step(gradients, learningRate);
        total.add(terms);
      }
    }
    return total.metrics(learningRate, rollout.explainedVariance());
  }

  /// The gradient of the loss of a minibatch, rows `order[from]` to `order[to - 1]`.
  private Gradients gradients(int from, int to, double progress) {
    Standardisation scaling =
        config.update().advantageScaling() == PpoConfig.AdvantageScaling.STANDARDISED
            ? rollout.standardisation(order, from, to)
            : Standardisation.NONE;
    return gradient.of(
        to - from,
        (scope, shard, shardFrom, shardTo) -> {
          Batch batch = batches[shard];
          batch.fill(rollout, order, from + shardFrom, from + shardTo);
          return loss(scope, batch, scaling, to - from, progress, shardTerms[shard]);
        });
  }

  /// What some rows of a minibatch of B contribute to its loss `L = -J + c_v·L_V - c_e·H`, where J,
  /// L_V and H are means over the minibatch; other tensors are `[rows]`.
  private Tensor loss(
      Scope scope, Batch batch, Standardisation scaling, int b, double progress, LossTerms terms) {
    Tensor observations = batch.observations(scope);
    Distribution policy = batch.masked(net.policy(observations), scope);
    Tensor logp = policy.logProb(batch.actions());
    Tensor logRatio = logp.sub(batch.logpOld(scope));
    Tensor ratio = logRatio.exp();
    Tensor advantage = batch.advantages(scope).sub(scaling.mean()).div(scaling.std());
    PolicyTerms seen =
        new PolicyTerms(
            policy,
            () -> batch.policyOld(scope),
            batch.actions(),
            logp,
            ratio,
            advantage,
            progress);
    Tensor objective = config.objective().of(seen).sum().div(b);
    Tensor value = net.value(observations);
    Tensor valueLoss =
        config
            .value()
            .loss()
            .of(value, batch.valuesOld(scope), batch.valueTargets(scope), progress)
            .sum()
            .div(b);
    Tensor entropy = policy.entropy().sum().div(b);
    terms.set(objective, valueLoss, entropy);
    terms.compare(logRatio, ratio, config.objective(), progress, b);
    float valueCoefficient = (float) config.value().coefficient().at(progress);
    float entropyCoefficient = (float) config.entropyCoefficient().at(progress);
    Tensor loss = objective.neg().add(valueLoss.mul(valueCoefficient));
    return entropyCoefficient == 0f ? loss : loss.sub(entropy.mul(entropyCoefficient));
  }

  @Override
  public long envStepsPerIteration() {
    return rollout.rows();
  }

  @Override
  public EpisodeStatistics episodes() {
    return rollout.episodes();
  }

  @Override
  public ActorCritic net() {
    return net;
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
    rollout.save(out.at("rollout"));
  }

  @Override
  public void load(State in) {
    net.parameters().load(in.at("net"));
    optimizer.load(in.at("optimizer"));
    shuffling.load(in.at("shuffle"));
    System.arraycopy(in.ints("order", order.length), 0, order, 0, order.length);
    rollout.load(in.at("rollout"));
  }
}
