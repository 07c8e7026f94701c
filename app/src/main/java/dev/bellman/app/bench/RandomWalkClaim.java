package dev.bellman.app.bench;

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
/// step size that is best for each (Sutton and Barto 2018, figures 7.2 and 12.6).
final class RandomWalkClaim {
  private static final int SEEDS = 100;
  private static final int EPISODES = 10;
  private static final double[] ALPHAS = {
    0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1
  };

  private RandomWalkClaim() {}

  static List<Measurement> run() {
    var results = new ArrayList<Measurement>();
    for (int n = 1; n <= 64; n *= 2) {
      results.add(best("n-step-td, n = " + n, new PredictionMethod.Td(n)));
    }
    for (double lambda : new double[] {0, 0.4, 0.8, 0.9, 0.95, 0.99, 1}) {
      results.add(best("td-lambda, lambda = " + lambda, tdLambda(lambda)));
    }
    return results;
  }

  private static PredictionMethod tdLambda(double lambda) {
    return new PredictionMethod.TdLambda(lambda, false);
  }

  private static Measurement best(String name, PredictionMethod method) {
    double least = Double.POSITIVE_INFINITY;
    double best = 0;
    for (double alpha : ALPHAS) {
      double error = error(method, alpha);
      if (error < least) {
        least = error;
        best = alpha;
      }
    }
    return Measurement.of(
        "19-state walk: %s, best alpha %s".formatted(name, best), least, "RMS error", 1);
  }

  private static double error(PredictionMethod method, double alpha) {
    var config =
        new PredictionConfig(
            1, 1, 1, new StepSize.Scheduled(Schedule.constant(alpha)), method, 0, Bins.NONE);
    double sum = 0;
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
      }
    }
    return sum / (SEEDS * EPISODES);
  }
}
