package dev.bellman.examples;

import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.td3.Td3;
import dev.bellman.rl.td3.Td3Config;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Workers;
import java.util.Map;

/// TD3 on Pendulum-v1 with the defaults of Stable-Baselines3 and the paper's noise. Ends by
/// printing the mean return of 100 episodes.
final class Td3Pendulum {
  private Td3Pendulum() {}

  static void main() {
    try (VecEnv envs = Envs.builtIn().vector("Pendulum-v1", 1, Map.of());
        var workers = new Workers(2)) {
      var learner = new Td3(Td3Config.TD3, envs, 1, workers);
      new Training(learner, 20_000).run();
      VecEnv fresh = Envs.builtIn().vector("Pendulum-v1", 16, Map.of());
      IO.println(new Evaluation(100, 1, true).run(learner.policy(), fresh).meanReturn());
    }
  }
}
