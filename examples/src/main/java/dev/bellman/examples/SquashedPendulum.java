package dev.bellman.examples;

import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.policy.PolicyNoise;
import dev.bellman.rl.ppo.Ppo;
import dev.bellman.rl.ppo.PpoConfig;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Workers;
import java.util.List;
import java.util.Map;

/// PPO on Pendulum-v1 with actions squashed into their bounds, noise that follows the state, and
/// normalised rewards. Ends by printing the mean return of 100 episodes.
final class SquashedPendulum {
  private static final MlpActorCritic.Config NETWORK =
      new MlpActorCritic.Config(
          List.of(64, 64),
          Activation.TANH,
          0,
          MlpActorCritic.Torso.SEPARATE,
          MlpActorCritic.Initialization.ORTHOGONAL,
          1,
          MlpActorCritic.Bounds.SQUASHED,
          new PolicyNoise.StateDependent(4));

  private static final PpoConfig CONFIG =
      new PpoConfig(
          4,
          1024,
          new Gae(0.9, 0.95),
          PpoConfig.DEFAULTS.update(),
          PpoConfig.DEFAULTS.objective(),
          PpoConfig.DEFAULTS.value(),
          EntropyCoefficient.constant(0),
          NETWORK,
          Normalization.DEFAULTS.with(false, true));

  private SquashedPendulum() {}

  static void main() {
    try (VecEnv envs = Envs.builtIn().vector("Pendulum-v1", CONFIG.envs(), Map.of());
        var workers = new Workers(2)) {
      var ppo = new Ppo(CONFIG, envs, 1, workers);
      new Training(ppo, 200_000).run();
      VecEnv fresh = Envs.builtIn().vector("Pendulum-v1", 16, Map.of());
      IO.println(new Evaluation(100, 1, true).run(ppo.policy(), fresh).meanReturn());
    }
  }
}
