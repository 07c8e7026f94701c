package dev.bellman.app.bench;

import dev.bellman.app.chart.Band;
import dev.bellman.app.chart.Figure;
import dev.bellman.app.solve.MapPicture;
import dev.bellman.rl.dp.Mdp;
import dev.bellman.rl.dp.PolicyIteration;
import dev.bellman.rl.dp.Solution;
import dev.bellman.rl.env.SimulatedVec;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.grid.Maze;
import dev.bellman.rl.env.grid.MazeMap;
import dev.bellman.rl.env.wrappers.PotentialShaping;
import dev.bellman.rl.env.wrappers.RewardVec;
import dev.bellman.rl.env.wrappers.RewardWrapper;
import dev.bellman.rl.env.wrappers.Transition;
import dev.bellman.rl.env.wrappers.WeightedReward;
import dev.bellman.rl.tabular.Bins;
import dev.bellman.rl.tabular.Bootstrap;
import dev.bellman.rl.tabular.ControlConfig;
import dev.bellman.rl.tabular.ControlMethod;
import dev.bellman.rl.tabular.Exploration;
import dev.bellman.rl.tabular.StepSize;
import dev.bellman.rl.tabular.TabularControl;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// What a bonus does to the best policy and to a learner. A room with pillars, -0.1 a step, 10 for
/// the goal, γ = 0.99. A potential, minus the distance to the goal (Ng, Harada and Russell 1999),
/// leaves every best action as it is. One point for each step that comes nearer, with nothing taken
/// back for going away, is worth more than the goal: the best policy goes to and fro for ever.
final class ShapingClaim {
  private static final MazeMap ROOM = MazeMap.parse("S......,.#.#.#.,.......,.#.#.#.,......G");
  private static final Maze.Rules RULES = new Maze.Rules(-0.1, 10, 0, false);
  private static final double GAMMA = 0.99;
  private static final int SEEDS = 20;
  private static final int EPISODES = 300;
  private static final int BLOCK = 10;
  private static final int MOST_STEPS = 100;
  private static final String TASK = "task";

  /// A way to pay.
  private record Pay(String name, RewardWrapper<Integer, Integer> wrapper) {}

  private ShapingClaim() {}

  static List<Measurement> run(Pictures pictures) {
    int[] distances = ROOM.distances();
    var task = new WeightedReward.Part<Integer, Integer>(TASK, 1, Transition::reward);
    var nearer =
        new WeightedReward.Part<Integer, Integer>(
            "nearer", 1, step -> distances[step.next()] < distances[step.observation()] ? 1 : 0);
    List<Pay> pays =
        List.of(
            new Pay("the task alone", new WeightedReward<>(List.of(task))),
            new Pay(
                "with a potential",
                new PotentialShaping<Integer>(GAMMA, cell -> -distances[cell])::map),
            new Pay("1 for coming nearer", new WeightedReward<>(List.of(task, nearer))));
    var results = new ArrayList<>(exact(pays, pictures));
    results.addAll(learned(pays, pictures));
    return results;
  }

  private static List<Measurement> exact(List<Pay> pays, Pictures pictures) {
    var results = new ArrayList<Measurement>();
    var maps = new ArrayList<BufferedImage>();
    TransitionModel model = new Maze(1, ROOM, RULES).model().orElseThrow();
    try (var workers = new Workers(1)) {
      int[] best = new int[0];
      for (Pay pay : pays) {
        var shaped = new ShapedModel(model, pay.wrapper);
        Solution solution = new PolicyIteration(GAMMA).solve(Mdp.of(shaped, workers), workers);
        best = best.length == 0 ? solution.policy() : best;
        int[] reference = best;
        long others =
            IntStream.range(0, model.states())
                .filter(cell -> ROOM.isFree(cell) && !ROOM.isGoal(cell))
                .filter(cell -> solution.policy()[cell] != reference[cell])
                .count();
        String what = "shaping, exact: " + pay.name;
        results.add(Measurement.of(what, solution.values()[ROOM.starts()[0]], "V(start)", 1));
        results.add(Measurement.of(what, (double) others, "other actions", 1));
        maps.add(
            MapPicture.draw(
                model.grid().orElseThrow(), solution.values(), solution.policy(), pay.name));
      }
    }
    pictures.draw("shaping-maps", beside(maps));
    return results;
  }

  private static BufferedImage beside(List<BufferedImage> images) {
    int width = images.stream().mapToInt(BufferedImage::getWidth).sum();
    var all = new BufferedImage(width, images.getFirst().getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = all.createGraphics();
    int x = 0;
    for (BufferedImage image : images) {
      g.drawImage(image, x, 0, null);
      x += image.getWidth();
    }
    g.dispose();
    return all;
  }

  private static List<Measurement> learned(List<Pay> pays, Pictures pictures) {
    var results = new ArrayList<Measurement>();
    Figure figure =
        Figure.of(
                "what the task pays while Q-learning earns something else",
                "episode",
                "return of the task alone")
            .horizontal(-1, EPISODES)
            .vertical(-10.5, 10);
    double[] at =
        IntStream.range(0, EPISODES / BLOCK).mapToDouble(b -> (b + 0.5) * BLOCK).toArray();
    for (Pay pay : pays) {
      var task = new double[at.length][SEEDS];
      var paid = new double[at.length][SEEDS];
      for (int seed = 1; seed <= SEEDS; seed++) {
        learn(pay, seed, task, paid);
      }
      figure.banded(pay.name, Band.of(at, task));
      String what = "shaping, last %d episodes of %d: %s".formatted(BLOCK, EPISODES, pay.name);
      results.add(Measurement.of(what, mean(task[at.length - 1]), "task return", 1));
      results.add(Measurement.of(what, mean(paid[at.length - 1]), "paid return", 1));
    }
    pictures.draw("reward-hacking", figure);
    return results;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /// Adds a seed's returns, means of blocks of episodes: what the task pays, and what is paid.
  private static void learn(Pay pay, int seed, double[][] task, double[][] paid) {
    var alone =
        new WeightedReward<>(List.of(new WeightedReward.Part<>(TASK, 1, Transition::reward)));
    RewardVec inner =
        alone.wrap(new SimulatedVec(new Maze(1, ROOM, RULES), OptionalInt.of(MOST_STEPS)));
    double[] reward = inner.terms().getOrDefault(TASK, new double[0]);
    try (VecEnv envs = pay.wrapper.wrap(inner)) {
      var learner = new TabularControl(config(), envs, seed);
      for (int episode = 0; episode < EPISODES; ) {
        learner.iterate(1);
        int block = episode / BLOCK;
        task[block][seed - 1] += reward[0] / BLOCK;
        for (var done : learner.episodes().drain()) {
          paid[block][seed - 1] += done.totalReward() / BLOCK;
          episode++;
        }
      }
    }
  }

  private static ControlConfig config() {
    return new ControlConfig(
        1,
        1,
        GAMMA,
        new StepSize.Scheduled(Schedule.constant(0.5)),
        new Exploration.EpsilonGreedy(Schedule.constant(0.1)),
        new ControlMethod.OneStep(new Bootstrap.Max()),
        0,
        Bins.NONE);
  }
}
