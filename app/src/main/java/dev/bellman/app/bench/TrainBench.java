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

/// Training from end to end: PPO's preset for CartPole over 400,000 steps. The first measurement
/// starts in a virtual machine that has compiled nothing of it, so it tells what warming up costs;
/// the one on a single thread comes after it and tells the steady speed alone.
final class TrainBench {
  private static final String ENVIRONMENT = "CartPole-v1";
  private static final long STEPS = 400_000;
  private static final long WARM_UP_STEPS = 100_000;
  private static final int PEAKS = 15;

  /// Iterations over which a speed is measured, about a twentieth of a second of steady training.
  private static final int WINDOW = 16;

  private static final double NEARLY_STEADY = 0.9;

  private TrainBench() {}

  static List<Measurement> run(int threads) {
    var results = new ArrayList<>(measure(threads, true));
    if (threads > 1) {
      results.addAll(0, measure(1, false));
    }
    return results;
  }

  private static List<Measurement> measure(int threads, boolean cold) {
    var config =
        RunConfig.of(
            Algorithms.find("ppo"),
            ENVIRONMENT,
            List.of(Presets.find("ppo", ENVIRONMENT).orElseThrow()));
    var course = new ArrayList<Event.Progress>();
    try (var workers = new Workers(threads);
        VecEnv envs = config.training(Envs.builtIn())) {
      var training =
          new Training(config.learner(envs, workers), STEPS, event -> remember(event, course));
      var watch = new Stopwatch(workers);
      watch.warmUp();
      double before = watch.medianPeakFlops(PEAKS);
      Event.Progress end = training.run();
      double peak = (before + watch.medianPeakFlops(PEAKS)) / 2;
      double share = flops(config.config()) / peak;
      double steady = speed(firstAfter(WARM_UP_STEPS, course), end);
      var results = new ArrayList<Measurement>();
      results.add(Measurement.of("fma peak", peak * 1e-9, "GFLOP/s", threads));
      results.add(speed("after 100k steps", steady, threads, share));
      if (cold) {
        results.add(speed("with warm-up", end.stepsPerSecond(), threads, share));
        double seconds = secondsUntil(NEARLY_STEADY * steady, course);
        results.add(Measurement.of("train ppo CartPole-v1 to 90 % of that", seconds, "s", threads));
      }
      return results;
    }
  }

  private static Measurement speed(String when, double speed, int threads, double share) {
    String name = "train ppo CartPole-v1 " + when;
    return new Measurement(name, speed, "env steps/s", threads, speed * share);
  }

  private static void remember(Event event, List<Event.Progress> course) {
    if (event instanceof Event.Iterated(Event.Progress progress, _, _)) {
      course.add(progress);
    }
  }

  private static Event.Progress firstAfter(long envSteps, List<Event.Progress> course) {
    return course.stream().filter(p -> p.envSteps() >= envSteps).findFirst().orElseThrow();
  }

  private static double speed(Event.Progress from, Event.Progress to) {
    return (to.envSteps() - from.envSteps()) / (to.seconds() - from.seconds());
  }

  /// The seconds of training until a window of iterations first reaches a speed.
  private static double secondsUntil(double speed, List<Event.Progress> course) {
    int i = 0;
    while (i + WINDOW < course.size() && speed(course.get(i), course.get(i + WINDOW)) < speed) {
      i++;
    }
    return course.get(i).seconds();
  }

  private static double flops(Record config) {
    var ppo = (PpoConfig) config;
    return Flops.step(ppo.network().hidden(), ppo.update().epochs());
  }
}
