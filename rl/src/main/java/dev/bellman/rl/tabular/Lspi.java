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

/// Least-squares policy iteration: each policy's action values are solved for from the same steps
/// (LSTDQ), and the next policy is greedy for them.
///
/// Off-policy: the steps may come from any behaviour, by default the random one. All steps are
/// kept. An episode that was cut is bootstrapped from its last state.
///
/// **Source**: Lagoudakis and Parr 2003, *Least-Squares Policy Iteration*, figures 5 and 8.
/// **Deviation**: an iteration adds steps and goes on from the last policy; the paper's loop is one
/// iteration.
public final class Lspi implements Algorithm {
  private final LspiConfig config;
  private final Walk walk;
  private final LinearValues q;
  private final LeastSquares equations;
  private final Samples samples;
  private final Rng exploring;
  private final ActionValues row;
  private final Policy policy;
  private double[] weights;

  /// A learner without steps.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param seed the run's seed, at least 0
  /// @throws IllegalArgumentException if actions are not discrete, or the features do not fit
  public Lspi(LspiConfig config, VecEnv envs, long seed) {
    this.config = config;
    FeatureMap map = FeatureMap.of(envs, config.features());
    this.walk = new Walk(envs, map, seed);
    int actions = walk.actions();
    this.q = new LinearValues(map.size(), map.active(), actions, 0);
    this.equations = new LeastSquares(Math.multiplyExact(map.size(), actions));
    this.weights = new double[map.size() * actions];
    this.samples = new Samples(map.active());
    this.exploring = Rng.stream(seed, "exploration", 0);
    this.row = new ActionValues(1, actions, 0);
    this.policy =
        new ValuePolicy(
            map, actions, (features, out) -> q.read(features, 0, out), config.behaviour());
    for (int i = 0; i < walk.count(); i++) {
      behave(i, 0);
    }
  }

  private void behave(int i, double progress) {
    q.read(walk.features(), i * walk.map().active(), row);
    walk.noteMask(row, 0, i);
    walk.act(i, config.behaviour().choose(row, 0, progress, exploring));
  }

  @Override
  public Metrics iterate(double progress) {
    phases().enter(Phase.ENVIRONMENT);
    int before = samples.size();
    for (int t = 0; t < config.stepsPerIteration(); t++) {
      walk.step();
      for (int i = 0; i < walk.count(); i++) {
        samples.add(walk, i);
        behave(i, progress);
      }
    }
    phases().enter(Phase.UPDATE);
    double error = meanError(before);
    double change = Double.POSITIVE_INFINITY;
    int round = 0;
    while (round < config.rounds() && change > config.tolerance()) {
      change = evaluateGreedy();
      round++;
    }
    phases().leave();
    Metrics metrics =
        new Metrics().put("td_error", error).put("rounds", round).put("max_abs_dw", change);
    config.behaviour().tell(progress, metrics);
    return metrics;
  }

  /// The mean error of the steps from one on, before they are learned from.
  private double meanError(int from) {
    int active = walk.map().active();
    double errors = 0;
    for (int k = from; k < samples.size(); k++) {
      q.read(samples.nextFeatures(), k * active, row);
      double value = samples.terminated(k) ? 0 : row.max(0);
      errors +=
          Math.abs(
              samples.reward(k)
                  + config.gamma() * value
                  - q.at(samples.features(), k * active, samples.action(k)));
    }
    return errors / (samples.size() - from);
  }

  /// Solves for the values of the policy that is greedy now.
  ///
  /// @return the largest change of a weight
  private double evaluateGreedy() {
    equations.clear();
    for (int k = 0; k < samples.size(); k++) {
      gather(k);
    }
    double[] solved = equations.solve(config.ridge());
    double change = 0;
    for (int k = 0; k < solved.length; k++) {
      change = Math.max(change, Math.abs(solved[k] - weights[k]));
    }
    weights = solved;
    q.set(weights);
    return change;
  }

  private void gather(int k) {
    int active = walk.map().active();
    int from = k * active;
    int action = samples.action(k);
    int nextAction = 0;
    if (!samples.terminated(k)) {
      q.read(samples.nextFeatures(), from, row);
      nextAction = row.greedy(0, null);
    }
    double gamma = samples.terminated(k) ? 0 : config.gamma();
    for (int j = from; j < from + active; j++) {
      int place = place(samples.features()[j], action);
      for (int l = from; l < from + active; l++) {
        equations.add(place, place(samples.features()[l], action), 1);
        equations.add(place, place(samples.nextFeatures()[l], nextAction), -gamma);
      }
      equations.addReward(place, samples.reward(k));
    }
  }

  private int place(int feature, int action) {
    return feature * q.actions() + action;
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
    samples.save(out.at("samples"));
    exploring.save(out.at("exploration"));
    walk.save(out.at("walk"));
  }

  @Override
  public void load(State in) {
    q.load(in.at("q"));
    weights = in.at("q").doubles("weights", weights.length).clone();
    samples.load(in.at("samples"));
    exploring.load(in.at("exploration"));
    walk.load(in.at("walk"));
  }
}
