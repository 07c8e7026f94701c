package dev.bellman.app.bench;

import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Tree;
import dev.bellman.app.train.Algorithms;
import dev.bellman.app.train.Evaluations;
import dev.bellman.app.train.Learner;
import dev.bellman.app.train.RunConfig;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.train.Event;
import dev.bellman.rl.train.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// How a training went.
///
/// @param meanReturn the mean return of the final policy
/// @param events what each iteration told
record Course(double meanReturn, List<Event.Iterated> events) {
  private static final int EVALUATION_EPISODES = 20;

  /// Trains on one thread.
  ///
  /// @param preset what the settings change; nothing for the algorithm's defaults
  static Course of(
      String algorithm,
      Optional<Tree.Mapping> preset,
      String environment,
      List<String> settings,
      long seed) {
    var layers = new ArrayList<Tree.Mapping>();
    preset.ifPresent(layers::add);
    settings.forEach(setting -> layers.add(Overlay.setting(setting)));
    RunConfig<?> config =
        RunConfig.of(Algorithms.find(algorithm), environment, layers).withSeed(seed);
    var events = new ArrayList<Event.Iterated>();
    try (Learner learner = Learner.of(config, Envs.builtIn(), 1)) {
      new Training(
              learner.algorithm(),
              config.steps(),
              event -> {
                if (event instanceof Event.Iterated iterated) {
                  events.add(iterated);
                }
              })
          .run();
      double meanReturn =
          Evaluations.of(EVALUATION_EPISODES, seed, true)
              .run(config, Envs.builtIn(), learner.algorithm().policy())
              .result()
              .meanReturn();
      return new Course(meanReturn, events);
    }
  }

  /// The mean of a metric over the iterations in which it is finite; NaN if there is none.
  double mean(String metric) {
    return events.stream()
        .mapToDouble(event -> event.metrics().get(metric))
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  /// The mean return of the last training episodes at evenly spaced moments.
  double[] returns(int points) {
    return at(points, event -> event.episodes().meanReturn());
  }

  /// A metric at evenly spaced moments.
  double[] metric(String name, int points) {
    return at(points, event -> event.metrics().get(name));
  }

  private double[] at(int points, ToDoubleFunction<Event.Iterated> number) {
    var numbers = new double[points];
    for (int p = 0; p < points; p++) {
      int moment = (int) ((long) (p + 1) * events.size() / points) - 1;
      numbers[p] = number.applyAsDouble(events.get(moment));
    }
    return numbers;
  }
}
