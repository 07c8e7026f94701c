package dev.bellman.app.bench;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Rng;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// CartPole in its native vector form and through the adapter: 64 environments, random actions,
/// one thread.
final class EnvBench {
  private static final String ENVIRONMENT = "CartPole-v1";
  private static final int ENVS = 64;
  private static final int ACTION_SETS = 256;
  private static final int ROUNDS = 7;
  private static final double WARM_UP_SECONDS = 1;
  private static final double ROUND_SECONDS = 0.3;

  private EnvBench() {}

  static List<Measurement> run() {
    Envs envs = Envs.builtIn();
    try (VecEnv vector = envs.vector(ENVIRONMENT, ENVS, Map.of());
        VecEnv adapted = EnvAdapter.of(ENVIRONMENT, ENVS, () -> envs.make(ENVIRONMENT, Map.of()))) {
      return List.of(
          measure("CartPole-v1 native", vector), measure("CartPole-v1 adapter", adapted));
    }
  }

  private static Measurement measure(String name, VecEnv envs) {
    VecStep step = VecStep.of(envs);
    envs.reset(LongStream.range(0, ENVS).toArray(), step);
    Actions[] actions = actions(envs);
    Runnable work =
        () -> {
          for (Actions next : actions) {
            envs.step(next, step);
          }
        };
    Stopwatch.secondsPerCall(work, WARM_UP_SECONDS);
    var speeds = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      speeds[i] = ACTION_SETS * ENVS / Stopwatch.secondsPerCall(work, ROUND_SECONDS);
    }
    return Measurement.of(name, Stopwatch.median(speeds), "env steps/s", 1);
  }

  private static Actions[] actions(VecEnv envs) {
    Rng rng = Rng.ofSeed(0);
    int bound = ((Discrete) envs.actionSpace()).n();
    var sets = new Actions[ACTION_SETS];
    for (int i = 0; i < ACTION_SETS; i++) {
      sets[i] = Actions.of(ENVS, envs.actionSpace());
      rng.fillInts(bound, sets[i].discrete());
    }
    return sets;
  }
}
