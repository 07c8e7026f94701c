package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.EnvOption;
import dev.bellman.rl.env.EnvOptions;
import dev.bellman.rl.env.EnvSpec;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// Gymnasium's toy text environments.
public final class ToyText {
  private static final EnvOption IS_SLIPPERY =
      new EnvOption(
          "is_slippery",
          EnvOption.Type.BOOLEAN,
          true,
          "whether steps go where they should with the success rate only");
  private static final EnvOption SUCCESS_RATE =
      new EnvOption(
          "success_rate",
          EnvOption.Type.NUMBER,
          FrozenLake.SLIPPERY,
          "how likely a step goes where it should on slippery ice");
  private static final EnvOption REWARD_SCHEDULE =
      new EnvOption(
          "reward_schedule",
          EnvOption.Type.TEXT,
          "1,0,0",
          "the rewards at a goal, in a hole and on frozen tiles, separated by commas");
  private static final EnvOption DESC =
      new EnvOption(
          "desc",
          EnvOption.Type.TEXT,
          "",
          "a map of S, F, H and G, rows separated by commas or lines, in place of map_name");
  private static final EnvOption MAP_SIZE =
      new EnvOption(
          "map_size",
          EnvOption.Type.INTEGER,
          0,
          "the side of a random map in place of map_name, 0 for none");
  private static final EnvOption MAP_P =
      new EnvOption(
          "map_p", EnvOption.Type.NUMBER, 0.8, "how likely a tile of the random map is frozen");
  private static final EnvOption MAP_SEED =
      new EnvOption("map_seed", EnvOption.Type.INTEGER, 0, "the seed of the random map");
  private static final EnvOption IS_RAINY =
      new EnvOption(
          "is_rainy",
          EnvOption.Type.BOOLEAN,
          false,
          "whether the taxi goes where it should with rainy_probability only");
  private static final EnvOption RAINY_PROBABILITY =
      new EnvOption(
          "rainy_probability",
          EnvOption.Type.NUMBER,
          Taxi.RAINY,
          "how likely the taxi goes where it should in rain");
  private static final EnvOption FICKLE_PASSENGER =
      new EnvOption(
          "fickle_passenger",
          EnvOption.Type.BOOLEAN,
          false,
          "whether passengers may change their destination");
  private static final EnvOption FICKLE_PROBABILITY =
      new EnvOption(
          "fickle_probability",
          EnvOption.Type.NUMBER,
          Taxi.FICKLE,
          "how likely a fickle passenger changes its destination");

  private static final EnvOption NATURAL =
      new EnvOption(
          "natural",
          EnvOption.Type.BOOLEAN,
          false,
          "whether a natural that wins pays 1.5; without meaning where sab is true");
  private static final EnvOption SAB =
      new EnvOption(
          "sab",
          EnvOption.Type.BOOLEAN,
          true,
          "whether a natural wins over any hand but a natural, as in Sutton and Barto");

  private ToyText() {}

  /// The specs.
  ///
  /// @return one for each id
  public static List<EnvSpec> specs() {
    return List.of(
        frozenLake("FrozenLake-v1", "4x4", 100, 0.7),
        frozenLake("FrozenLake8x8-v1", "8x8", 200, 0.85),
        cliffWalking("CliffWalking-v1", false),
        cliffWalking("CliffWalkingSlippery-v1", true),
        taxi(),
        blackjack());
  }

  private static EnvSpec frozenLake(
      String id, String mapName, int maxEpisodeSteps, double rewardThreshold) {
    var name = new EnvOption("map_name", EnvOption.Type.TEXT, mapName, "a map by name: 4x4 or 8x8");
    return EnvSpec.simulated(
            id,
            "Cross a frozen lake without falling into a hole.",
            (n, options) ->
                FrozenLake.simulation(
                    n,
                    map(options),
                    rate(options, IS_SLIPPERY, SUCCESS_RATE).orElse(1),
                    rewards(options.text(REWARD_SCHEDULE.name()))))
        .withMaxEpisodeSteps(maxEpisodeSteps)
        .withRewardThreshold(rewardThreshold)
        .withOption(name)
        .withOption(DESC)
        .withOption(MAP_SIZE)
        .withOption(MAP_P)
        .withOption(MAP_SEED)
        .withOption(IS_SLIPPERY)
        .withOption(SUCCESS_RATE)
        .withOption(REWARD_SCHEDULE);
  }

  /// The value of an option that counts only where another one is true; checked in any case.
  private static OptionalDouble rate(EnvOptions options, EnvOption flag, EnvOption rate) {
    double value = options.number(rate.name());
    requireProbability(rate.name(), value);
    return options.flag(flag.name()) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /// Refuses a number that is no probability.
  ///
  /// @param option what the message calls it
  /// @param value the number
  static void requireProbability(String option, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "environment.%s: must be in [0, 1], got %s".formatted(option, value));
    }
  }

  private static LakeMap map(EnvOptions options) {
    String desc = options.text(DESC.name());
    long size = options.integer(MAP_SIZE.name());
    boolean isRandom = size != 0;
    if (isRandom && !desc.isEmpty()) {
      throw new IllegalArgumentException(
          "environment.desc: must be empty with map_size, got both (leave one out)");
    }
    if (isRandom) {
      return LakeMap.random(size, options.number(MAP_P.name()), options.integer(MAP_SEED.name()));
    }
    if (!MAP_P.defaultValue().equals(options.number(MAP_P.name()))
        || !MAP_SEED.defaultValue().equals(options.integer(MAP_SEED.name()))) {
      throw new IllegalArgumentException(
          "environment.map_size: must be in 2..1000 with map_p or map_seed, got 0 (which is no"
              + " random map)");
    }
    return desc.isEmpty() ? LakeMap.named(options.text("map_name")) : LakeMap.of(desc);
  }

  private static FrozenLake.Rewards rewards(String schedule) {
    double[] rewards;
    try {
      rewards =
          Arrays.stream(schedule.split(",", -1))
              .map(String::strip)
              .mapToDouble(Double::parseDouble)
              .toArray();
    } catch (NumberFormatException e) {
      rewards = new double[0];
    }
    if (rewards.length != 3) {
      throw new IllegalArgumentException(
          "environment.reward_schedule: must be three numbers (goal,hole,frozen), got '%s'"
              .formatted(schedule));
    }
    return new FrozenLake.Rewards(rewards[0], rewards[1], rewards[2]);
  }

  private static EnvSpec cliffWalking(String id, boolean isSlippery) {
    var slippery =
        new EnvOption(
            IS_SLIPPERY.name(),
            EnvOption.Type.BOOLEAN,
            isSlippery,
            "whether steps may go to the side, with probability 1/3 each");
    return EnvSpec.simulated(
            id,
            "Walk along a cliff without falling off.",
            (n, options) -> CliffWalking.simulation(n, options.flag(slippery.name())))
        .withOption(slippery);
  }

  private static EnvSpec taxi() {
    return EnvSpec.simulated(
            "Taxi-v4",
            "Fetch a passenger and bring it to its destination.",
            (n, options) ->
                new Taxi(
                    n,
                    rate(options, IS_RAINY, RAINY_PROBABILITY).orElse(1),
                    rate(options, FICKLE_PASSENGER, FICKLE_PROBABILITY)))
        .withMaxEpisodeSteps(200)
        .withRewardThreshold(8)
        .withOption(IS_RAINY)
        .withOption(RAINY_PROBABILITY)
        .withOption(FICKLE_PASSENGER)
        .withOption(FICKLE_PROBABILITY);
  }

  private static EnvSpec blackjack() {
    return EnvSpec.simulated(
            "Blackjack-v1",
            "Come closer to 21 than the dealer.",
            (n, options) -> new Blackjack(n, naturals(options)))
        .withOption(NATURAL)
        .withOption(SAB);
  }

  private static Blackjack.Naturals naturals(EnvOptions options) {
    if (options.flag(SAB.name())) {
      return Blackjack.Naturals.WIN;
    }
    return options.flag(NATURAL.name()) ? Blackjack.Naturals.PAY_MORE : Blackjack.Naturals.PLAIN;
  }
}
