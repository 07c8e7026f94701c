package dev.bellman.rl.dqn;

import dev.bellman.rl.Algorithm;
import dev.bellman.rl.Metrics;
import dev.bellman.rl.Phases;
import dev.bellman.rl.Phases.Phase;
import dev.bellman.rl.data.ActionValuePolicy;
import dev.bellman.rl.data.Cycle;
import dev.bellman.rl.data.Experience;
import dev.bellman.rl.data.Observations;
import dev.bellman.rl.data.Replay;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.ActionValue;
import dev.bellman.rl.policy.EpsilonGreedy;
import dev.bellman.rl.policy.Policy;
import dev.bellman.rl.policy.QNetwork;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.ShardedGradient;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Optimizer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Deep Q-learning (Mnih et al. 2015, Human-level control through deep reinforcement learning) and
/// the parts of Rainbow (Hessel et al. 2018, arXiv:1710.02298), each a switch of its own: double,
/// dueling, prioritised, several rewards in a target, noisy layers, distributions of returns.
///
/// Deviations: as in Stable-Baselines3, the clock of the target network counts environment steps,
/// with those before learning starts, and gradients are clipped to a global norm; an episode cut by
/// a time limit is bootstrapped from its final observation. Each environment tosses its own coin.
public final class Dqn implements Algorithm {
  /// Rows that are differentiated together. Part of the bits; see [ShardedGradient].
  private static final int SHARD_ROWS = 64;

  private static final float[] NO_MASK = {};

  private final DqnConfig config;
  private final VecEnv envs;
  private final QNetwork net;
  private final QNetwork target;
  private final ActionValue value;
  private final Policy policy;
  private final Optimizer optimizer;
  private final Experience experience;
  private final Replay replay;
  private final Rng exploring;
  private final Rng noise;
  private final Scope acting = Scope.inference();
  private final ShardedGradient gradient;
  private final ShardedGradient.ShardLoss batchLoss;
  private final Account account;
  private final Cycle cycle;

  /// Environment steps of the whole run, 0 as long as they are not known.
  private long budget;

  /// A learner with a network of its own.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  /// @throws IllegalArgumentException if the actions are not discrete
  public Dqn(DqnConfig config, VecEnv envs, long seed, Workers workers) {
    this.config = config;
    this.envs = envs;
    this.value = config.value();
    this.net = QNetwork.of(config.network(), envs, value.width(), seed);
    this.target = QNetwork.of(config.network(), envs, value.width(), seed);
    double lastEpsilon = config.exploration().epsilon().at(1);
    this.policy = new ActionValuePolicy(net, value, envs.observationSpace(), lastEpsilon);
    this.optimizer = config.update().optimizer().create(net.parameters(), List.of());
    this.experience = new Experience(config.replay(), envs, config.gamma(), seed, workers);
    this.replay = experience.replay();
    this.exploring = Rng.stream(seed, "exploration", 0);
    this.noise = Rng.stream(seed, "noise", 0);
    this.gradient = new ShardedGradient(net.parameters(), workers, SHARD_ROWS);
    this.batchLoss = (scope, _, from, to) -> loss(scope, from, to);
    this.account = new Account(config.update().batchSize());
    this.cycle =
        new Cycle(
            config.exploration().learningStarts(),
            config.update().trainEvery(),
            config.update().gradientSteps(),
            config.update().batchSize(),
            envs.count());
  }

  @Override
  public void requireBudget(long totalEnvSteps) {
    cycle.requireBudget(totalEnvSteps, "exploration.learningStarts");
    budget = totalEnvSteps;
  }

  /// One iteration: some cycles of environment steps and the gradient steps that follow them.
  @Override
  public Metrics iterate(double progress) {
    account.clear();
    long end = experience.envSteps() + envStepsPerIteration();
    for (int k = 0; k < cycle.perIteration(); k++) {
      for (int t = 0; t < cycle.trainEvery(); t++) {
        long before = experience.envSteps();
        act(cycle.progress(before, end, progress, budget));
        experience.step(experience.actions());
        follow(config.target().update().shareAfterEnvSteps(before, experience.envSteps()));
      }
      long steps = cycle.gradientSteps(experience);
      for (long g = 0; g < steps; g++) {
        learn(cycle.progress(experience.envSteps(), end, progress, budget));
      }
    }
    Metrics metrics = new Metrics();
    if (account.steps() > 0) {
      account.tell(metrics);
      metrics.put("replay_age", replay.age());
    }
    metrics
        .put("target_distance", net.parameters().distance(target.parameters()))
        .put("epsilon", cycle.warmsUp(experience) ? 1 : config.exploration().epsilon().at(progress))
        .put("learning_rate", config.update().learningRate().at(progress));
    phases().leave();
    return metrics;
  }

  /// Chooses the next actions: any until learning starts, then ε-greedy ones.
  private void act(double progress) {
    phases().enter(Phase.INFERENCE);
    DqnConfig.Exploration exploration = config.exploration();
    int[] actions = experience.actions().discrete();
    float[] masks = experience.masks();
    double epsilon = cycle.warmsUp(experience) ? 1 : exploration.epsilon().at(progress);
    if (EpsilonGreedy.explore(
        epsilon, exploration.ladder(), net.actions(), masks, exploring, actions)) {
      net.resample(noise);
      try (acting) {
        var shown = Observations.current(acting, envs.observationSpace(), experience.current());
        EpsilonGreedy.greedy(value.mean(acting, net.forward(shown)), masks, actions);
      }
    }
  }

  /// One gradient step on transitions drawn from memory.
  private void learn(double progress) {
    DqnConfig.Update update = config.update();
    phases().enter(Phase.OTHER);
    replay.sample(update.batchSize(), progress);
    phases().enter(Phase.UPDATE);
    net.resample(noise);
    target.resample(noise);
    Gradients gradients = gradient.of(update.batchSize(), batchLoss);
    phases().enter(Phase.OPTIMIZER);
    account.close(gradients.clipByGlobalNorm(update.maxGradNorm()));
    optimizer.step(gradients, update.learningRate().at(progress));
    replay.learned(value.prioritisedByLoss() ? account.losses() : account.errors());
    follow(config.target().update().shareAfterGradientStep(gradientSteps()));
  }

  /// Brings the target network closer to the online network.
  private void follow(double share) {
    if (share > 0) {
      target.parameters().approach(net.parameters(), share);
    }
  }

  /// What some rows of the drawn batch contribute to its loss `mean(w · loss(Z(s,a), r + γ·Z⁻(s',
  /// a')))`. a' is the best action in s', in the eyes of the target network or of the online one.
  private Tensor loss(Scope scope, int from, int to) {
    Replay.Batch batch = replay.batch(scope, from, to);
    Tensor predicted =
        chosen(scope, net.forward(batch.observations()), batch.actions().discrete()); // [B,K]
    Tensor next = next(scope, batch); // [B,K]
    Tensor losses = value.losses(scope, predicted, next, batch.returns(), batch.discounts()); // [B]
    Tensor backup = batch.returns().add(batch.discounts().mul(value.mean(scope, next)));
    account.put(from, losses, batch.weights(), value.mean(scope, predicted), backup);
    return losses.mul(batch.weights()).sum().div(config.update().batchSize());
  }

  /// The target network's output for the best action in the next state.
  private Tensor next(Scope scope, Replay.Batch batch) {
    Tensor output = target.forward(batch.nextObservations()); // [B,K,A]
    Tensor judge =
        config.target().action() == DqnConfig.NextAction.ONLINE
            ? net.forward(batch.nextObservations())
            : output;
    return best(scope, value, judge, output, batch.nextMask()).detach();
  }

  /// What a network gave for the actions that another one thinks best.
  ///
  /// @param judge the output that decides, `[B,K,A]`
  /// @param output the output that is chosen from, `[B,K,A]`
  /// @param mask 0 where an action is forbidden, `[B,A]`; null if none can be
  /// @return `[B,K]`
  static Tensor best(
      Scope scope, ActionValue value, Tensor judge, Tensor output, @Nullable Tensor mask) {
    int[] best = scope.ints(output.shape().dim(0));
    EpsilonGreedy.best(value.mean(scope, judge), mask(scope, mask), best);
    return chosen(scope, output, best);
  }

  private static float[] mask(Scope scope, @Nullable Tensor mask) {
    if (mask == null) {
      return NO_MASK;
    }
    float[] values = scope.floats(mask.size());
    mask.copyTo(values, 0);
    return values;
  }

  /// The K numbers of one action in each row.
  ///
  /// @param output `[B,K,A]`
  /// @param actions at least B
  /// @return `[B,K]`
  private static Tensor chosen(Scope scope, Tensor output, int[] actions) {
    int width = output.shape().dim(1);
    int[] indices = scope.ints(output.shape().dim(0) * width);
    for (int i = 0; i < output.shape().dim(0); i++) {
      Arrays.fill(indices, i * width, (i + 1) * width, actions[i]);
    }
    return output.gather(indices);
  }

  @Override
  public long envStepsPerIteration() {
    return cycle.perIteration() * cycle.envSteps();
  }

  @Override
  public EpisodeStatistics episodes() {
    return experience.episodes();
  }

  @Override
  public Phases phases() {
    return experience.phases();
  }

  /// The network that is learned.
  ///
  /// @return the network; the same object at each call
  public QNetwork net() {
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
    return learned;
  }

  @Override
  public long gradientSteps() {
    return optimizer.gradientSteps();
  }

  @Override
  public boolean resumesExactly() {
    return experience.resumesExactly();
  }

  @Override
  public void save(State out) {
    net.parameters().save(out.at("net"));
    target.parameters().save(out.at("target"));
    optimizer.save(out.at("optimizer"));
    exploring.save(out.at("exploration"));
    noise.save(out.at("noise"));
    experience.save(out.at("experience"));
  }

  @Override
  public void load(State in) {
    net.parameters().load(in.at("net"));
    target.parameters().load(in.at("target"));
    optimizer.load(in.at("optimizer"));
    exploring.load(in.at("exploration"));
    noise.load(in.at("noise"));
    experience.load(in.at("experience"));
  }
}
