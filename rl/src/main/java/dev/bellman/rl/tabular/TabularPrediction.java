package dev.bellman.rl.tabular;

import dev.bellman.rl.Algorithm;
import dev.bellman.rl.Metrics;
import dev.bellman.rl.Phases;
import dev.bellman.rl.Phases.Phase;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.policy.Policy;
import dev.bellman.rl.policy.RandomPolicy;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.util.Arrays;
import java.util.HashSet;

/// The value of a given policy in a table: TD(0), n-step TD, TD(λ) and Monte Carlo prediction, by
/// [PredictionConfig#method]. The policy that acts is the one that is learned about.
///
/// An episode that was cut is bootstrapped from its last state. Several environments share one
/// table, which learns from them in order.
public final class TabularPrediction implements Algorithm {
  private final PredictionConfig config;
  private final Walk walk;
  private final StateValues v;
  private final Policy evaluated;
  private final Rng acting;

  /// The last steps of each environment, as many as the method needs; no actions.
  private final Steps[] steps;

  private final Traces[] traces;
  private final Account account = new Account();

  /// Learns the value of the random policy.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param seed the run's seed, at least 0
  /// @throws IllegalArgumentException if actions are not discrete, or observations neither discrete
  ///   nor numbered by bins
  public TabularPrediction(PredictionConfig config, VecEnv envs, long seed) {
    this(config, envs, new RandomPolicy(envs.actionSpace(), seed), seed);
  }

  /// Learns the value of a policy.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param evaluated the policy, which draws its actions
  /// @param seed the run's seed, at least 0
  /// @throws IllegalArgumentException if actions are not discrete, or observations neither discrete
  ///   nor numbered by bins
  public TabularPrediction(PredictionConfig config, VecEnv envs, Policy evaluated, long seed) {
    this.config = config;
    this.walk = new Walk(envs, FeatureMap.states(envs, config.bins()), seed);
    this.v = new StateValues(walk.map().size(), config.initialValue());
    this.evaluated = evaluated;
    this.acting = Rng.stream(seed, "exploration", 0);
    this.steps = new Steps[walk.count()];
    this.traces = new Traces[walk.count()];
    Arrays.setAll(steps, _ -> new Steps());
    Arrays.setAll(traces, _ -> new Traces());
    walk.act(evaluated, acting);
  }

  @Override
  public Metrics iterate(double progress) {
    phases().enter(Phase.UPDATE);
    for (int t = 0; t < config.stepsPerIteration(); t++) {
      walk.step();
      for (int i = 0; i < walk.count(); i++) {
        switch (config.method()) {
          case PredictionMethod.Td(int n) -> td(i, n, progress);
          case PredictionMethod.TdLambda method -> tdLambda(i, method, progress);
          case PredictionMethod.MonteCarlo method -> monteCarlo(i, method, progress);
        }
      }
      walk.act(evaluated, acting);
    }
    phases().leave();
    return account
        .close("mean_abs_dv", envStepsPerIteration())
        .put("states_visited", v.statesVisited());
  }

  private void td(int i, int n, double progress) {
    steps[i].add(walk.from(i), 0, walk.reward(i));
    double last = lastValue(i);
    while (steps[i].size() == n || (walk.done(i) && steps[i].size() > 0)) {
      learn(steps[i].state(0), steps[i].discounted(config.gamma(), last), progress);
      steps[i].removeFirst();
    }
  }

  private void tdLambda(int i, PredictionMethod.TdLambda method, double progress) {
    int state = walk.from(i);
    double error = walk.reward(i) + config.gamma() * lastValue(i) - v.at(state);
    Traces along = traces[i];
    along.visit(state, method.replacing());
    double changed = 0;
    for (int k = 0; k < along.size(); k++) {
      int visited = along.place(k);
      double change = config.stepSize().at(v.visits(visited), progress) * error * along.weight(k);
      v.nudge(visited, change);
      changed += Math.abs(change);
    }
    v.visit(state);
    account.note(error, changed);
    if (walk.done(i)) {
      along.clear();
    } else {
      along.fade(config.gamma() * method.lambda());
    }
  }

  private void monteCarlo(int i, PredictionMethod.MonteCarlo method, double progress) {
    Steps episode = steps[i];
    episode.add(walk.from(i), 0, walk.reward(i));
    if (!walk.done(i)) {
      return;
    }
    double[] returns = new double[episode.size()];
    double gain = lastValue(i);
    for (int t = returns.length - 1; t >= 0; t--) {
      gain = episode.reward(t) + config.gamma() * gain;
      returns[t] = gain;
    }
    var seen = new HashSet<Integer>();
    for (int t = 0; t < returns.length; t++) {
      boolean first = seen.add(episode.state(t));
      if (first || !method.firstVisit()) {
        learn(episode.state(t), returns[t], progress);
      }
    }
    episode.clear();
  }

  /// What the state after the last step is worth.
  private double lastValue(int i) {
    return walk.terminated(i) ? 0 : v.at(walk.next(i));
  }

  private void learn(int state, double target, double progress) {
    double error = target - v.at(state);
    double change = config.stepSize().at(v.visits(state), progress) * error;
    v.nudge(state, change);
    v.visit(state);
    account.note(error, change);
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

  /// {@inheritDoc}
  ///
  /// @return the policy whose value is learned
  @Override
  public Policy policy() {
    return evaluated;
  }

  /// The state values.
  ///
  /// @return the table; the same object at each call
  public StateValues values() {
    return v;
  }

  @Override
  public State learned() {
    State learned = new State();
    v.save(learned);
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
    v.save(out.at("v"));
    acting.save(out.at("exploration"));
    walk.save(out.at("walk"));
    for (int i = 0; i < steps.length; i++) {
      steps[i].save(out.at("steps." + i));
      traces[i].save(out.at("traces." + i));
    }
  }

  @Override
  public void load(State in) {
    v.load(in.at("v"));
    acting.load(in.at("exploration"));
    walk.load(in.at("walk"));
    for (int i = 0; i < steps.length; i++) {
      steps[i].load(in.at("steps." + i));
      traces[i].load(in.at("traces." + i));
    }
  }
}
