package dev.bellman.rl.trpo;

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
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.ShardedGradient;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Optimizer;
import java.util.List;
import java.util.stream.IntStream;

/// Trust region policy optimisation (Schulman et al. 2015, arXiv:1502.05477, appendix C) and,
/// without its line search, the truncated natural policy gradient (Kakade 2001; Duan et al. 2016,
/// arXiv:1604.06778).
///
/// Deviations: the value is learned by minibatches of Adam, and advantages are generalised
/// advantage estimates over single paths; products with the Fisher matrix are those of the mean
/// over the states seen, by its closed form in the distributions' parameters.
public final class Trpo implements Algorithm {
  /// Rows that are differentiated together. Part of the bits; see [ShardedGradient].
  private static final int SHARD_ROWS = 128;

  private final TrpoConfig config;
  private final VecEnv envs;
  private final ActorCritic net;
  private final Normalizer normalizer;
  private final Policy policy;
  private final NaturalStep step;
  private final Optimizer valueOptimizer;
  private final Rng shuffling;
  private final Rollout rollout;
  private final Rows rows;
  private final ShardedGradient valueGradient;
  private final double[] valueLosses;
  private final int[] inOrder;
  private final int[] shuffled;
  private long policySteps;

  /// A learner with networks of its own.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  public Trpo(TrpoConfig config, VecEnv envs, long seed, Workers workers) {
    this(config, envs, MlpActorCritic.of(config.network(), envs, seed), seed, workers);
  }

  /// A learner with the caller's networks.
  ///
  /// @param config the hyper-parameters; its networks' form is not looked at
  /// @param envs the environments; owned by the caller
  /// @param net what is learned; what belongs to the value alone is named `critic.*`
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  /// @throws IllegalArgumentException if nothing belongs to the value alone
  public Trpo(TrpoConfig config, VecEnv envs, ActorCritic net, long seed, Workers workers) {
    requireValueParameters(net);
    this.config = config;
    this.envs = envs;
    this.net = net;
    this.normalizer = new Normalizer(config.normalization(), config.gae().gamma(), envs);
    this.policy = new ActorCriticPolicy(net, envs.observationSpace(), normalizer);
    this.step = new NaturalStep(config.step(), net, workers);
    this.valueOptimizer =
        new Adam(net.parameters(), config.value().adam(), List.of(CriticRate.GROUP));
    this.shuffling = Rng.stream(seed, "shuffle", 0);
    this.rollout = new Rollout(envs, config.rolloutLength(), seed, workers, normalizer);
    this.rows = rollout.rows();
    this.valueGradient = new ShardedGradient(net.parameters(), workers, SHARD_ROWS);
    this.valueLosses = new double[valueGradient.shards(rows.count())];
    this.inOrder = IntStream.range(0, rows.count()).toArray();
    this.shuffled = inOrder.clone();
  }

  private static void requireValueParameters(ActorCritic net) {
    List<String> names = net.parameters().names();
    if (names.stream().noneMatch(name -> name.startsWith(CriticRate.GROUP.prefix()))) {
      throw new IllegalArgumentException(
          "net: must have parameters named %s* for the value alone, got %s"
              .formatted(CriticRate.GROUP.prefix(), names));
    }
  }

  /// One iteration: T·N environment steps, one step of the policy, then epochs of minibatch
  /// gradient steps of the value.
  @Override
  public Metrics iterate(double progress) {
    phases().enter(Phase.OTHER);
    rollout.collect(net);
    phases().enter(Phase.ESTIMATE);
    rollout.estimate(config.gae(), config.value().target());
    rows.scaleAdvantages(config.advantageScaling(), inOrder, 0, rows.count());
    phases().enter(Phase.UPDATE);
    Metrics metrics =
        step.take(
            (scope, from, to) -> rows.batch(scope, inOrder, from, to), rows.count(), progress);
    policySteps++;
    learnValue(progress, metrics);
    phases().leave();
    return metrics;
  }

  /// Brings the value nearer to its targets; what it shares with the policy stays.
  private void learnValue(double progress, Metrics metrics) {
    TrpoConfig.Value value = config.value();
    double learningRate = value.learningRate().at(progress);
    double sum = 0;
    long stepsBefore = valueOptimizer.gradientSteps();
    for (int epoch = 0; epoch < value.epochs(); epoch++) {
      shuffling.shuffle(shuffled);
      for (int from = 0; from < shuffled.length; from += value.minibatchSize()) {
        int to = Math.min(shuffled.length, from + value.minibatchSize());
        Gradients gradients = valueGradients(from, to, progress);
        for (int shard = 0; shard < valueGradient.shards(to - from); shard++) {
          sum += valueLosses[shard];
        }
        phases().enter(Phase.OPTIMIZER);
        valueOptimizer.step(gradients, 0, learningRate);
        phases().enter(Phase.UPDATE);
      }
    }
    metrics
        .put("value_loss", sum / (valueOptimizer.gradientSteps() - stepsBefore))
        .put("parameter_distance", net.parameters().distance(step.origin()))
        .put("action_diversity", rows.actionDiversity(inOrder))
        .put("explained_variance", rows.explainedVariance())
        .put("learning_rate", learningRate);
  }

  /// The gradient of the mean value loss of a minibatch: the rows at places `from` to `to - 1`.
  private Gradients valueGradients(int from, int to, double progress) {
    return valueGradient.of(
        to - from,
        (scope, shard, shardFrom, shardTo) -> {
          var batch = rows.batch(scope, shuffled, from + shardFrom, from + shardTo);
          Tensor value = net.value(batch.observations());
          Tensor losses =
              config.value().loss().of(value, batch.valueOld(), batch.valueTarget(), progress);
          Tensor loss = losses.sum().div(to - from);
          valueLosses[shard] = loss.item();
          return loss;
        });
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

  /// Steps of the policy and of the value, together.
  @Override
  public long gradientSteps() {
    return policySteps + valueOptimizer.gradientSteps();
  }

  @Override
  public boolean resumesExactly() {
    return envs.savesState();
  }

  @Override
  public void save(State out) {
    net.parameters().save(out.at("net"));
    out.putLong("policySteps", policySteps);
    valueOptimizer.save(out.at("valueOptimizer"));
    shuffling.save(out.at("shuffle"));
    out.put("order", shuffled);
    rollout.save(out.at("rollout"));
  }

  @Override
  public void load(State in) {
    net.parameters().load(in.at("net"));
    policySteps = in.longValue("policySteps");
    valueOptimizer.load(in.at("valueOptimizer"));
    shuffling.load(in.at("shuffle"));
    System.arraycopy(in.ints("order", shuffled.length), 0, shuffled, 0, shuffled.length);
    rollout.load(in.at("rollout"));
  }
}
