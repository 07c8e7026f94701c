package dev.bellman.examples;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.policy.Agent;
import dev.bellman.rl.ppo.Ppo;
import dev.bellman.rl.ppo.PpoConfig;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Workers;
import java.util.OptionalLong;

/// An environment of one's own, PPO on it, and the trained policy acting. Ends by printing the
/// action at 0: 1, to the right.
final class OwnEnvironment {
  /// A walk from 0 between -5 and 5; each step costs 0.1, and only the end at 5 pays.
  static final class Walk implements Env<float[], Integer> {
    private int place;

    @Override
    public Box observationSpace() {
      return Box.of(-5, 5, 1);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(2);
    }

    @Override
    public Reset<float[]> reset(OptionalLong seed) {
      place = 0;
      return Reset.of(new float[] {place});
    }

    @Override
    public Step<float[]> step(Integer action) {
      place += action == 1 ? 1 : -1;
      return Step.of(new float[] {place}, place == 5 ? 1 : -0.1, Math.abs(place) == 5);
    }
  }

  private OwnEnvironment() {}

  static void main() {
    try (var envs = EnvAdapter.of("Walk", 1, Walk::new);
        var workers = new Workers(2)) {
      var ppo = new Ppo(PpoConfig.DEFAULTS, envs, 1, workers);
      new Training(ppo, 20_000).run();
      IO.println(Agent.of(ppo.policy(), new Walk()).act(new float[] {0}));
    }
  }
}
