package dev.bellman.app.bench;

import dev.bellman.app.train.Algorithms;
import dev.bellman.app.train.Presets;
import dev.bellman.app.train.RunConfig;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.train.Event;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.List;

/// DQN, SAC and TD3 from end to end, with their presets. Everything is in the time: environments,
/// acting, memory, updates, target networks. The share of the peak counts the matrix products that
/// are executed; the peak is measured before and after each run.
final class OffPolicyBench {
  private static final int PEAKS = 15;

  /// A preset, so many of its steps, and what they cost.
  ///
  /// @param act FLOP of choosing one action
  /// @param learn FLOP of one gradient step
  private record Subject(
      String algorithm, String environment, long envSteps, double act, double learn) {
    String name() {
      return algorithm + " " + environment;
    }
  }

  /// Dense layers, of which the operations for one row are counted.
  ///
  /// @param widths of the input and of each layer's output
  private record Net(int... widths) {
    double forward() {
      double flops = 0;
      for (int i = 1; i < widths.length; i++) {
        flops += 2.0 * widths[i - 1] * widths[i];
      }
      return flops;
    }

    /// Forward, gradients of the weights, and of the inputs but for the first layer's.
    double update() {
      return 3 * forward() - 2.0 * widths[0] * widths[1];
    }

    /// Forward, and gradients of the inputs alone.
    double slope() {
      return 2 * forward();
    }
  }

  private static final int DQN_BATCH = 64;
  private static final int BATCH = 256;
  private static final Net Q = new Net(4, 256, 256, 2);
  private static final Net SAC_ACTOR = new Net(3, 256, 256, 2);
  private static final Net SAC_CRITIC = new Net(4, 256, 256, 1);
  private static final Net TD3_ACTOR = new Net(3, 400, 300, 1);
  private static final Net TD3_CRITIC = new Net(4, 400, 300, 1);

  /// TD3's preset draws actions at random for 10,000 steps; its gradient steps come after them.
  private static final List<Subject> SUBJECTS =
      List.of(
          new Subject(
              "dqn", "CartPole-v1", 50_000, Q.forward(), DQN_BATCH * (Q.forward() + Q.update())),
          new Subject(
              "sac",
              "Pendulum-v1",
              6_000,
              SAC_ACTOR.forward(),
              BATCH
                  * (SAC_ACTOR.forward()
                      + 2 * SAC_CRITIC.forward()
                      + 2 * SAC_CRITIC.update()
                      + SAC_ACTOR.update()
                      + 2 * SAC_CRITIC.slope())),
          new Subject(
              "td3",
              "Pendulum-v1",
              14_000,
              TD3_ACTOR.forward(),
              BATCH
                  * (TD3_ACTOR.forward()
                      + 2 * TD3_CRITIC.forward()
                      + 2 * TD3_CRITIC.update()
                      + 0.5 * (TD3_ACTOR.update() + TD3_CRITIC.slope()))));

  private OffPolicyBench() {}

  static List<Measurement> run(int threads) {
    var results = new ArrayList<Measurement>();
    for (Subject subject : SUBJECTS) {
      for (int count : threads > 1 ? new int[] {1, threads} : new int[] {1}) {
        results.addAll(measure(subject, count));
      }
    }
    return results;
  }

  private static List<Measurement> measure(Subject subject, int threads) {
    var preset = Presets.find(subject.algorithm, subject.environment).orElseThrow();
    RunConfig<?> config =
        RunConfig.of(Algorithms.find(subject.algorithm), subject.environment, List.of(preset));
    var course = new ArrayList<Event.Progress>();
    try (var workers = new Workers(threads);
        VecEnv envs = config.training(Envs.builtIn())) {
      var training =
          new Training(
              config.learner(envs, workers),
              subject.envSteps,
              event -> {
                if (event instanceof Event.Iterated(Event.Progress progress, _, _)) {
                  course.add(progress);
                }
              });
      var watch = new Stopwatch(workers);
      watch.warmUp();
      double before = watch.medianPeakFlops(PEAKS);
      Event.Progress end = training.run();
      double peak = (before + watch.medianPeakFlops(PEAKS)) / 2;
      var start = new Event.Progress(0, subject.envSteps, 0, 0, 0);
      return List.of(
          Measurement.of(subject.name() + ", fma peak", peak * 1e-9, "GFLOP/s", threads),
          speed(subject, "whole run", start, end, threads, peak),
          speed(subject, "second half", half(course, end), end, threads, peak));
    }
  }

  /// The moment when half of the gradient steps were done.
  private static Event.Progress half(List<Event.Progress> course, Event.Progress end) {
    return course.stream()
        .filter(progress -> 2 * progress.gradientSteps() >= end.gradientSteps())
        .findFirst()
        .orElseThrow();
  }

  private static Measurement speed(
      Subject subject,
      String part,
      Event.Progress from,
      Event.Progress to,
      int threads,
      double peak) {
    double seconds = to.seconds() - from.seconds();
    double envSteps = (double) (to.envSteps() - from.envSteps());
    double gradientSteps = (double) (to.gradientSteps() - from.gradientSteps());
    double flops = envSteps * subject.act + gradientSteps * subject.learn;
    return new Measurement(
        subject.name() + ", " + part,
        gradientSteps / seconds,
        "gradient steps/s",
        threads,
        flops / seconds / peak);
  }
}
