package dev.bellman.rl.a3c;

import dev.bellman.rl.Algorithm;
import dev.bellman.rl.Metrics;
import dev.bellman.rl.Phases;
import dev.bellman.rl.Phases.Phase;
import dev.bellman.rl.data.ActorCriticPolicy;
import dev.bellman.rl.data.Normalizer;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.AdvantageLoss;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.RmsProp;
import java.util.ArrayList;
import java.util.List;

/// Asynchronous advantage actor-critic (A3C; Mnih et al. 2016, arXiv:1602.01783, algorithm S3).
///
/// K actors in one heap, each with its own environments, copy of the networks and gradients. Each
/// copies the shared parameters, acts for n steps, and applies its gradient to the shared
/// parameters and to the shared statistics of RMSprop, without locks (Recht et al. 2011,
/// "Hogwild!"): a number may be lost when two actors write it at once, none is ever torn.
///
/// Deviations: an actor may have several environments; gradients are means, and clipped; both forms
/// of RMSprop; actors wait for one another between iterations, that is every
/// [A3cConfig.Actors#updates] updates. Between iterations what they have seen is merged for
/// normalising, and the entropy bonus is controlled.
public final class A3c implements Algorithm {
  private final A3cConfig config;
  private final VecEnv envs;
  private final Workers workers;
  private final Shared shared;
  private final Policy policy;
  private final List<Actor> actors = new ArrayList<>();
  private final EpisodeStatistics episodes;
  private final Phases phases = new Phases(System::nanoTime);
  private AdvantageLoss loss; // replaced, never changed

  /// A learner with networks of its own.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments, at least one for each actor; owned by the caller
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; owned by the caller
  /// @throws IllegalArgumentException if there are too few environments, or they depend on one
  ///   another
  public A3c(A3cConfig config, VecEnv envs, long seed, Workers workers) {
    this.config = config;
    this.envs = envs;
    this.workers = workers;
    List<Slice> slices = Slice.of(envs, config.actors().count());
    MlpActorCritic net = MlpActorCritic.of(config.network(), envs, seed);
    var groups = List.of(CriticRate.GROUP);
    RmsProp optimizer = new RmsProp(net.parameters(), config.update().rmsProp(), groups);
    Normalizer normalizer = new Normalizer(config.normalization(), config.gae().gamma(), envs);
    this.shared = new Shared(net, optimizer, normalizer);
    this.loss = new AdvantageLoss(config.value().coefficient(), config.entropyCoefficient());
    this.policy = new ActorCriticPolicy(net, envs.observationSpace(), normalizer);
    this.episodes = new EpisodeStatistics(envs.count());
    for (int k = 0; k < slices.size(); k++) {
      long own = Rng.deriveSeed(seed, "actors", k);
      actors.add(new Actor(config, slices.get(k), own, shared, loss));
    }
    meet();
  }

  /// All actors go on with what each of them has seen.
  private void meet() {
    actors.forEach(Actor::contribute);
    actors.forEach(actor -> actor.goOn(loss));
  }

  /// One iteration: some updates of each actor.
  @Override
  public Metrics iterate(double progress) {
    phases.enter(Phase.UPDATE);
    boolean free = config.actors().pace() == A3cConfig.Pace.FREE;
    int lanes = free ? Math.min(workers.threads(), actors.size()) : 1;
    long start = System.nanoTime();
    workers.run(lanes, lane -> run(lane, lanes, progress));
    double seconds = (System.nanoTime() - start) * 1e-9;
    phases.enter(Phase.OTHER);
    Metrics sum = new Metrics();
    long staleness = 0;
    for (Actor actor : actors) {
      sum.plus(actor.takeMetrics());
      staleness = Math.max(staleness, actor.takeMostStale());
      episodes.absorb(actor.episodes(), actor.firstEnv(), actor.stepsOf(config.actors().updates()));
    }
    long updates = (long) actors.size() * config.actors().updates();
    Metrics means = sum.over(updates);
    double entropyCoefficient = loss.entropyCoefficient().at(progress);
    loss = loss.next(means.get("entropy"));
    meet();
    phases.leave();
    return means
        .put("staleness_max", (double) staleness)
        .put("updates_per_second", updates / seconds)
        .put("entropy_coefficient", entropyCoefficient)
        .put("learning_rate", config.update().learningRate().at(progress));
  }

  /// The work of one thread: its actors in turns.
  private void run(int lane, int lanes, double progress) {
    for (int update = 0; update < config.actors().updates(); update++) {
      for (int k = lane; k < actors.size(); k += lanes) {
        actors.get(k).update(progress);
      }
    }
  }

  @Override
  public long envStepsPerIteration() {
    return (long) config.actors().updates() * config.rolloutLength() * envs.count();
  }

  @Override
  public EpisodeStatistics episodes() {
    return episodes;
  }

  /// The time of the iterations as a whole: what actors do overlaps.
  @Override
  public Phases phases() {
    return phases;
  }

  @Override
  public Policy policy() {
    return policy;
  }

  @Override
  public State learned() {
    State learned = new State();
    shared.net().parameters().save(learned);
    shared.normalizer().saveLearned(learned.at("normalization"));
    return learned;
  }

  @Override
  public long gradientSteps() {
    return shared.updates().get();
  }

  /// True for actors in turns only: free ones race, and no run is like another.
  @Override
  public boolean resumesExactly() {
    return config.actors().pace() == A3cConfig.Pace.IN_TURNS && envs.savesState();
  }

  @Override
  public void save(State out) {
    shared.save(out.at("shared"));
    episodes.save(out.at("episodes"));
    out.put("entropyCoefficient", new double[] {loss.entropyCoefficient().at(1)});
    for (int k = 0; k < actors.size(); k++) {
      actors.get(k).save(out.at("actor." + k));
    }
  }

  @Override
  public void load(State in) {
    shared.load(in.at("shared"));
    episodes.load(in.at("episodes"));
    double coefficient = in.doubles("entropyCoefficient", 1)[0];
    loss = loss.with(loss.entropyCoefficient().with(coefficient));
    for (int k = 0; k < actors.size(); k++) {
      actors.get(k).load(in.at("actor." + k));
      actors.get(k).goOn(loss);
    }
  }
}
