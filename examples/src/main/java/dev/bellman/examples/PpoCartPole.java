package dev.bellman.examples;

import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.ppo.Ppo;
import dev.bellman.rl.ppo.PpoConfig;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import java.util.Map;

/// PPO on CartPole-v1 with the hyper-parameters that RL Baselines3 Zoo tuned. Ends by printing the
/// mean return of 100 episodes: 500.0.
final class PpoCartPole {
  private static final PpoConfig CONFIG =
      new PpoConfig(
          8,
          32,
          new Gae(0.98, 0.8),
          new PpoConfig.Update(
              20,
              256,
              Schedule.linear(1e-3, 0),
              0.5,
              Double.POSITIVE_INFINITY,
              Gae.Scaling.STANDARDISED,
              Adam.Config.DEFAULTS.withEpsilon(1e-5)),
          new PolicyObjective.Clip(Schedule.linear(0.2, 0), Schedule.linear(0.2, 0)),
          PpoConfig.Value.DEFAULTS,
          EntropyCoefficient.constant(0),
          MlpActorCritic.Config.DEFAULTS,
          Normalization.DEFAULTS);

  private PpoCartPole() {}

  static void main() {
    try (VecEnv envs = Envs.builtIn().vector("CartPole-v1", CONFIG.envs(), Map.of());
        var workers = new Workers(2)) {
      var ppo = new Ppo(CONFIG, envs, 1, workers);
      new Training(ppo, 100_000).run();
      VecEnv fresh = Envs.builtIn().vector("CartPole-v1", 16, Map.of());
      IO.println(new Evaluation(100, 1, true).run(ppo.policy(), fresh).meanReturn());
    }
  }
}
