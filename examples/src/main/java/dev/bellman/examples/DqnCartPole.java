package dev.bellman.examples;

import dev.bellman.rl.data.GradientSteps;
import dev.bellman.rl.data.ReplayConfig;
import dev.bellman.rl.data.ReplaySampling;
import dev.bellman.rl.dqn.Dqn;
import dev.bellman.rl.dqn.DqnConfig;
import dev.bellman.rl.dqn.TargetUpdate;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.ActionValue;
import dev.bellman.rl.loss.TdLoss;
import dev.bellman.rl.policy.QNetwork;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import java.util.Map;

/// Double DQN on CartPole-v1. Ends by printing the mean return of 100 episodes.
final class DqnCartPole {
  private DqnCartPole() {}

  static void main() {
    var config =
        new DqnConfig(
            8,
            0.99,
            new ReplayConfig(50_000, 1, new ReplaySampling.Uniform(), false),
            new DqnConfig.Exploration(1000, new Schedule.LinearUntil(1, 0.05, 0.3), 0),
            new DqnConfig.Update(
                4,
                new GradientSteps.Fixed(16),
                64,
                Schedule.linear(1e-3, 0),
                10,
                Adam.Config.DEFAULTS),
            new DqnConfig.Target(DqnConfig.NextAction.ONLINE, new TargetUpdate.Polyak(0.01, 1)),
            new ActionValue.Expected(new TdLoss.Squared()),
            QNetwork.Config.DEFAULTS);
    try (VecEnv envs = Envs.builtIn().vector("CartPole-v1", config.envs(), Map.of());
        var workers = new Workers(1)) {
      var learner = new Dqn(config, envs, 1, workers);
      new Training(learner, 50_000).run();
      VecEnv fresh = Envs.builtIn().vector("CartPole-v1", 16, Map.of());
      IO.println(new Evaluation(100, 1, true).run(learner.policy(), fresh).meanReturn());
    }
  }
}
