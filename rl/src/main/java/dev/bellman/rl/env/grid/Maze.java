package dev.bellman.rl.env.grid;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Simulation;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.Optional;

/// Finding the way through a [MazeMap] to a goal: up (0), right (1), down (2), left (3).
///
/// The observation is the number of the cell, `row * width + column`. Who walks against a wall
/// stays. With the slip probability a step goes sideways instead, to either side equally likely.
/// The episode terminates at a goal.
public final class Maze implements Simulation<Integer, Integer> {
  /// What is paid and what is left to chance.
  ///
  /// @param stepReward what each step earns, the last one included
  /// @param goalReward what the step to a goal earns beyond that
  /// @param slipProbability how likely a step goes sideways, in [0, 1]
  /// @param randomStart whether an episode starts in any cell that has a way to a goal, all equally
  ///   likely, rather than in one of the map's starts
  public record Rules(
      double stepReward, double goalReward, double slipProbability, boolean randomStart) {
    /// Each step costs 1; no chance.
    public static final Rules DEFAULTS = new Rules(-1, 0, 0, false);

    /// Checks the components.
    ///
    /// @throws IllegalArgumentException if `slipProbability` is not in [0, 1] or a reward is not
    ///   finite
    public Rules {
      Ranges.unit("environment.slip_probability", slipProbability);
      checkFinite("step_reward", stepReward);
      checkFinite("goal_reward", goalReward);
    }

    private static void checkFinite(String name, double value) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "environment.%s: must be finite, got %s".formatted(name, value));
      }
    }
  }

  private final MazeMap map;
  private final Rules rules;
  private final double goalReward;
  private final int[] starts;
  private final Discrete observations;

  /// `[n]` cells.
  private final int[] position;

  private final Rng[] rng;

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param map where they walk
  /// @param rules what is paid and what is left to chance
  /// @throws IllegalArgumentException if the map has no start and the rules need one
  public Maze(int n, MazeMap map, Rules rules) {
    this.map = map;
    this.rules = rules;
    goalReward = rules.stepReward() + rules.goalReward();
    starts = rules.randomStart() ? startable(map) : map.starts();
    if (starts.length == 0) {
      throw new IllegalArgumentException(
          "environment.map: must have a start, got none (%s)"
              .formatted(
                  rules.randomStart()
                      ? "leave a free cell beside a goal"
                      : "mark a cell with S or set environment.random_start=true"));
    }
    observations = Discrete.of(map.size());
    rng = Simulation.streams("Maze", n);
    position = new int[n];
    Arrays.fill(position, starts[0]);
  }

  /// One environment, without a time limit.
  ///
  /// @param map where it walks
  /// @param rules what is paid and what is left to chance
  /// @return the environment
  /// @throws IllegalArgumentException if the map has no start and the rules need one
  public static SimulatedEnv<Integer, Integer> env(MazeMap map, Rules rules) {
    return new SimulatedEnv<>(new Maze(1, map, rules));
  }

  private static int[] startable(MazeMap map) {
    int[] cells = new int[map.size()];
    int count = 0;
    for (int cell = 0; cell < cells.length; cell++) {
      if (map.isConnected(cell) && !map.isGoal(cell)) {
        cells[count++] = cell;
      }
    }
    return Arrays.copyOf(cells, count);
  }

  @Override
  public int count() {
    return position.length;
  }

  @Override
  public Space<Integer> observationSpace() {
    return observations;
  }

  @Override
  public Space<Integer> actionSpace() {
    return Discrete.of(MazeMap.DIRECTIONS);
  }

  @Override
  public void seed(int i, long seed) {
    rng[i] = Rng.ofSeed(seed);
  }

  @Override
  public void start(int i) {
    position[i] = starts[rng[i].nextInt(starts.length)];
  }

  @Override
  public double advance(int i, Actions actions) {
    int direction = actions.discrete()[i];
    if (rules.slipProbability > 0) {
      direction = slip(direction, rng[i].nextDouble());
    }
    int cell = map.move(position[i], direction);
    position[i] = cell;
    return map.isGoal(cell) ? goalReward : rules.stepReward;
  }

  private int slip(int direction, double u) {
    if (u >= rules.slipProbability) {
      return direction;
    }
    return u < rules.slipProbability / 2 ? right(direction) : left(direction);
  }

  /// The direction to the right of another.
  static int right(int direction) {
    return direction + 1 & 3;
  }

  /// The direction to the left of another.
  static int left(int direction) {
    return direction + 3 & 3;
  }

  @Override
  public boolean terminated(int i) {
    return map.isGoal(position[i]);
  }

  @Override
  public void observe(int i, float[] observed, int[] states) {
    states[i] = position[i];
  }

  /// {@inheritDoc}
  ///
  /// The state is the row and the column, counted from 0.
  @Override
  public void set(int i, double[] state) {
    Simulation.checkStart(state, "row", "column");
    int row = index(0, state[0], map.height());
    int column = index(1, state[1], map.width());
    int cell = row * map.width() + column;
    if (!map.isFree(cell) || map.isGoal(cell)) {
      throw new IllegalArgumentException(
          "start: must be a free cell, got %s in row %d, column %d"
              .formatted(map.isGoal(cell) ? "a goal" : "a wall", row, column));
    }
    position[i] = cell;
  }

  private static int index(int d, double value, int bound) {
    if (value != (int) value || value < 0 || value >= bound) {
      throw new IllegalArgumentException(
          "start[%d]: must be a whole number in 0..%d, got %s".formatted(d, bound - 1, value));
    }
    return (int) value;
  }

  @Override
  public double[] get(int i) {
    int row = position[i] / map.width();
    int column = position[i] % map.width();
    return new double[] {row, column};
  }

  @Override
  public Optional<TransitionModel> model() {
    return Optional.of(new MazeModel(map, rules, starts));
  }

  @Override
  public Drawable.Size pictureSize() {
    return MazePicture.size(map);
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    MazePicture.draw(g, map, position[i]);
  }

  @Override
  public String text(int i) {
    return MazePicture.text(map, position[i]);
  }

  @Override
  public void save(State out) {
    out.put("position", position);
    Simulation.save(rng, out);
  }

  @Override
  public void load(State in) {
    int[] saved = in.ints("position", position.length);
    for (int cell : saved) {
      if (cell < 0 || cell >= map.size() || !map.isFree(cell)) {
        throw new IllegalArgumentException(
            "Maze: saved position must be a free cell, got %d (was it another map?)"
                .formatted(cell));
      }
    }
    System.arraycopy(saved, 0, position, 0, saved.length);
    Simulation.load(rng, in);
  }
}
