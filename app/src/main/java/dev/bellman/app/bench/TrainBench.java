package dev.bellman.app.bench;

import dev.bellman.app.train.Algorithms;
import dev.bellman.app.train.Presets;
import dev.bellman.app.train.RunConfig;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.ppo.PpoConfig;
import dev.bellman.rl.train.Event;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.List;

/// Training from end to end: PPO's preset for CartPole over 400,000 steps, with the time that the
/// compiler needs and without the first 100,000 steps.
final class TrainBench {
  private static final String ENVIRONMENT = "CartPole-v1";
  private static final long STEPS = 400_000;
  private static final long WARM_UP_STEPS = 100_000;
  private static final int PEAKS = 15;

  private TrainBench() {}

  static List<Measurement> run(int threads) {
    var results = new ArrayList<>(measure(threads));
    if (threads > 1) {
      results.addAll(0, measure(1));
    }
    return results;
  }

  private static List<Measurement> measure(int threads) {
    var config =
        RunConfig.of(
            Algorithms.find("ppo"),
            ENVIRONMENT,
            List.of(Presets.find("ppo", ENVIRONMENT).orElseThrow()));
    var warm = new double[2];
    try (var workers = new Workers(threads);
        VecEnv envs = config.training(Envs.builtIn())) {
      var training =
          new Training(config.learner(envs, workers), STEPS, event -> rememberWarm(event, warm));
      var watch = new Stopwatch(workers);
      watch.warmUp();
      double before = peak(watch);
      Event.Progress end = training.run();
      double peak = (before + peak(watch)) / 2;
      double flops = flops(config.config());
      double all = end.stepsPerSecond();
      double after = (end.envSteps() - warm[0]) / (end.seconds() - warm[1]);
      return List.of(
          Measurement.of("fma peak", peak * 1e-9, "GFLOP/s", threads),
          new Measurement(
              "train ppo CartPole-v1 after 100k steps",
              after,
              "env steps/s",
              threads,
              after * flops / peak),
          new Measurement(
              "train ppo CartPole-v1 with warm-up",
              all,
              "env steps/s",
              threads,
              all * flops / peak));
    }
  }

  private static void rememberWarm(Event event, double[] warm) {
    if (event instanceof Event.Iterated(Event.Progress progress, _, _)
        && warm[0] == 0
        && progress.envSteps() >= WARM_UP_STEPS) {
      warm[0] = progress.envSteps();
      warm[1] = progress.seconds();
    }
  }

  private static double peak(Stopwatch watch) {
    var flops = new double[PEAKS];
    for (int i = 0; i < PEAKS; i++) {
      flops[i] = watch.peakFlops();
    }
    return Stopwatch.median(flops);
  }

  private static double flops(Record config) {
    var ppo = (PpoConfig) config;
    return Flops.step(ppo.network().hidden(), ppo.update().epochs());
  }
}
