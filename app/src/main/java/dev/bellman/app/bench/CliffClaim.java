package dev.bellman.app.bench;

import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.tabular.Bins;
import dev.bellman.rl.tabular.Bootstrap;
import dev.bellman.rl.tabular.ControlConfig;
import dev.bellman.rl.tabular.ControlMethod;
import dev.bellman.rl.tabular.Exploration;
import dev.bellman.rl.tabular.StepSize;
import dev.bellman.rl.tabular.TabularControl;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.tensor.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Cliff walking with ε = 0.1 over 100 seeds (Sutton and Barto 2018, example 6.6): SARSA earns more
/// while it learns, Q-learning's greedy path is shorter.
final class CliffClaim {
  private static final int SEEDS = 100;
  private static final int EPISODES = 500;
  private static final int SETTLED = 100;
  private static final int MOST_STEPS = 1000;
  private static final String ENVIRONMENT = "CliffWalking-v1";

  private CliffClaim() {}

  static List<Measurement> run() {
    var results = new ArrayList<Measurement>();
    results.addAll(measure("sarsa", new Bootstrap.NextAction()));
    results.addAll(measure("expected-sarsa", new Bootstrap.Expectation()));
    results.addAll(measure("q-learning", new Bootstrap.Max()));
    return results;
  }

  private static List<Measurement> measure(String name, Bootstrap target) {
    var online = new double[SEEDS];
    var greedy = new double[SEEDS];
    for (int seed = 1; seed <= SEEDS; seed++) {
      try (VecEnv envs = Envs.builtIn().vector(ENVIRONMENT, 1, Map.of());
          VecEnv fresh =
              Envs.builtIn().vector(ENVIRONMENT, 1, Map.of("max_episode_steps", MOST_STEPS))) {
        var learner = new TabularControl(config(target), envs, seed);
        online[seed - 1] = online(learner);
        greedy[seed - 1] = new Evaluation(1, seed, true).run(learner.policy(), fresh).meanReturn();
      }
    }
    String what = "cliff, epsilon 0.1, %d seeds: %s ".formatted(SEEDS, name);
    return List.of(
        Measurement.of(what + "online, episodes 101 to 500", mean(online), "mean return", 1),
        Measurement.of(what + "greedy path", Stopwatch.median(greedy), "median return", 1));
  }

  private static ControlConfig config(Bootstrap target) {
    return new ControlConfig(
        1,
        1,
        1,
        new StepSize.Scheduled(Schedule.constant(0.5)),
        new Exploration.EpsilonGreedy(Schedule.constant(0.1)),
        new ControlMethod.OneStep(target),
        0,
        Bins.NONE);
  }

  /// The mean return of the episodes after the first ones.
  private static double online(TabularControl learner) {
    double sum = 0;
    int count = 0;
    while (count < EPISODES) {
      learner.iterate(1);
      for (EpisodeStatistics.Episode episode : learner.episodes().drain()) {
        sum += count >= SETTLED ? episode.totalReward() : 0;
        count++;
      }
    }
    return sum / (count - SETTLED);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
