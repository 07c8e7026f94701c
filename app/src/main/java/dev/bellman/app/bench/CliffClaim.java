package dev.bellman.app.bench;

import dev.bellman.app.chart.Band;
import dev.bellman.app.chart.Figure;
import dev.bellman.app.stats.Scores;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.tabular.ActionValues;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Cliff walking with ε = 0.1 over 100 seeds (Sutton and Barto 2018, example 6.6): SARSA earns more
/// while it learns, Q-learning's greedy path is shorter.
final class CliffClaim {
  private static final int SEEDS = 100;
  private static final int EPISODES = 500;
  private static final int SETTLED = 100;
  private static final int BLOCK = 10;
  private static final int MOST_STEPS = 1000;
  private static final String ENVIRONMENT = "CliffWalking-v1";
  private static final int COLUMNS = 12;
  private static final int ROWS = 4;
  private static final int START = (ROWS - 1) * COLUMNS;
  private static final int GOAL = ROWS * COLUMNS - 1;

  /// What a method did: returns of episodes while it learned, `[seed][episode]`, and each seed's
  /// greedy return and path.
  private record Course(
      String name, double[][] online, double[] greedy, List<List<Integer>> paths) {
    double settled() {
      return Arrays.stream(online)
          .flatMapToDouble(episodes -> Arrays.stream(episodes, SETTLED, EPISODES))
          .average()
          .orElse(Double.NaN);
    }

    /// The path of the first seed that has the median greedy return.
    List<Integer> path() {
      double median = Scores.median(greedy);
      return IntStream.range(0, SEEDS)
          .filter(seed -> greedy[seed] == median)
          .mapToObj(paths::get)
          .findFirst()
          .orElse(paths.getFirst());
    }
  }

  private CliffClaim() {}

  static List<Measurement> run(Pictures pictures) {
    List<Course> courses =
        List.of(
            course("SARSA", new Bootstrap.NextAction()),
            course("expected SARSA", new Bootstrap.Expectation()),
            course("Q-learning", new Bootstrap.Max()));
    pictures.draw("cliff-return", returns(courses));
    pictures.draw("cliff-paths", paths(courses));
    var results = new ArrayList<Measurement>();
    for (Course course : courses) {
      String what = "cliff, epsilon 0.1, %d seeds: %s ".formatted(SEEDS, course.name);
      results.add(
          Measurement.of(what + "online, episodes 101 to 500", course.settled(), "mean return", 1));
      results.add(
          Measurement.of(what + "greedy path", Scores.median(course.greedy), "median return", 1));
    }
    return results;
  }

  private static Course course(String name, Bootstrap target) {
    var online = new double[SEEDS][];
    var greedy = new double[SEEDS];
    var paths = new ArrayList<List<Integer>>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      try (VecEnv envs = Envs.builtIn().vector(ENVIRONMENT, 1, Map.of());
          VecEnv fresh =
              Envs.builtIn().vector(ENVIRONMENT, 1, Map.of("max_episode_steps", MOST_STEPS))) {
        var learner = new TabularControl(config(target), envs, seed);
        online[seed - 1] = online(learner);
        greedy[seed - 1] = new Evaluation(1, seed, true).run(learner.policy(), fresh).meanReturn();
        paths.add(path(learner.values()));
      }
    }
    return new Course(name, online, greedy, paths);
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

  private static double[] online(TabularControl learner) {
    var returns = new double[EPISODES];
    int count = 0;
    while (count < EPISODES) {
      learner.iterate(1);
      for (EpisodeStatistics.Episode episode : learner.episodes().drain()) {
        returns[count++] = episode.totalReward();
      }
    }
    return returns;
  }

  /// The cells that the greedy policy walks through, up (0), right (1), down (2), left (3).
  private static List<Integer> path(ActionValues values) {
    var path = new ArrayList<>(List.of(START));
    while (path.getLast() != GOAL && path.size() < ROWS * COLUMNS) {
      int cell = path.getLast();
      int row = cell / COLUMNS;
      int column = cell % COLUMNS;
      switch (best(values, cell)) {
        case 0 -> row = Math.max(row - 1, 0);
        case 1 -> column = Math.min(column + 1, COLUMNS - 1);
        case 2 -> row = Math.min(row + 1, ROWS - 1);
        default -> column = Math.max(column - 1, 0);
      }
      path.add(row * COLUMNS + column);
    }
    return path;
  }

  private static int best(ActionValues values, int cell) {
    int best = 0;
    for (int action = 1; action < values.actions(); action++) {
      best = values.at(cell, action) > values.at(cell, best) ? action : best;
    }
    return best;
  }

  private static Figure returns(List<Course> courses) {
    Figure figure =
        Figure.of(
                "cliff walking, epsilon 0.1: what is earned while it is learned",
                "episode",
                "return, mean of 10 episodes")
            .horizontal(-1, EPISODES)
            .vertical(-120, 0);
    double[] at =
        IntStream.range(0, EPISODES / BLOCK).mapToDouble(b -> (b + 0.5) * BLOCK).toArray();
    for (Course course : courses) {
      var scores = new double[at.length][SEEDS];
      for (int block = 0; block < at.length; block++) {
        for (int seed = 0; seed < SEEDS; seed++) {
          scores[block][seed] =
              Arrays.stream(course.online[seed], block * BLOCK, (block + 1) * BLOCK)
                  .average()
                  .orElse(Double.NaN);
        }
      }
      figure.banded(course.name, Band.of(at, scores));
    }
    return figure;
  }

  private static Figure paths(List<Course> courses) {
    Figure figure =
        Figure.of("the greedy paths after 500 episodes", "column", "row above the start")
            .horizontal(-0.5, COLUMNS - 0.5)
            .vertical(-0.5, ROWS - 0.5);
    double offset = 0.08;
    for (Course course : courses) {
      List<Integer> path = course.path();
      double shift = offset;
      figure.marked(
          "%s (%d steps)".formatted(course.name, path.size() - 1),
          path.stream().mapToDouble(cell -> cell % COLUMNS + shift).toArray(),
          path.stream().mapToDouble(cell -> ROWS - 1.0 - cell / COLUMNS + shift).toArray());
      offset -= 0.08;
    }
    return figure.line("the cliff", new double[] {1, COLUMNS - 2}, new double[] {0, 0});
  }
}
