package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.GridShape;
import dev.bellman.rl.env.GridShape.Direction;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Simulation;
import dev.bellman.rl.env.TransitionModel;
import java.util.List;

/// Crossing a frozen lake from a start to a goal without falling into a hole.
///
/// Actions: left (0), down (1), right (2), up (3); on slippery ice the step goes where it should
/// with the success rate and else, with equal halves of the rest, to one of the two sides. At the
/// border it goes nowhere. The observation is row * columns + column; an episode terminates in a
/// hole and at a goal.
///
/// **Source**: the numbers of Gymnasium 1.4's `FrozenLake`, seed for seed. **Deviations**: a map
/// must have a way from each start to a goal and no letters but S, F, H and G; on slippery ice,
/// outcomes of probability 0 are not listed.
public final class FrozenLake {
  /// The success rate of Gymnasium's slippery ice.
  public static final double SLIPPERY = 1.0 / 3.0;

  private static final List<Direction> DIRECTIONS =
      List.of(Direction.LEFT, Direction.DOWN, Direction.RIGHT, Direction.UP);
  private static final int ACTIONS = DIRECTIONS.size();

  private FrozenLake() {}

  /// What arriving on a tile earns.
  ///
  /// @param goal the reward at a goal
  /// @param hole the reward in a hole
  /// @param frozen the reward anywhere else, starts included
  public record Rewards(double goal, double hole, double frozen) {
    /// 1 at a goal, else 0.
    public static final Rewards DEFAULTS = new Rewards(1, 0, 0);

    /// Checks the components.
    ///
    /// @throws IllegalArgumentException if one is not finite
    public Rewards {
      if (!Double.isFinite(goal) || !Double.isFinite(hole) || !Double.isFinite(frozen)) {
        throw new IllegalArgumentException(
            "environment.reward_schedule: must be finite, got %s,%s,%s"
                .formatted(goal, hole, frozen));
      }
    }
  }

  /// One environment, without a time limit.
  ///
  /// @param map the tiles
  /// @param successRate how likely a step goes where it should, in [0, 1]; 1 on ice that is not
  ///   slippery
  /// @return the environment
  /// @throws IllegalArgumentException if the rate is out of range
  public static SimulatedEnv<Integer, Integer> env(LakeMap map, double successRate) {
    return new SimulatedEnv<>(simulation(1, map, successRate, Rewards.DEFAULTS));
  }

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param map the tiles
  /// @param successRate how likely a step goes where it should, in [0, 1]; 1 on ice that is not
  ///   slippery
  /// @param rewards what arriving earns
  /// @return the copies
  /// @throws IllegalArgumentException if the rate is out of range
  public static Simulation<Integer, Integer> simulation(
      int n, LakeMap map, double successRate, Rewards rewards) {
    ToyText.requireProbability("success_rate", successRate);
    double toEachSide = (1.0 - successRate) / 2.0;
    var table =
        new TransitionTable(
            new GridShape(map.columns(), cells(map), DIRECTIONS),
            map.starts(),
            map::isEnd,
            (state, action, out) -> {
              if (map.isEnd(state)) {
                out.add(1.0, state, 0, true);
                return;
              }
              move(map, rewards, toEachSide, state, (action + 3) % ACTIONS, out);
              move(map, rewards, successRate, state, action, out);
              move(map, rewards, toEachSide, state, (action + 1) % ACTIONS, out);
            });
    return new TableSimulation("FrozenLake", n, table, new LakeScene(map));
  }

  private static String cells(LakeMap map) {
    var cells = new StringBuilder();
    for (int tile = 0; tile < map.size(); tile++) {
      cells.append(map.isEnd(tile) ? map.letter(tile) : GridShape.OPEN);
    }
    return cells.toString();
  }

  private static void move(
      LakeMap map,
      Rewards rewards,
      double probability,
      int state,
      int direction,
      TransitionModel.Outcomes out) {
    int next = map.neighbour(state, direction);
    double reward =
        switch (map.letter(next)) {
          case 'G' -> rewards.goal;
          case 'H' -> rewards.hole;
          default -> rewards.frozen;
        };
    out.add(probability, next, reward, map.isEnd(next));
  }
}
