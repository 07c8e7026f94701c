package dev.bellman.examples;

import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.reinforce.Reinforce;
import dev.bellman.rl.reinforce.ReinforceConfig;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Workers;
import java.util.Map;

/// REINFORCE on CartPole-v1 with rewards to go and V as the baseline. Ends by printing the mean
/// return of 100 episodes: about 500.
final class ReinforceCartPole {
  private ReinforceCartPole() {}

  static void main() {
    try (VecEnv envs = Envs.builtIn().vector("CartPole-v1", 1, Map.of());
        var workers = new Workers(2)) {
      var learner = new Reinforce(ReinforceConfig.DEFAULTS, envs, 2, workers);
      new Training(learner, 200_000).run();
      VecEnv fresh = Envs.builtIn().vector("CartPole-v1", 16, Map.of());
      IO.println(new Evaluation(100, 1, true).run(learner.policy(), fresh).meanReturn());
    }
  }
}
