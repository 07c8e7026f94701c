package dev.bellman.examples;

import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.ppo.Ppo;
import dev.bellman.rl.ppo.PpoConfig;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Event;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.util.Map;

/// PPO on CartPole-v1 with the hyper-parameters that RL Baselines3 Zoo tuned. Ends by printing the
/// mean return of 100 episodes: 500.0.
final class PpoCartPole {
  private static final PpoConfig CONFIG =
      PpoConfig.DEFAULTS
          .withEnvs(8)
          .withRolloutLength(32)
          .withGae(new Gae(0.98, 0.8))
          .withObjective(new PolicyObjective.Clip(Schedule.linear(0.2, 0), Schedule.linear(0.2, 0)))
          .withUpdate(
              PpoConfig.Update.DEFAULTS
                  .withEpochs(20)
                  .withMinibatchSize(256)
                  .withLearningRate(Schedule.linear(1e-3, 0)));

  private PpoCartPole() {}

  static void main() {
    try (VecEnv envs = Envs.builtIn().vector("CartPole-v1", CONFIG.envs(), Map.of());
        var workers = new Workers(2)) {
      var ppo = new Ppo(CONFIG, envs, 1, workers);
      new Training(ppo, 100_000, PpoCartPole::print).run();
      VecEnv fresh = Envs.builtIn().vector("CartPole-v1", 16, Map.of());
      IO.println(new Evaluation(100, 1, true).run(ppo.net(), fresh).meanReturn());
    }
  }

  private static void print(Event event) {
    if (event instanceof Event.Iterated(var progress, _, var episodes)
        && progress.iterations() % 40 == 0) {
      IO.println(
          "%,7d env steps, mean return %.1f".formatted(progress.envSteps(), episodes.meanReturn()));
    }
  }
}
