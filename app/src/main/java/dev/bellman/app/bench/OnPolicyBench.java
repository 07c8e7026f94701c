package dev.bellman.app.bench;

import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Tree;
import dev.bellman.app.stats.Scores;
import dev.bellman.app.train.Algorithms;
import dev.bellman.app.train.RunConfig;
import dev.bellman.rl.Algorithm;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A2C, TRPO and PPO from end to end on CartPole and Pendulum, by threads and environments side by
/// side. Everything that belongs to an iteration is in the time: environments, acting, estimates,
/// updates. Settings are the algorithms' defaults but for the rollouts' size and PPO's minibatch.
final class OnPolicyBench {
  private static final List<Integer> ENVS = List.of(1, 8, 64, 1024);
  private static final int ROWS = 2048;
  private static final double WARM_UP_SECONDS = 2;
  private static final double ROUND_SECONDS = 0.4;
  private static final int ROUNDS = 3;

  /// An environment, with the widths of what its networks take and give.
  private record World(String id, int inputs, int outputs) {}

  private static final List<World> WORLDS =
      List.of(new World("CartPole-v1", 4, 2), new World("Pendulum-v1", 3, 1));

  /// An algorithm, its settings for N environments, and what it executes for a row, see [Flops].
  private record Subject(String algorithm, IntList settings, Cost cost) {}

  @FunctionalInterface
  private interface IntList {
    List<String> of(int envs);
  }

  @FunctionalInterface
  private interface Cost {
    double of(Flops.Tower actor, Flops.Tower critic);
  }

  private static final int PPO_EPOCHS = 10;
  private static final int FISHER_PRODUCTS = 16;
  private static final int MEASURED = 3;
  private static final int CRITIC_EPOCHS = 10;

  private static final List<Subject> SUBJECTS =
      List.of(
          new Subject(
              "a2c",
              _ -> List.of("rolloutLength=5"),
              (actor, critic) ->
                  actor.forward() + critic.forward() + actor.update() + critic.update()),
          new Subject(
              "trpo",
              envs -> List.of("rolloutLength=" + length(envs)),
              (actor, critic) ->
                  (1 + MEASURED) * actor.forward()
                      + critic.forward()
                      + actor.update()
                      + FISHER_PRODUCTS * actor.fisherProduct()
                      + CRITIC_EPOCHS * critic.update()),
          new Subject(
              "ppo",
              envs -> List.of("rolloutLength=" + length(envs), "update.minibatchSize=256"),
              (actor, critic) ->
                  actor.forward()
                      + critic.forward()
                      + PPO_EPOCHS * (actor.update() + critic.update())));

  private OnPolicyBench() {}

  private static int length(int envs) {
    return Math.max(8, ROWS / envs);
  }

  static List<Measurement> run(int threads) {
    var results = new ArrayList<Measurement>();
    for (int count : threads > 1 ? new int[] {1, threads} : new int[] {1}) {
      try (var workers = new Workers(count)) {
        var watch = new Stopwatch(workers);
        watch.warmUp();
        for (Subject subject : SUBJECTS) {
          for (World world : WORLDS) {
            for (int envs : ENVS) {
              results.add(measure(subject, world, envs, workers, watch));
            }
          }
        }
      }
    }
    return results;
  }

  private static Measurement measure(
      Subject subject, World world, int n, Workers workers, Stopwatch watch) {
    List<Tree.Mapping> settings =
        Stream.concat(Stream.of("envs=" + n), subject.settings.of(n).stream())
            .map(Overlay::setting)
            .toList();
    RunConfig<?> config = RunConfig.of(Algorithms.find(subject.algorithm), world.id, settings);
    try (VecEnv envs = config.training(Envs.builtIn())) {
      Algorithm learner = config.learner(envs, workers);
      Runnable iteration =
          () -> {
            learner.iterate(0.5);
            learner.episodes().drain();
          };
      Stopwatch.secondsPerCall(iteration, WARM_UP_SECONDS);
      var speeds = new double[ROUNDS];
      var peaks = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        double seconds = Stopwatch.secondsPerCall(iteration, ROUND_SECONDS);
        speeds[i] = learner.envStepsPerIteration() / seconds;
        peaks[i] = watch.peakFlops();
      }
      double speed = Scores.median(speeds);
      double flops =
          subject.cost.of(
              new Flops.Tower(world.inputs, world.outputs), new Flops.Tower(world.inputs, 1));
      String name = "%s %s, %d environments".formatted(subject.algorithm, world.id, n);
      return new Measurement(
          name, speed, "env steps/s", workers.threads(), speed * flops / Scores.median(peaks));
    }
  }
}
