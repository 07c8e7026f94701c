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

/// Control with a table of action values: SARSA, expected SARSA, Q-learning, double Q-learning,
/// n-step SARSA, Watkins's Q(λ) and Monte Carlo control, by [ControlConfig#method].
///
/// The policy that acts is [ControlConfig#behaviour]; the policy that is learned about is the
/// method's. On-policy they are the same. An episode that was cut is bootstrapped from its last
/// state. Several environments share one table, which learns from them in order.
public final class TabularControl implements Algorithm {
  private final ControlConfig config;
  private final Walk walk;
  private final ActionValues q;
  private final Rng exploring;
  private final Course course;
  private final Method method;
  private final Policy policy;

  /// A learner with a table of its own.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param seed the run's seed, at least 0
  /// @throws IllegalArgumentException if actions are not discrete, or observations neither discrete
  ///   nor numbered by bins
  public TabularControl(ControlConfig config, VecEnv envs, long seed) {
    this.config = config;
    this.walk = new Walk(envs, FeatureMap.states(envs, config.bins()), seed);
    this.q = new ActionValues(walk.map().size(), walk.actions(), config.initialValue());
    this.exploring = Rng.stream(seed, "exploration", 0);
    this.course = new Course(config, walk, q, exploring);
    this.method =
        switch (config.method()) {
          case ControlMethod.OneStep m -> new OneStepMethod(course, m);
          case ControlMethod.DoubleQ _ -> new DoubleQMethod(course, seed);
          case ControlMethod.NStep m -> new NStepMethod(course, m);
          case ControlMethod.WatkinsQ m -> new WatkinsQMethod(course, m);
          case ControlMethod.MonteCarlo m -> new MonteCarloMethod(course, m);
        };
    this.policy =
        new ValuePolicy(
            walk.map(),
            walk.actions(),
            (features, row) -> row.copy(0, q, features[0]),
            config.behaviour());
    for (int i = 0; i < walk.count(); i++) {
      walk.noteMask(q, i);
      walk.act(i, course.behave(walk.state(i), 0));
    }
  }

  @Override
  public Metrics iterate(double progress) {
    phases().enter(Phase.UPDATE);
    for (int t = 0; t < config.stepsPerIteration(); t++) {
      walk.step();
      for (int i = 0; i < walk.count(); i++) {
        walk.noteMask(q, i);
        method.learn(i, progress);
      }
    }
    phases().leave();
    Metrics metrics = course.account.close("mean_abs_dq", envStepsPerIteration());
    config.behaviour().tell(progress, metrics);
    return metrics.put("states_visited", q.statesVisited());
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
  /// @return the table; the same object at each call
  public ActionValues values() {
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
  /// @return 0: no gradients are taken
  @Override
  public long gradientSteps() {
    return 0;
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
    method.save(out.at("method"));
  }

  @Override
  public void load(State in) {
    q.load(in.at("q"));
    exploring.load(in.at("exploration"));
    walk.load(in.at("walk"));
    method.load(in.at("method"));
  }
}
