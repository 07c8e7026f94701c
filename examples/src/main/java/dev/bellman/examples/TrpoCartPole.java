package dev.bellman.examples;

import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.KlDirection;
import dev.bellman.rl.loss.ValueLoss;
import dev.bellman.rl.math.ConjugateGradient;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.ValueTarget;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.rl.trpo.LineSearch;
import dev.bellman.rl.trpo.Trpo;
import dev.bellman.rl.trpo.TrpoConfig;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import java.util.Map;

/// TRPO on CartPole-v1 with the hyper-parameters that RL Baselines3 Zoo tuned. Ends by printing the
/// mean return of 100 episodes: 500.0.
final class TrpoCartPole {
  private static final TrpoConfig CONFIG =
      new TrpoConfig(
          2,
          512,
          new Gae(0.99, 0.98),
          Gae.Scaling.STANDARDISED,
          new TrpoConfig.Step(
              Schedule.constant(0.01),
              KlDirection.OLD_TO_NEW,
              0.001,
              ConjugateGradient.Config.DEFAULTS,
              LineSearch.Backtracking.DEFAULTS),
          new TrpoConfig.Value(
              new ValueLoss.SquaredError(),
              new ValueTarget.LambdaReturn(),
              20,
              512,
              Schedule.constant(1e-3),
              Adam.Config.DEFAULTS.withEpsilon(1e-5)),
          MlpActorCritic.Config.DEFAULTS,
          Normalization.DEFAULTS);

  private TrpoCartPole() {}

  static void main() {
    try (VecEnv envs = Envs.builtIn().vector("CartPole-v1", CONFIG.envs(), Map.of());
        var workers = new Workers(2)) {
      var trpo = new Trpo(CONFIG, envs, 1, workers);
      new Training(trpo, 100_000).run();
      VecEnv fresh = Envs.builtIn().vector("CartPole-v1", 16, Map.of());
      IO.println(new Evaluation(100, 1, true).run(trpo.policy(), fresh).meanReturn());
    }
  }
}
