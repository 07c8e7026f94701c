package dev.bellman.rl.env.grid;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.GridShape;
import dev.bellman.rl.env.GridShape.Direction;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Simulation;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Walking left (0) or right (1) along positions 0, 1, ..., `length - 1`, from the first to the
/// last, the goal.
///
/// A step succeeds with a probability, else the walker stays; left of 0 it stays, too. The
/// observation is the position. Three conventions say what is paid, see [Reward]: with four
/// positions, steps that succeed and γ = 1, the values are -3, -2, -1, 0 under [Reward#COST]; with
/// γ = 0.9 they are 8.1, 9, 10, 0 under [Reward#ARRIVAL] and 7.29, 8.1, 9, 10 under
/// [Reward#STATE].
public final class Corridor implements Simulation<Integer, Integer> {
  /// What is paid, and when an episode ends.
  public enum Reward {
    /// Each step costs 1; the episode ends at the goal.
    COST,
    /// The step that arrives at the goal earns 10 and ends the episode; the goal's value is 0.
    ARRIVAL,
    /// The goal itself pays: one more step, whichever the action, collects 10 there and ends the
    /// episode. The goal's value is 10.
    STATE;

    /// The convention of a name.
    ///
    /// @param name the name in lower case
    /// @return the convention
    /// @throws IllegalArgumentException if there is none of that name
    public static Reward of(String name) {
      for (Reward reward : values()) {
        if (reward.word().equals(name)) {
          return reward;
        }
      }
      throw new IllegalArgumentException(
          "environment.reward: must be cost, arrival or state, got '%s'".formatted(name));
    }

    /// The name as an option's value.
    ///
    /// @return the name in lower case
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int MAX_LENGTH = 1_000_000;
  private static final double GOAL_REWARD = 10;

  private final int goal;
  private final double successProbability;
  private final Reward reward;
  private final double stepReward;
  private final double arrivalReward;

  /// The position after which an episode is over: `goal + 1`, the collected goal, under
  /// [Reward#STATE].
  private final int end;

  private final Discrete observations;

  /// `[n]`, at most `end`.
  private final int[] position;

  private final Rng[] rng;

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param length the number of positions, in 2..1000000
  /// @param successProbability how likely a step succeeds, in (0, 1]
  /// @param reward what is paid
  /// @throws IllegalArgumentException if `length` or `successProbability` is out of range
  public Corridor(int n, long length, double successProbability, Reward reward) {
    if (length < 2 || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "environment.length: must be in 2..%d, got %d".formatted(MAX_LENGTH, length));
    }
    if (!(successProbability > 0 && successProbability <= 1)) {
      throw new IllegalArgumentException(
          "environment.success_probability: must be in (0, 1], got %s (at 0 nobody arrives)"
              .formatted(successProbability));
    }
    goal = (int) length - 1;
    this.successProbability = successProbability;
    this.reward = reward;
    stepReward = reward == Reward.COST ? -1 : 0;
    arrivalReward = reward == Reward.ARRIVAL ? GOAL_REWARD : stepReward;
    end = reward == Reward.STATE ? goal + 1 : goal;
    observations = Discrete.of((int) length);
    rng = Simulation.streams("Corridor", n);
    position = new int[n];
  }

  /// One environment, without a time limit.
  ///
  /// @param length the number of positions, in 2..1000000
  /// @param successProbability how likely a step succeeds, in (0, 1]
  /// @param reward what is paid
  /// @return the environment
  /// @throws IllegalArgumentException if `length` or `successProbability` is out of range
  public static SimulatedEnv<Integer, Integer> env(
      long length, double successProbability, Reward reward) {
    return new SimulatedEnv<>(new Corridor(1, length, successProbability, reward));
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
    return Discrete.of(2);
  }

  @Override
  public void seed(int i, long seed) {
    rng[i] = Rng.ofSeed(seed);
  }

  @Override
  public void start(int i) {
    position[i] = 0;
  }

  @Override
  public double advance(int i, Actions actions) {
    int from = position[i];
    if (from == goal) {
      position[i] = end;
      return GOAL_REWARD;
    }
    if (successProbability < 1 && rng[i].nextDouble() >= successProbability) {
      return stepReward;
    }
    int to = beside(from, actions.discrete()[i]);
    position[i] = to;
    return to == goal ? arrivalReward : stepReward;
  }

  private static int beside(int position, int action) {
    return action == 1 ? position + 1 : Math.max(position - 1, 0);
  }

  @Override
  public boolean terminated(int i) {
    return position[i] == end;
  }

  @Override
  public void observe(int i, float[] observed, int[] states) {
    states[i] = shown(i);
  }

  private int shown(int i) {
    return Math.min(position[i], goal);
  }

  @Override
  public void set(int i, double[] state) {
    Simulation.checkStart(state, "position");
    if (state[0] != (int) state[0] || state[0] < 0 || state[0] >= end) {
      throw new IllegalArgumentException(
          "start[0]: must be a position in 0..%d, got %s".formatted(end - 1, state[0]));
    }
    position[i] = (int) state[0];
  }

  @Override
  public double[] get(int i) {
    return new double[] {shown(i)};
  }

  @Override
  public Optional<TransitionModel> model() {
    return Optional.of(new Model());
  }

  private final class Model implements TransitionModel {
    @Override
    public int states() {
      return goal + 1;
    }

    @Override
    public int actions() {
      return 2;
    }

    @Override
    public void outcomes(int state, int action, Outcomes out) {
      out.clear();
      if (state == goal) {
        out.add(1, goal, reward == Reward.STATE ? GOAL_REWARD : 0, true);
        return;
      }
      int to = beside(state, action);
      double arrives = to == state ? 1 : successProbability;
      out.add(arrives, to, to == goal ? arrivalReward : stepReward, to == end);
      if (arrives < 1) {
        out.add(1 - arrives, state, stepReward, false);
      }
    }

    @Override
    public double[] initial() {
      double[] initial = new double[goal + 1];
      initial[0] = 1;
      return initial;
    }

    @Override
    public boolean terminal(int state) {
      return state == end;
    }

    @Override
    public Optional<GridShape> grid() {
      String open = String.valueOf(GridShape.OPEN).repeat(goal);
      String cells = open + (terminal(goal) ? 'G' : GridShape.OPEN);
      return Optional.of(new GridShape(goal + 1, cells, List.of(Direction.LEFT, Direction.RIGHT)));
    }
  }

  @Override
  public Drawable.Size pictureSize() {
    return CorridorPicture.SIZE;
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    CorridorPicture.draw(g, goal + 1, shown(i), position[i] == end);
  }

  @Override
  public String text(int i) {
    return CorridorPicture.text(goal + 1, shown(i));
  }

  @Override
  public void save(State out) {
    out.put("position", position);
    Simulation.save(rng, out);
  }

  @Override
  public void load(State in) {
    int[] saved = in.ints("position", position.length);
    for (int value : saved) {
      if (value < 0 || value > end) {
        throw new IllegalArgumentException(
            "Corridor: saved position must be in 0..%d, got %d".formatted(end, value));
      }
    }
    System.arraycopy(saved, 0, position, 0, saved.length);
    Simulation.load(rng, in);
  }
}
