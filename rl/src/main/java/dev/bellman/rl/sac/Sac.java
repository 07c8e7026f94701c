package dev.bellman.rl.sac;

import dev.bellman.rl.Algorithm;
import dev.bellman.rl.Metrics;
import dev.bellman.rl.Phases;
import dev.bellman.rl.Phases.Phase;
import dev.bellman.rl.data.ActorPolicy;
import dev.bellman.rl.data.Cycle;
import dev.bellman.rl.data.Experience;
import dev.bellman.rl.data.Observations;
import dev.bellman.rl.data.Replay;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.loss.CriticLoss;
import dev.bellman.rl.policy.ActionSampler;
import dev.bellman.rl.policy.BoxUnits;
import dev.bellman.rl.policy.Policy;
import dev.bellman.rl.policy.QCritics;
import dev.bellman.rl.policy.SquashedActor;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.ShardedGradient;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;

/// Soft actor-critic with a learned temperature (Haarnoja et al. 2018, arXiv:1812.05905).
///
/// Deviations: as in Stable-Baselines3, any number of critics learn from the least of their
/// targets, all networks start as PyTorch's do, the temperature is learned by its logarithm, and
/// critics and actor see the temperature that it had before the step. The step of the temperature
/// comes last here, which changes nothing: the policy it looks at is the one before the step.
public final class Sac implements Algorithm {
  /// Rows that are differentiated together. Part of the bits; see [ShardedGradient].
  private static final int SHARD_ROWS = 128;

  private final SacConfig config;
  private final VecEnv envs;
  private final BoxUnits units;
  private final SquashedActor actor;
  private final SquashedActor frozenActor;
  private final QCritics critics;
  private final QCritics frozenCritics;
  private final QCritics targets;
  private final TemperatureLearner temperature;
  private final Adam actorOptimizer;
  private final Adam criticOptimizer;
  private final ShardedGradient actorGradient;
  private final ShardedGradient criticGradient;
  private final ShardedGradient.ShardLoss actorShard = this::actorLoss;
  private final ShardedGradient.ShardLoss criticShard = this::criticLoss;
  private final Experience experience;
  private final Replay replay;
  private final Rng warmUp;
  private final ActionSampler sampler;
  private final Rng noise;
  private final Policy policy;
  private final Scope acting = Scope.inference();

  /// What was done, in the networks' units, `[N,A]`.
  private final Actions taken;

  /// ε of the batch, for the present and for the next actions.
  private final float[] epsilon;

  private final float[] nextEpsilon;
  private final float[] logp;
  private final float[] actorLosses;
  private final CriticLoss criticLoss;
  private final Cycle cycle;

  /// Environment steps of the whole run, 0 as long as they are not known.
  private long budget;

  private float alpha;
  private double actorLossSum;
  private double actorGradNormSum;
  private double entropySum;

  /// A learner with networks of its own.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  /// @throws IllegalArgumentException if actions are not those of a bounded box
  public Sac(SacConfig config, VecEnv envs, long seed, Workers workers) {
    this.config = config;
    this.envs = envs;
    this.units = BoxUnits.of(envs.actionSpace());
    int inputs = envs.observationSpace().flatSize();
    Rng init = Rng.stream(seed, "init", 0);
    this.actor = SquashedActor.create(config.network(), config.noise(), inputs, units, init);
    this.frozenActor = actor.frozen();
    this.critics = QCritics.create(config.network(), inputs, units.size(), init);
    this.frozenCritics = critics.frozen();
    this.targets = critics.target();
    this.temperature = new TemperatureLearner(config.temperature(), units.size());
    this.actorOptimizer = new Adam(actor.parameters(), Adam.Config.DEFAULTS);
    this.criticOptimizer = new Adam(critics.parameters(), Adam.Config.DEFAULTS);
    this.actorGradient = new ShardedGradient(actor.parameters(), workers, SHARD_ROWS);
    this.criticGradient = new ShardedGradient(critics.parameters(), workers, SHARD_ROWS);
    this.experience = new Experience(config.replay(), envs, config.gamma(), seed, workers);
    this.replay = experience.replay();
    this.warmUp = Rng.stream(seed, "random-actions", 0);
    this.sampler = new ActionSampler(Rng.stream(seed, "actions", 0));
    this.noise = Rng.stream(seed, "noise", 0);
    this.policy = new ActorPolicy(actor::policy, envs.observationSpace());
    this.taken = Actions.of(envs.count(), envs.actionSpace());
    int b = config.update().batchSize();
    this.epsilon = new float[actor.noiseSize(b)];
    this.nextEpsilon = sharesNoise() ? epsilon : new float[epsilon.length];
    this.logp = new float[b];
    this.actorLosses = new float[actorGradient.shards(b)];
    this.criticLoss = new CriticLoss(0.5, b);
    this.alpha = (float) temperature.alpha();
    this.cycle =
        new Cycle(
            config.learningStarts(),
            config.update().trainEvery(),
            config.update().gradientSteps(),
            b,
            envs.count());
  }

  /// Noise that follows the observation is one function for a batch.
  private boolean sharesNoise() {
    return config.noise() instanceof SquashedActor.Noise.StateDependent;
  }

  @Override
  public void requireBudget(long totalEnvSteps) {
    cycle.requireBudget(totalEnvSteps, "learningStarts");
    budget = totalEnvSteps;
  }

  /// One iteration: some cycles of environment steps and the gradient steps that follow them.
  @Override
  public Metrics iterate(double progress) {
    criticLoss.clear();
    actorLossSum = 0;
    actorGradNormSum = 0;
    entropySum = 0;
    long stepsBefore = gradientSteps();
    long end = experience.envSteps() + envStepsPerIteration();
    for (int k = 0; k < cycle.perIteration() && !diverged(); k++) {
      sampler.begin();
      for (int t = 0; t < cycle.trainEvery(); t++) {
        act();
      }
      long steps = cycle.gradientSteps(experience);
      for (long g = 0; g < steps; g++) {
        learn(cycle.progress(experience.envSteps(), end, progress, budget));
      }
    }
    Metrics metrics = metrics(gradientSteps() - stepsBefore, progress);
    phases().leave();
    return metrics;
  }

  /// Whether gradients became NaN or infinite, which the metrics tell: such an actor must not act.
  private boolean diverged() {
    return !(criticLoss.finite() && Double.isFinite(actorGradNormSum));
  }

  /// One step of all environments: at random until learning starts, then by the policy.
  private void act() {
    phases().enter(Phase.INFERENCE);
    float[] chosen = taken.continuous();
    if (cycle.warmsUp(experience)) {
      units.sample(warmUp, chosen);
    } else {
      try (acting) {
        VecStep current = experience.current();
        sampler.sample(
            actor.policy(Observations.current(acting, envs.observationSpace(), current)), taken);
      }
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = (float) StrictMath.tanh(chosen[i]);
      }
    }
    units.intoBox(chosen, experience.actions().continuous());
    experience.step(taken);
  }

  /// One gradient step of the critics, of the actor and of the temperature.
  private void learn(double progress) {
    int b = config.update().batchSize();
    double learningRate = config.update().learningRate().at(progress);
    phases().enter(Phase.OTHER);
    replay.sample(b, progress);
    drawNoise();
    alpha = (float) temperature.alpha();
    phases().enter(Phase.UPDATE);
    Gradients criticGradients = criticGradient.of(b, criticShard);
    phases().enter(Phase.OPTIMIZER);
    criticLoss.close(criticGradients.norm());
    criticOptimizer.step(criticGradients, learningRate);
    phases().enter(Phase.UPDATE);
    Gradients actorGradients = actorGradient.of(b, actorShard);
    phases().enter(Phase.OPTIMIZER);
    actorGradNormSum += actorGradients.norm();
    actorOptimizer.step(actorGradients, learningRate);
    double entropy = -sum(logp) / b;
    temperature.step(entropy, learningRate);
    targets.parameters().approach(critics.parameters(), config.update().tau());
    replay.learned(criticLoss.errors());
    actorLossSum += sum(actorLosses);
    entropySum += entropy;
  }

  private static double sum(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number;
    }
    return sum;
  }

  private void drawNoise() {
    draw(epsilon);
    if (!sharesNoise()) {
      draw(nextEpsilon);
    }
  }

  private void draw(float[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) noise.nextGaussian();
    }
  }

  /// What some rows contribute to `½·Σ_k mean((Q_k(s,a) - y)²)`.
  private Tensor criticLoss(Scope scope, int shard, int from, int to) {
    Replay.Batch batch = replay.batch(scope, from, to);
    Tensor actions = scope.constant(batch.actions().continuous(), to - from, units.size());
    Tensor input = QCritics.input(batch.observations(), actions);
    SquashedActor.Sample next =
        frozenActor.sample(batch.nextObservations(), nextEpsilon, from, scope);
    return criticLoss.of(critics, input, target(batch, next), batch.weights(), from);
  }

  /// `y = r + γ·(min_k Q̄_k(s',a') - α·log π(a'|s'))`, with `a' ~ π(s')`; r alone where the episode
  /// terminated.
  Tensor target(Replay.Batch batch, SquashedActor.Sample next) {
    Tensor value = targets.least(QCritics.input(batch.nextObservations(), next.actions()));
    Tensor soft = value.sub(next.logp().mul(alpha));
    return batch.returns().add(batch.discounts().mul(soft));
  }

  /// What some rows contribute to the mean of [#disadvantage].
  private Tensor actorLoss(Scope scope, int shard, int from, int to) {
    Tensor observations = replay.observations(scope, from, to);
    SquashedActor.Sample now = actor.sample(observations, epsilon, from, scope);
    Tensor loss = disadvantage(observations, now).sum().div(config.update().batchSize());
    now.logp().copyTo(logp, from);
    actorLosses[shard] = loss.item();
    return loss;
  }

  /// `α·log π(a|s) - min_k Q_k(s,a)` with `a ~ π(s)`: what the actor makes smaller. The critics
  /// take no gradient.
  Tensor disadvantage(Tensor observations, SquashedActor.Sample now) {
    Tensor value = frozenCritics.least(QCritics.input(observations, now.actions()));
    return now.logp().mul(alpha).sub(value);
  }

  /// What an iteration came to; nothing of gradient steps as long as there was none.
  private Metrics metrics(long gradientSteps, double progress) {
    Metrics metrics = new Metrics();
    if (gradientSteps > 0) {
      criticLoss.tell(metrics);
      metrics
          .put("actor_loss", actorLossSum / gradientSteps)
          .put("actor_grad_norm", actorGradNormSum / gradientSteps)
          .put("entropy", entropySum / gradientSteps)
          .put("temperature", temperature.alpha())
          .put("target_distance", targets.parameters().distance(critics.parameters()))
          .put("replay_age", replay.age());
    }
    return metrics.put("learning_rate", config.update().learningRate().at(progress));
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

  /// The actor that is learned.
  ///
  /// @return the actor; the same object at each call
  public SquashedActor actor() {
    return actor;
  }

  /// The critics that are learned.
  ///
  /// @return the critics; the same object at each call
  public QCritics critics() {
    return critics;
  }

  /// The target networks of the critics.
  QCritics targets() {
    return targets;
  }

  /// The actor's policy; without a stream to draw from, the median action.
  @Override
  public Policy policy() {
    return policy;
  }

  @Override
  public State learned() {
    State learned = new State();
    actor.parameters().save(learned);
    critics.parameters().save(learned);
    temperature.saveLearned(learned);
    return learned;
  }

  @Override
  public long gradientSteps() {
    return criticOptimizer.gradientSteps();
  }

  @Override
  public boolean resumesExactly() {
    return experience.resumesExactly();
  }

  @Override
  public void save(State out) {
    actor.parameters().save(out.at("actor"));
    critics.parameters().save(out.at("critics"));
    targets.parameters().save(out.at("targets"));
    actorOptimizer.save(out.at("actorOptimizer"));
    criticOptimizer.save(out.at("criticOptimizer"));
    temperature.save(out.at("temperature"));
    warmUp.save(out.at("random"));
    sampler.save(out.at("actions"));
    noise.save(out.at("noise"));
    experience.save(out.at("experience"));
  }

  @Override
  public void load(State in) {
    actor.parameters().load(in.at("actor"));
    critics.parameters().load(in.at("critics"));
    targets.parameters().load(in.at("targets"));
    actorOptimizer.load(in.at("actorOptimizer"));
    criticOptimizer.load(in.at("criticOptimizer"));
    temperature.load(in.at("temperature"));
    warmUp.load(in.at("random"));
    sampler.load(in.at("actions"));
    noise.load(in.at("noise"));
    experience.load(in.at("experience"));
  }
}
