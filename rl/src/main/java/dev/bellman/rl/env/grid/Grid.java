package dev.bellman.rl.env.grid;

import dev.bellman.rl.env.EnvOption;
import dev.bellman.rl.env.EnvOptions;
import dev.bellman.rl.env.EnvSpec;
import java.util.List;

/// Corridors and mazes.
public final class Grid {
  private static final EnvOption LENGTH =
      new EnvOption(
          "length", EnvOption.Type.INTEGER, 4, "the number of positions, the last is the goal");
  private static final EnvOption SUCCESS_PROBABILITY =
      new EnvOption(
          "success_probability",
          EnvOption.Type.NUMBER,
          1,
          "how likely a step succeeds, else one stays");
  private static final EnvOption REWARD =
      new EnvOption(
          "reward",
          EnvOption.Type.TEXT,
          "cost",
          "cost (1 a step), arrival (10 on arriving) or state (10 collected at the goal by one more"
              + " step)");

  private static final EnvOption MAP =
      new EnvOption(
          "map",
          EnvOption.Type.TEXT,
          "",
          "rows of # (wall), . or space (free), S (start), G (goal), separated by commas or line"
              + " breaks; empty to generate one");
  private static final EnvOption WIDTH =
      new EnvOption("width", EnvOption.Type.INTEGER, 11, "columns of a generated map, 5 to 2000");
  private static final EnvOption HEIGHT =
      new EnvOption("height", EnvOption.Type.INTEGER, 11, "rows of a generated map, 5 to 2000");
  private static final EnvOption MAZE_SEED =
      new EnvOption("maze_seed", EnvOption.Type.INTEGER, 0, "which map is generated");
  private static final EnvOption LOOPS =
      new EnvOption(
          "loops",
          EnvOption.Type.NUMBER,
          0,
          "how likely a wall between rooms of a generated map is opened");
  private static final EnvOption STEP_REWARD =
      new EnvOption("step_reward", EnvOption.Type.NUMBER, -1, "what each step earns");
  private static final EnvOption GOAL_REWARD =
      new EnvOption(
          "goal_reward", EnvOption.Type.NUMBER, 0, "what the step to a goal earns beyond that");
  private static final EnvOption SLIP_PROBABILITY =
      new EnvOption(
          "slip_probability", EnvOption.Type.NUMBER, 0, "how likely a step goes sideways");
  private static final EnvOption RANDOM_START =
      new EnvOption(
          "random_start", EnvOption.Type.BOOLEAN, false, "start in any free cell, not in S");

  private Grid() {}

  /// The specs.
  ///
  /// @return one for each id
  public static List<EnvSpec> specs() {
    return List.of(corridor(), maze());
  }

  private static EnvSpec corridor() {
    return EnvSpec.simulated(
            "Corridor-v0",
            "Walk right to the end of a corridor.",
            (n, options) ->
                new Corridor(
                    n,
                    options.integer(LENGTH.name()),
                    options.number(SUCCESS_PROBABILITY.name()),
                    Corridor.Reward.of(options.text(REWARD.name()))))
        .withOption(LENGTH)
        .withOption(SUCCESS_PROBABILITY)
        .withOption(REWARD)
        .withMaxEpisodeSteps(options -> limit(25.0 * options.integer(LENGTH.name())));
  }

  private static EnvSpec maze() {
    return EnvSpec.simulated(
            "Maze-v0",
            "Find the way through a maze.",
            (n, options) -> new Maze(n, map(options), rules(options)))
        .withOption(MAP)
        .withOption(WIDTH)
        .withOption(HEIGHT)
        .withOption(MAZE_SEED)
        .withOption(LOOPS)
        .withOption(STEP_REWARD)
        .withOption(GOAL_REWARD)
        .withOption(SLIP_PROBABILITY)
        .withOption(RANDOM_START)
        .withMaxEpisodeSteps(options -> limit(10 * cells(options)));
  }

  private static MazeMap map(EnvOptions options) {
    String map = options.text(MAP.name());
    return map.isEmpty()
        ? MazeMap.generate(
            options.integer(WIDTH.name()),
            options.integer(HEIGHT.name()),
            options.integer(MAZE_SEED.name()),
            options.number(LOOPS.name()))
        : MazeMap.parse(map);
  }

  private static Maze.Rules rules(EnvOptions options) {
    return new Maze.Rules(
        options.number(STEP_REWARD.name()),
        options.number(GOAL_REWARD.name()),
        options.number(SLIP_PROBABILITY.name()),
        options.flag(RANDOM_START.name()));
  }

  private static double cells(EnvOptions options) {
    int letters = options.text(MAP.name()).length();
    return letters > 0
        ? letters
        : (double) options.integer(WIDTH.name()) * options.integer(HEIGHT.name());
  }

  /// Many times the steps that the way takes.
  private static int limit(double steps) {
    return (int) Math.clamp(steps, 1.0, Integer.MAX_VALUE);
  }
}
