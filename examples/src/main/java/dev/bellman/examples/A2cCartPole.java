package dev.bellman.examples;

import dev.bellman.rl.a2c.A2c;
import dev.bellman.rl.a2c.A2cConfig;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Workers;
import java.util.Map;

/// A2C on CartPole-v1 with the defaults of Stable-Baselines3 and 8 environments. Ends by printing
/// the mean return of 100 episodes: 500.0.
final class A2cCartPole {
  private A2cCartPole() {}

  static void main() {
    try (VecEnv envs = Envs.builtIn().vector("CartPole-v1", 8, Map.of());
        var workers = new Workers(2)) {
      var learner = new A2c(A2cConfig.DEFAULTS, envs, 1, workers);
      new Training(learner, 500_000).run();
      VecEnv fresh = Envs.builtIn().vector("CartPole-v1", 16, Map.of());
      IO.println(new Evaluation(100, 1, true).run(learner.policy(), fresh).meanReturn());
    }
  }
}
