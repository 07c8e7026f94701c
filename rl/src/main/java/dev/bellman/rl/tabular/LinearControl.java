package dev.bellman.rl.tabular;

import dev.bellman.rl.Algorithm;
import dev.bellman.rl.Metrics;
import dev.bellman.rl.Phases;
import dev.bellman.rl.Phases.Phase;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;

/// Control with action values that are linear in features: semi-gradient SARSA, expected SARSA and
/// Q-learning, by [LinearConfig#target].
///
/// `w ← w + α/m (r + γ V(s') - Q(s, a)) x(s, a)`, where x is 1 for the m features of s with a; the
/// target counts as a constant, so this is no gradient of an error. Divided by m, α means what it
/// means for a table. Off-policy, as Q-learning is, it may diverge.
///
/// **Source**: Sutton and Barto 2018, sections 10.1 and 11.1 to 11.3.
public final class LinearControl implements Algorithm {
  private static final int NONE = -1;

  private final LinearConfig config;
  private final Walk walk;
  private final LinearValues q;
  private final Rng exploring;
  private final Valuation valuation;
  private final ActionValues row;
  private final Account account = new Account();
  private final Policy policy;
  private long updates;

  /// A learner with weights of its own.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param seed the run's seed, at least 0
  /// @throws IllegalArgumentException if actions are not discrete, or the features do not fit
  public LinearControl(LinearConfig config, VecEnv envs, long seed) {
    this.config = config;
    FeatureMap map = FeatureMap.of(envs, config.features());
    this.walk = new Walk(envs, map, seed);
    int actions = walk.actions();
    this.q = new LinearValues(map.size(), map.active(), actions, config.initialValue());
    this.exploring = Rng.stream(seed, "exploration", 0);
    this.valuation = new Valuation(config.behaviour(), actions);
    this.row = new ActionValues(1, actions, 0);
    this.policy =
        new ValuePolicy(
            map, actions, (features, out) -> q.read(features, 0, out), config.behaviour());
    for (int i = 0; i < walk.count(); i++) {
      walk.act(i, behave(i, 0));
    }
  }

  @Override
  public Metrics iterate(double progress) {
    phases().enter(Phase.UPDATE);
    for (int t = 0; t < config.stepsPerIteration(); t++) {
      walk.step();
      for (int i = 0; i < walk.count(); i++) {
        learn(i, progress);
      }
    }
    updates += envStepsPerIteration();
    phases().leave();
    Metrics metrics = account.close("mean_abs_dq", envStepsPerIteration());
    config.behaviour().tell(progress, metrics);
    return metrics;
  }

  /// Learns from the last step of environment i and chooses its next action.
  private void learn(int i, double progress) {
    int action = walk.action(i);
    int at = i * walk.map().active();
    readNext(i, at);
    boolean asks = config.target() instanceof Bootstrap.NextAction;
    int nextAction = asks ? config.behaviour().choose(row, 0, progress, exploring) : NONE;
    double value =
        walk.terminated(i) ? 0 : valuation.of(config.target(), row, 0, nextAction, progress);
    double error = walk.reward(i) + config.gamma() * value - q.at(walk.fromFeatures(), at, action);
    double change = config.alpha().at(progress) * error;
    q.nudge(walk.fromFeatures(), at, action, change);
    account.note(error, change);
    walk.act(i, asks && !walk.done(i) ? nextAction : behave(i, progress));
  }

  /// Reads the values of where the last action of environment i led; what the end of an episode
  /// allows is not known.
  private void readNext(int i, int at) {
    q.read(walk.nextFeatures(), at, row);
    if (!walk.done(i)) {
      walk.noteMask(row, 0, i);
    }
  }

  private int behave(int i, double progress) {
    q.read(walk.features(), i * walk.map().active(), row);
    walk.noteMask(row, 0, i);
    return config.behaviour().choose(row, 0, progress, exploring);
  }

  @Override
  public long envStepsPerIteration() {
    return (long) config.stepsPerIteration() * walk.count();
  }

  @Override
  public EpisodeStatistics episodes() {
    return walk.episodes();
  }

  @Override
  public Phases phases() {
    return walk.phases();
  }

  @Override
  public Policy policy() {
    return policy;
  }

  /// The action values.
  ///
  /// @return the weights; the same object at each call
  public LinearValues values() {
    return q;
  }

  @Override
  public State learned() {
    State learned = new State();
    q.save(learned);
    return learned;
  }

  /// {@inheritDoc}
  ///
  /// @return one semi-gradient step for each step of an environment
  @Override
  public long gradientSteps() {
    return updates;
  }

  @Override
  public boolean resumesExactly() {
    return walk.savesState();
  }

  @Override
  public void save(State out) {
    q.save(out.at("q"));
    exploring.save(out.at("exploration"));
    walk.save(out.at("walk"));
    out.putLong("updates", updates);
  }

  @Override
  public void load(State in) {
    q.load(in.at("q"));
    exploring.load(in.at("exploration"));
    walk.load(in.at("walk"));
    updates = in.longValue("updates");
  }
}
