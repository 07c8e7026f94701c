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

/// LSTD(λ): the value of a given policy, linear in features, as the solution of the equations that
/// TD(λ) creeps to. No step size; on one feature for each state and with λ = 0 it is the exact
/// solution of the model that the samples make.
///
/// An episode that was cut is bootstrapped from its last state.
///
/// **Source**: Bradtke and Barto 1996; Boyan 2002; Sutton and Barto 2018, section 9.8.
/// **Deviation**: the equations are solved once an iteration, instead of an inverse that is updated
/// at each step.
public final class Lstd implements Algorithm {
  private final LstdConfig config;
  private final Walk walk;
  private final LeastSquares equations;
  private final Policy evaluated;
  private final Rng acting;
  private final Traces[] traces;
  private double[] weights;
  private double errors;

  /// Learns the value of the random policy.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param seed the run's seed, at least 0
  /// @throws IllegalArgumentException if actions are not discrete, or the features do not fit
  public Lstd(LstdConfig config, VecEnv envs, long seed) {
    this(config, envs, new RandomPolicy(envs.actionSpace(), seed), seed);
  }

  /// Learns the value of a policy.
  ///
  /// @param config the hyper-parameters
  /// @param envs the environments; owned by the caller
  /// @param evaluated the policy, which draws its actions
  /// @param seed the run's seed, at least 0
  /// @throws IllegalArgumentException if actions are not discrete, or the features do not fit
  public Lstd(LstdConfig config, VecEnv envs, Policy evaluated, long seed) {
    this.config = config;
    FeatureMap map = FeatureMap.of(envs, config.features());
    this.walk = new Walk(envs, map, seed);
    this.equations = new LeastSquares(map.size());
    this.evaluated = evaluated;
    this.acting = Rng.stream(seed, "exploration", 0);
    this.traces = new Traces[walk.count()];
    this.weights = new double[map.size()];
    Arrays.setAll(traces, _ -> new Traces());
    walk.act(evaluated, acting);
  }

  @Override
  public Metrics iterate(double progress) {
    phases().enter(Phase.ESTIMATE);
    errors = 0;
    for (int t = 0; t < config.stepsPerIteration(); t++) {
      walk.step();
      for (int i = 0; i < walk.count(); i++) {
        gather(i);
      }
      walk.act(evaluated, acting);
    }
    phases().enter(Phase.UPDATE);
    double[] solved = equations.solve(config.ridge());
    double change = 0;
    for (int k = 0; k < solved.length; k++) {
      change = Math.max(change, Math.abs(solved[k] - weights[k]));
    }
    weights = solved;
    phases().leave();
    return new Metrics().put("td_error", errors / envStepsPerIteration()).put("max_abs_dw", change);
  }

  /// Adds what the last step of environment i says to the equations.
  private void gather(int i) {
    int active = walk.map().active();
    int from = i * active;
    double gamma = walk.terminated(i) ? 0 : config.gamma();
    errors +=
        Math.abs(
            walk.reward(i)
                + gamma * value(walk.nextFeatures(), from)
                - value(walk.fromFeatures(), from));
    Traces along = traces[i];
    for (int j = from; j < from + active; j++) {
      along.visit(walk.fromFeatures()[j], false);
    }
    for (int k = 0; k < along.size(); k++) {
      for (int j = from; j < from + active; j++) {
        equations.add(along.place(k), walk.fromFeatures()[j], along.weight(k));
        equations.add(along.place(k), walk.nextFeatures()[j], -gamma * along.weight(k));
      }
      equations.addReward(along.place(k), along.weight(k) * walk.reward(i));
    }
    if (walk.done(i)) {
      along.clear();
    } else {
      along.fade(config.gamma() * config.lambda());
    }
  }

  private double value(int[] features, int at) {
    double value = 0;
    for (int j = at; j < at + walk.map().active(); j++) {
      value += weights[features[j]];
    }
    return value;
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

  /// The weights; on one feature for each state they are V.
  ///
  /// @return a copy
  public double[] weights() {
    return weights.clone();
  }

  @Override
  public State learned() {
    State learned = new State();
    learned.put("weights", weights);
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
    equations.save(out.at("equations"));
    out.put("weights", weights);
    acting.save(out.at("exploration"));
    walk.save(out.at("walk"));
    for (int i = 0; i < traces.length; i++) {
      traces[i].save(out.at("traces." + i));
    }
  }

  @Override
  public void load(State in) {
    equations.load(in.at("equations"));
    weights = in.doubles("weights", weights.length).clone();
    acting.load(in.at("exploration"));
    walk.load(in.at("walk"));
    for (int i = 0; i < traces.length; i++) {
      traces[i].load(in.at("traces." + i));
    }
  }
}
