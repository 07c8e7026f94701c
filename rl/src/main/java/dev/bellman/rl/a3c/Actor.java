package dev.bellman.rl.a3c;

import dev.bellman.rl.Metrics;
import dev.bellman.rl.data.Normalizer;
import dev.bellman.rl.data.Rollout;
import dev.bellman.rl.data.Rows;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.loss.AdvantageLoss;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import java.util.stream.IntStream;

/// One of A3C's actors: environments, a copy of the networks and gradients of its own. Used by one
/// thread at a time.
final class Actor implements Stateful {
  private final A3cConfig config;
  private final Slice envs;
  private final Shared shared;
  private final MlpActorCritic net;
  private final Normalizer normalizer;
  private final Rollout rollout;
  private final Rows rows;
  private final int[] all;
  private final Scope scope = Scope.recording();
  private final Gradients gradients;
  private final Metrics last = new Metrics();
  private AdvantageLoss loss; // replaced, never changed
  private Metrics sum = new Metrics();
  private long mostStale;

  Actor(A3cConfig config, Slice envs, long seed, Shared shared, AdvantageLoss loss) {
    this.config = config;
    this.envs = envs;
    this.shared = shared;
    this.net = MlpActorCritic.of(config.network(), envs, seed);
    this.loss = loss;
    this.normalizer = shared.normalizer().follower(envs);
    this.rollout = new Rollout(envs, config.rolloutLength(), seed, new Workers(1), normalizer);
    this.rows = rollout.rows();
    this.all = IntStream.range(0, rows.count()).toArray();
    this.gradients = net.parameters().newGradients();
  }

  /// Copies the shared parameters, acts, and applies the gradient to the shared parameters, which
  /// others may have changed meanwhile.
  void update(double progress) {
    long read = shared.updates().get();
    net.parameters().copyFrom(shared.net().parameters());
    rollout.collect(net);
    rollout.estimate(config.gae(), config.value().target());
    rows.scaleAdvantages(Gae.Scaling.NONE, all, 0, all.length);
    gradients.zero();
    try (scope) {
      loss(rows.batch(scope, all, 0, all.length), progress).backward(gradients);
    }
    double norm = gradients.clipByGlobalNorm(config.update().maxGradNorm());
    double learningRate = config.update().learningRate().at(progress);
    double valueRate = config.value().learningRate().at(progress, learningRate);
    shared.optimizer().step(gradients, learningRate, valueRate);
    long staleness = shared.updates().getAndIncrement() - read;
    mostStale = Math.max(mostStale, staleness);
    sum.plus(last.put("grad_norm", norm).put("staleness", (double) staleness));
  }

  private Tensor loss(Rows.Batch batch, double progress) {
    ActorCritic.PolicyAndValue both = net.policyAndValue(batch.observations());
    var terms =
        new AdvantageLoss.Terms(
            both.policy().masked(batch.mask()),
            both.value(),
            batch.actions(),
            batch.advantage(),
            batch.valueTarget());
    return loss.of(terms, rows.count(), progress, last);
  }

  /// Hands over what was seen, for the statistics that all actors normalise by.
  void contribute() {
    normalizer.contribute();
  }

  /// Goes on with what all actors have seen, and with another loss.
  void goOn(AdvantageLoss next) {
    rollout.refresh();
    loss = next;
  }

  /// The sum over the updates since the last call.
  Metrics takeMetrics() {
    Metrics taken = sum;
    sum = new Metrics();
    return taken;
  }

  /// The most updates by others between reading and applying, since the last call.
  long takeMostStale() {
    long taken = mostStale;
    mostStale = 0;
    return taken;
  }

  EpisodeStatistics episodes() {
    return rollout.episodes();
  }

  int firstEnv() {
    return envs.first();
  }

  long stepsOf(int updates) {
    return (long) updates * rows.count();
  }

  @Override
  public void save(State out) {
    rollout.save(out);
  }

  @Override
  public void load(State in) {
    rollout.load(in);
  }
}
