package dev.bellman.app.train;

import dev.bellman.app.UserError;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.EnvOption;
import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.wrappers.EnvWrapper;
import dev.bellman.rl.env.wrappers.NoisyAction;
import dev.bellman.rl.env.wrappers.NoisyObservation;
import dev.bellman.rl.env.wrappers.StickyAction;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a policy reaches where something is not as it was in training: other seeds, other physics,
/// noise on observations and actions, and variants far from what it was trained on.
///
/// Physics are the environment's numeric options, each alone times 0.8 and 1.2, variants the same
/// times 0.5 and 2 and its switches turned over. What an environment refuses is left out.
///
/// @param config the run's configuration
/// @param envs the environments that can be named
/// @param episodes episodes of each perturbation, divided among the seeds
/// @param seed the seed that the perturbations' seeds follow from
public record Robustness(RunConfig<?> config, Envs envs, int episodes, long seed) {
  /// The number of seeds that each perturbation is evaluated with.
  public static final int SEEDS = 5;

  private static final double[] NEAR = {0.8, 1.2};
  private static final double[] FAR = {0.5, 2};
  private static final double[] OBSERVATION_NOISE = {0.01, 0.05, 0.1, 0.2};
  private static final double[] ACTION_NOISE = {0.1, 0.3};
  private static final double[] STICKINESS = {0.1, 0.25};
  private static final int MOST_ENVS = 16;

  /// What is not as it was in training.
  ///
  /// @param kind `seeds`, `physics`, `observations`, `actions` or `variant`
  /// @param name what is changed, and to what
  /// @param config the configuration with other options
  /// @param wrapper what stands around the environments; empty for nothing
  private record Perturbation(
      String kind, String name, RunConfig<?> config, Optional<EnvWrapper> wrapper) {}

  /// What a policy reaches under a perturbation.
  ///
  /// @param kind `seeds`, `physics`, `observations`, `actions` or `variant`
  /// @param name what is changed, and to what
  /// @param returns the mean return of each seed
  /// @param successRate the share of episodes that succeeded; NaN if that is not known
  public record Reached(String kind, String name, double[] returns, double successRate) {
    /// The mean over the seeds.
    ///
    /// @return the mean return
    public double mean() {
      double sum = 0;
      for (double value : returns) {
        sum += value;
      }
      return sum / returns.length;
    }

    /// The standard deviation over the seeds, with n - 1.
    ///
    /// @return the deviation
    public double spread() {
      double mean = mean();
      double squares = 0;
      for (double value : returns) {
        squares += (value - mean) * (value - mean);
      }
      return Math.sqrt(squares / (returns.length - 1));
    }

    /// The worst seed.
    ///
    /// @return the least mean return
    public double worst() {
      double least = Double.POSITIVE_INFINITY;
      for (double value : returns) {
        least = Math.min(least, value);
      }
      return least;
    }
  }

  /// Evaluates a policy under every perturbation.
  ///
  /// @param policy what acts, with its best actions
  /// @return what it reaches; the first is the environment as it was in training
  public List<Reached> run(Policy policy) {
    return perturbations().stream().map(each -> reached(policy, each)).toList();
  }

  private Reached reached(Policy policy, Perturbation perturbation) {
    int each = Math.max(1, Math.ceilDiv(episodes, SEEDS));
    var returns = new double[SEEDS];
    double successes = 0;
    for (int k = 0; k < SEEDS; k++) {
      Evaluations evaluations = Evaluations.of(each, Rng.deriveSeed(seed, "robustness", k), true);
      VecEnv plain =
          evaluations.bounded(perturbation.config, envs).vector(envs, Math.min(MOST_ENVS, each));
      VecEnv vector = perturbation.wrapper.map(wrapper -> wrapper.wrap(plain)).orElse(plain);
      Evaluated evaluated = evaluations.run(config, envs, policy, vector);
      returns[k] = evaluated.result().meanReturn();
      Double rate = evaluated.successRate();
      successes += rate == null ? Double.NaN : rate;
    }
    return new Reached(perturbation.kind, perturbation.name, returns, successes / SEEDS);
  }

  private List<Perturbation> perturbations() {
    var all = new ArrayList<Perturbation>();
    all.add(new Perturbation("seeds", "as trained", config, Optional.empty()));
    EnvSpec spec = envs.spec(config.environment());
    for (EnvOption option : spec.options()) {
      scaled(all, "physics", option, NEAR);
    }
    noise(all);
    for (EnvOption option : spec.options()) {
      scaled(all, "variant", option, FAR);
      if (value(option) instanceof Boolean on) {
        add(all, "variant", option, !on, "%s = %s".formatted(option.name(), !on));
      }
    }
    return all;
  }

  private Object value(EnvOption option) {
    return config.options().getOrDefault(option.name(), option.defaultValue());
  }

  private void scaled(List<Perturbation> all, String kind, EnvOption option, double[] factors) {
    if (option.type() == EnvOption.Type.NUMBER
        && value(option) instanceof Number number
        && number.doubleValue() != 0) {
      for (double factor : factors) {
        String name = "%s x %s".formatted(option.name(), factor);
        add(all, kind, option, number.doubleValue() * factor, name);
      }
    }
  }

  private void add(
      List<Perturbation> all, String kind, EnvOption option, Object value, String name) {
    RunConfig<?> changed = config.withOption(option.name(), value);
    try {
      changed.vector(envs, 1).close();
    } catch (UserError e) {
      return; // out of the option's range: there is no such variant
    }
    all.add(new Perturbation(kind, name, changed, Optional.empty()));
  }

  private void noise(List<Perturbation> all) {
    Space<?> observations;
    Space<?> actions;
    try (VecEnv one = config.vector(envs, 1)) {
      observations = one.observationSpace();
      actions = one.actionSpace();
    }
    if (observations instanceof Box) {
      for (double std : OBSERVATION_NOISE) {
        wrapped(all, "observations", "Gaussian noise, std " + std, new NoisyObservation(std));
      }
    }
    if (actions instanceof Box) {
      for (double std : ACTION_NOISE) {
        wrapped(all, "actions", "Gaussian noise, std " + std, new NoisyAction(std));
      }
    } else if (actions instanceof Discrete) {
      for (double probability : STICKINESS) {
        String name = "the last action again, probability " + probability;
        wrapped(all, "actions", name, new StickyAction(probability));
      }
    }
  }

  private void wrapped(List<Perturbation> all, String kind, String name, EnvWrapper wrapper) {
    all.add(new Perturbation(kind, name, config, Optional.of(wrapper)));
  }
}
