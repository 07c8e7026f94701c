package dev.bellman.rl.td3;

import dev.bellman.rl.Algorithm;
import dev.bellman.rl.Metrics;
import dev.bellman.rl.Phases;
import dev.bellman.rl.Phases.Phase;
import dev.bellman.rl.data.Cycle;
import dev.bellman.rl.data.Experience;
import dev.bellman.rl.data.Observations;
import dev.bellman.rl.data.Replay;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.loss.CriticLoss;
import dev.bellman.rl.policy.BoxUnits;
import dev.bellman.rl.policy.NoiseProcess;
import dev.bellman.rl.policy.Policy;
import dev.bellman.rl.policy.QCritics;
import dev.bellman.rl.policy.TanhActor;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.ShardedGradient;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import org.jspecify.annotations.Nullable;

/// Twin delayed deep deterministic policy gradient, TD3 (Fujimoto et al. 2018, arXiv:1802.09477),
/// and with other values DDPG (Lillicrap et al. 2016, arXiv:1509.02971): one critic, no delay, no
/// smoothing. The loop and the formulas are the same, so they have one class.
///
/// Deviations: as in Stable-Baselines3, all networks start as PyTorch's do, and until learning
/// starts actions are uniform in the box, but without the noise that is added to them there. DDPG's
/// critic has no weight decay and sees the action in its first layer; nothing is normalised by
/// batches.
public final class Td3 implements Algorithm {
  /// Rows that are differentiated together. Part of the bits; see [ShardedGradient].
  private static final int SHARD_ROWS = 128;

  private final Td3Config config;
  private final VecEnv envs;
  private final BoxUnits units;
  private final TanhActor actor;
  private final TanhActor targetActor;
  private final QCritics critics;
  private final QCritics frozenCritics;
  private final QCritics targets;
  private final Adam actorOptimizer;
  private final Adam criticOptimizer;
  private final ShardedGradient actorGradient;
  private final ShardedGradient criticGradient;
  private final ShardedGradient.ShardLoss actorShard = this::actorLoss;
  private final ShardedGradient.ShardLoss criticShard = this::criticLoss;
  private final Experience experience;
  private final Replay replay;
  private final Rng warmUp;
  private final NoiseProcess exploration;
  private final Rng smoothingNoise;
  private final Policy policy = this::actGreedily;
  private final Scope acting = Scope.inference();

  /// What was done, in the networks' units, `[N,A]`.
  private final Actions taken;

  /// The noise on the batch's next actions, `[B,A]`.
  private final float[] smoothing;

  private final float[] actorLosses;
  private final CriticLoss criticLoss;
  private final Cycle cycle;

  /// Environment steps of the whole run, 0 as long as they are not known.
  private long budget;

  private double actorLossSum;
  private double actorGradNormSum;

  /// A learner with networks of its own.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller. Their number changes no bits
  /// @throws IllegalArgumentException if actions are not those of a bounded box
  public Td3(Td3Config config, VecEnv envs, long seed, Workers workers) {
    this.config = config;
    this.envs = envs;
    this.units = BoxUnits.of(envs.actionSpace());
    int inputs = envs.observationSpace().flatSize();
    int a = units.size();
    int b = config.update().batchSize();
    Rng init = Rng.stream(seed, "init", 0);
    this.actor = TanhActor.create(config.network(), inputs, a, init);
    this.targetActor = actor.target();
    this.critics = QCritics.create(config.network(), inputs, a, init);
    this.frozenCritics = critics.frozen();
    this.targets = critics.target();
    this.actorOptimizer = new Adam(actor.parameters(), Adam.Config.DEFAULTS);
    this.criticOptimizer = new Adam(critics.parameters(), Adam.Config.DEFAULTS);
    this.actorGradient = new ShardedGradient(actor.parameters(), workers, SHARD_ROWS);
    this.criticGradient = new ShardedGradient(critics.parameters(), workers, SHARD_ROWS);
    this.experience = new Experience(config.replay(), envs, config.gamma(), seed, workers);
    this.replay = experience.replay();
    this.warmUp = Rng.stream(seed, "random-actions", 0);
    this.exploration =
        new NoiseProcess(config.exploration(), envs.count(), a, Rng.stream(seed, "actions", 0));
    this.smoothingNoise = Rng.stream(seed, "noise", 0);
    this.taken = Actions.of(envs.count(), envs.actionSpace());
    this.smoothing = new float[b * a];
    this.actorLosses = new float[actorGradient.shards(b)];
    this.criticLoss = new CriticLoss(1, b);
    Td3Config.Update update = config.update();
    this.cycle =
        new Cycle(
            config.learningStarts(),
            update.trainEvery(),
            update.gradientSteps(),
            update.batchSize(),
            envs.count());
  }

  @Override
  public void requireBudget(long totalEnvSteps) {
    cycle.requireBudget(totalEnvSteps, "learningStarts");
    budget = totalEnvSteps;
    long cycles = Math.ceilDiv(totalEnvSteps, envStepsPerIteration()) * cycle.perIteration();
    long learning = cycles - config.learningStarts() / cycle.envSteps();
    long most = learning * config.update().gradientSteps().after(cycle.envSteps());
    if (config.update().policyDelay() > most) {
      throw new IllegalArgumentException(
          "update.policyDelay: must be at most %d, the budget's gradient steps, got %d (the actor would never learn)"
              .formatted(most, config.update().policyDelay()));
    }
  }

  /// One iteration: some cycles of environment steps and the gradient steps that follow them.
  @Override
  public Metrics iterate(double progress) {
    criticLoss.clear();
    actorLossSum = 0;
    actorGradNormSum = 0;
    long criticSteps = criticOptimizer.gradientSteps();
    long actorSteps = actorOptimizer.gradientSteps();
    long end = experience.envSteps() + envStepsPerIteration();
    for (int k = 0; k < cycle.perIteration() && !diverged(); k++) {
      for (int t = 0; t < cycle.trainEvery(); t++) {
        act();
      }
      long steps = cycle.gradientSteps(experience);
      for (long g = 0; g < steps; g++) {
        learn(cycle.progress(experience.envSteps(), end, progress, budget));
      }
    }
    Metrics metrics = metrics(criticSteps, actorSteps, progress);
    phases().leave();
    return metrics;
  }

  /// Whether gradients became NaN or infinite, which the metrics tell: such an actor must not act.
  private boolean diverged() {
    return !(criticLoss.finite() && Double.isFinite(actorGradNormSum));
  }

  /// One step of all environments: at random until learning starts, then by the actor, with noise.
  private void act() {
    phases().enter(Phase.INFERENCE);
    float[] chosen = taken.continuous();
    if (cycle.warmsUp(experience)) {
      units.sample(warmUp, chosen);
    } else {
      choose(experience.current(), chosen);
      exploration.addTo(chosen);
    }
    units.intoBox(chosen, experience.actions().continuous());
    experience.step(taken);
    for (int i = 0; i < envs.count(); i++) {
      if (experience.current().done(i)) {
        exploration.restart(i);
      }
    }
  }

  /// The actor's actions in its units.
  private void choose(VecStep shown, float[] chosen) {
    try (acting) {
      Tensor observations = Observations.current(acting, envs.observationSpace(), shown);
      actor.actions(observations).copyTo(chosen, 0);
    }
  }

  /// The actor's actions, without noise.
  private void actGreedily(VecStep shown, @Nullable Rng rng, Actions out) {
    choose(shown, out.continuous());
    units.intoBox(out.continuous(), out.continuous());
  }

  /// One gradient step of the critics and, every so often, of the actor.
  private void learn(double progress) {
    Td3Config.Update update = config.update();
    int b = update.batchSize();
    double learningRate = update.learningRate().at(progress);
    phases().enter(Phase.OTHER);
    replay.sample(b, progress);
    config.smoothing().draw(smoothingNoise, smoothing);
    phases().enter(Phase.UPDATE);
    Gradients criticGradients = criticGradient.of(b, criticShard);
    phases().enter(Phase.OPTIMIZER);
    criticLoss.close(criticGradients.norm());
    criticOptimizer.step(criticGradients, learningRate);
    replay.learned(criticLoss.errors());
    if (criticOptimizer.gradientSteps() % update.policyDelay() == 0) {
      phases().enter(Phase.UPDATE);
      Gradients actorGradients = actorGradient.of(b, actorShard);
      phases().enter(Phase.OPTIMIZER);
      actorGradNormSum += actorGradients.norm();
      actorOptimizer.step(actorGradients, learningRate);
      for (float loss : actorLosses) {
        actorLossSum += loss;
      }
      targets.parameters().approach(critics.parameters(), update.tau());
      targetActor.parameters().approach(actor.parameters(), update.tau());
    }
  }

  /// What some rows contribute to `Σ_k mean((Q_k(s,a) - y)²)`.
  private Tensor criticLoss(Scope scope, int shard, int from, int to) {
    Replay.Batch batch = replay.batch(scope, from, to);
    Tensor actions = scope.constant(batch.actions().continuous(), to - from, units.size());
    Tensor input = QCritics.input(batch.observations(), actions);
    Tensor noise = scope.copyOf(smoothing, from * units.size(), to - from, units.size());
    return criticLoss.of(critics, input, target(batch, noise), batch.weights(), from);
  }

  /// `y = r + γ·min_k Q̄_k(s', clamp(μ̄(s') + noise, ±1))`; r alone where the episode terminated.
  Tensor target(Replay.Batch batch, Tensor noise) {
    Tensor next = targetActor.actions(batch.nextObservations()).add(noise).clamp(-1f, 1f);
    Tensor value = targets.least(QCritics.input(batch.nextObservations(), next));
    return batch.returns().add(batch.discounts().mul(value));
  }

  /// What some rows contribute to `-mean(Q_0(s, μ(s)))`.
  private Tensor actorLoss(Scope scope, int shard, int from, int to) {
    Tensor observations = replay.observations(scope, from, to);
    Tensor value = value(observations, actor.actions(observations));
    Tensor loss = value.sum().div(-config.update().batchSize());
    actorLosses[shard] = loss.item();
    return loss;
  }

  /// `Q_0(s, a)`: what the actor makes greater. The critics take no gradient.
  Tensor value(Tensor observations, Tensor actions) {
    return frozenCritics.value(0, QCritics.input(observations, actions));
  }

  /// What an iteration came to; nothing of gradient steps as long as there was none.
  private Metrics metrics(long criticStepsBefore, long actorStepsBefore, double progress) {
    Metrics metrics = new Metrics();
    if (gradientSteps() > criticStepsBefore) {
      criticLoss.tell(metrics);
      metrics
          .put("target_distance", targets.parameters().distance(critics.parameters()))
          .put("replay_age", replay.age());
    }
    long actorSteps = actorOptimizer.gradientSteps() - actorStepsBefore;
    if (actorSteps > 0) {
      metrics
          .put("actor_loss", actorLossSum / actorSteps)
          .put("actor_grad_norm", actorGradNormSum / actorSteps);
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
  public TanhActor actor() {
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

  /// The target network of the actor.
  TanhActor targetActor() {
    return targetActor;
  }

  /// The actor's policy, without noise whether it is asked to draw or not.
  @Override
  public Policy policy() {
    return policy;
  }

  @Override
  public State learned() {
    State learned = new State();
    actor.parameters().save(learned);
    critics.parameters().save(learned);
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
    targetActor.parameters().save(out.at("targetActor"));
    actorOptimizer.save(out.at("actorOptimizer"));
    criticOptimizer.save(out.at("criticOptimizer"));
    warmUp.save(out.at("random"));
    exploration.save(out.at("actions"));
    smoothingNoise.save(out.at("noise"));
    experience.save(out.at("experience"));
  }

  @Override
  public void load(State in) {
    actor.parameters().load(in.at("actor"));
    critics.parameters().load(in.at("critics"));
    targets.parameters().load(in.at("targets"));
    targetActor.parameters().load(in.at("targetActor"));
    actorOptimizer.load(in.at("actorOptimizer"));
    criticOptimizer.load(in.at("criticOptimizer"));
    warmUp.load(in.at("random"));
    exploration.load(in.at("actions"));
    smoothingNoise.load(in.at("noise"));
    experience.load(in.at("experience"));
    if (!envs.savesState()) {
      for (int i = 0; i < envs.count(); i++) {
        exploration.restart(i);
      }
    }
  }
}
