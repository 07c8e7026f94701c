package dev.bellman.examples;

import dev.bellman.rl.a3c.A3c;
import dev.bellman.rl.a3c.A3cConfig;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Workers;
import java.util.Map;

/// A3C on CartPole-v1 with four actors that run freely. Ends by printing the mean return of 100
/// episodes: about 500, and no two runs are the same.
final class A3cCartPole {
  private A3cCartPole() {}

  static void main() {
    try (VecEnv envs = Envs.builtIn().vector("CartPole-v1", 16, Map.of());
        var workers = new Workers(2)) {
      var learner = new A3c(A3cConfig.DEFAULTS, envs, 1, workers);
      new Training(learner, 300_000).run();
      VecEnv fresh = Envs.builtIn().vector("CartPole-v1", 16, Map.of());
      IO.println(new Evaluation(100, 1, true).run(learner.policy(), fresh).meanReturn());
    }
  }
}
