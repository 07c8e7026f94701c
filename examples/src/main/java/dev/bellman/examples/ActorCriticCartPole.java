package dev.bellman.examples;

import dev.bellman.rl.actorcritic.ActorCriticConfig;
import dev.bellman.rl.actorcritic.ActorCriticTd;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Workers;
import java.util.Map;

/// The one-step actor-critic on CartPole-v1, which learns after every step. Ends by printing the
/// mean return of 100 episodes: about 500.
final class ActorCriticCartPole {
  private ActorCriticCartPole() {}

  static void main() {
    try (VecEnv envs = Envs.builtIn().vector("CartPole-v1", 8, Map.of());
        var workers = new Workers(2)) {
      var learner = new ActorCriticTd(ActorCriticConfig.DEFAULTS, envs, 1, workers);
      new Training(learner, 300_000).run();
      VecEnv fresh = Envs.builtIn().vector("CartPole-v1", 16, Map.of());
      IO.println(new Evaluation(100, 1, true).run(learner.policy(), fresh).meanReturn());
    }
  }
}
