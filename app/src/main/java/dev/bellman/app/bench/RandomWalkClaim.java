package dev.bellman.app.bench;

import dev.bellman.app.chart.Figure;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.tabular.Bins;
import dev.bellman.rl.tabular.PredictionConfig;
import dev.bellman.rl.tabular.PredictionMethod;
import dev.bellman.rl.tabular.StepSize;
import dev.bellman.rl.tabular.TabularPrediction;
import dev.bellman.tensor.optim.Schedule;
import java.util.ArrayList;
import java.util.List;

/// Bias and variance against n and λ: the error of values after each of the first ten episodes of a
/// walk over 19 states, root mean square over states, mean over episodes and 100 seeds, with the
/// step size that is best for each (Sutton and Barto 2018, figures 7.2 and 12.6). Beside it, for
/// one step size, what of the squared error after the ten episodes is bias, the same in every seed,
/// and what is variance over the seeds.
final class RandomWalkClaim {
  private static final int SEEDS = 100;
  private static final int EPISODES = 10;
  private static final double FIXED_ALPHA = 0.1;
  private static final double[] ALPHAS = {
    0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1
  };
  private static final double[] STEPS = {1, 2, 4, 8, 16, 32, 64};
  private static final double[] LAMBDAS = {0, 0.4, 0.8, 0.9, 0.95, 0.99, 1};

  /// A method by its parameter.
  @FunctionalInterface
  private interface Family {
    PredictionMethod of(double parameter);
  }

  /// What a method came to.
  ///
  /// @param error the mean error over episodes and seeds
  /// @param bias the mean square over states of the mean value's error after the last episode
  /// @param variance the mean over states of the values' variance over seeds
  private record Outcome(double error, double bias, double variance) {}

  private RandomWalkClaim() {}

  static List<Measurement> run(Pictures pictures) {
    var results = new ArrayList<Measurement>();
    results.addAll(
        family(pictures, "n-step-td", "n", STEPS, n -> new PredictionMethod.Td((int) n)));
    results.addAll(
        family(
            pictures,
            "td-lambda",
            "lambda",
            LAMBDAS,
            lambda -> new PredictionMethod.TdLambda(lambda, false)));
    return results;
  }

  private static List<Measurement> family(
      Pictures pictures, String name, String parameter, double[] values, Family family) {
    var results = new ArrayList<Measurement>();
    Figure errors =
        Figure.of("19-state walk: " + name, "step size alpha", "RMS error, first ten episodes")
            .vertical(0.2, 0.6);
    var bias = new double[values.length];
    var variance = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      var curve = new double[ALPHAS.length];
      int best = 0;
      for (int a = 0; a < ALPHAS.length; a++) {
        Outcome outcome = outcome(family.of(values[k]), ALPHAS[a]);
        curve[a] = outcome.error;
        best = curve[a] < curve[best] ? a : best;
        if (ALPHAS[a] == FIXED_ALPHA) {
          bias[k] = outcome.bias;
          variance[k] = outcome.variance;
        }
      }
      String label = "%s = %s".formatted(parameter, label(values[k]));
      errors.line(label, ALPHAS, curve);
      String what = "19-state walk: %s, %s, ".formatted(name, label);
      results.add(Measurement.of(what + "best alpha " + ALPHAS[best], curve[best], "RMS error", 1));
      String fixed = what + "alpha %s after %d episodes".formatted(FIXED_ALPHA, EPISODES);
      results.add(Measurement.of(fixed, bias[k], "bias^2", 1));
      results.add(Measurement.of(fixed, variance[k], "variance", 1));
    }
    pictures.draw("walk-" + parameter, errors);
    Figure parts =
        Figure.of(
                "19-state walk: %s, alpha %s, after ten episodes".formatted(name, FIXED_ALPHA),
                parameter,
                "mean over states")
            .vertical(0, 0.3)
            .marked("bias^2", values, bias)
            .marked("variance over 100 seeds", values, variance);
    pictures.draw("walk-bias-" + parameter, values[0] > 0 ? parts.logarithmicX() : parts);
    return results;
  }

  private static String label(double value) {
    return value == (int) value ? Integer.toString((int) value) : Double.toString(value);
  }

  private static Outcome outcome(PredictionMethod method, double alpha) {
    var config =
        new PredictionConfig(
            1, 1, 1, new StepSize.Scheduled(Schedule.constant(alpha)), method, 0, Bins.NONE);
    double sum = 0;
    var means = new double[RandomWalk.STATES];
    var squares = new double[RandomWalk.STATES];
    for (int seed = 1; seed <= SEEDS; seed++) {
      try (VecEnv envs = EnvAdapter.of("random walk", 1, RandomWalk::new)) {
        var learner = new TabularPrediction(config, envs, seed);
        for (int done = 0; done < EPISODES; ) {
          learner.iterate(1);
          if (!learner.episodes().drain().isEmpty()) {
            sum += RandomWalk.error(learner.values());
            done++;
          }
        }
        for (int state = 0; state < means.length; state++) {
          double value = learner.values().at(state);
          means[state] += value / SEEDS;
          squares[state] += value * value / SEEDS;
        }
      }
    }
    double bias = 0;
    double variance = 0;
    for (int state = 0; state < means.length; state++) {
      double error = means[state] - RandomWalk.value(state);
      bias += error * error / means.length;
      variance += (squares[state] - means[state] * means[state]) / means.length;
    }
    return new Outcome(sum / (SEEDS * EPISODES), bias, variance);
  }
}
