package dev.bellman.rl.env.minatar;

import dev.bellman.rl.env.EnvOption;
import dev.bellman.rl.env.EnvOptions;
import dev.bellman.rl.env.EnvSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// MinAtar's games (Young and Tian 2019): version 0 of each id has all six actions, version 1 those
/// that have an effect of their own. There is no time limit, as in the original's registration.
public final class MinAtar {
  private static final EnvOption STICKY_ACTION_PROB =
      new EnvOption(
          "sticky_action_prob",
          EnvOption.Type.NUMBER,
          MinAtarOptions.DEFAULTS.stickyActionProb(),
          "the probability that a step repeats the action before it");

  private static final EnvOption DIFFICULTY_RAMPING =
      new EnvOption(
          "difficulty_ramping",
          EnvOption.Type.BOOLEAN,
          MinAtarOptions.DEFAULTS.difficultyRamping(),
          "whether Asterix, Seaquest and SpaceInvaders get harder (Breakout and Freeway never do)");

  private MinAtar() {}

  /// The specs.
  ///
  /// @return one for each id
  public static List<EnvSpec> specs() {
    var specs = new ArrayList<EnvSpec>();
    List<Function<MinAtarOptions, Game>> games =
        List.of(
            options -> new Asterix(options.difficultyRamping()),
            options -> new Breakout(),
            options -> new Freeway(),
            options -> new Seaquest(options.difficultyRamping()),
            options -> new SpaceInvaders(options.difficultyRamping()));
    for (Function<MinAtarOptions, Game> game : games) {
      specs.add(spec(game, false));
      specs.add(spec(game, true));
    }
    return List.copyOf(specs);
  }

  private static EnvSpec spec(Function<MinAtarOptions, Game> games, boolean minimalActions) {
    Game game = games.apply(MinAtarOptions.DEFAULTS);
    return EnvSpec.simulated(
            "MinAtar/%s-v%d".formatted(game.title(), minimalActions ? 1 : 0),
            game.doc(),
            (n, given) -> {
              MinAtarOptions options = options(minimalActions, given);
              return MinAtarGame.of(games.apply(options), n, options);
            })
        .withOption(STICKY_ACTION_PROB)
        .withOption(DIFFICULTY_RAMPING);
  }

  private static MinAtarOptions options(boolean minimalActions, EnvOptions given) {
    return new MinAtarOptions(
        minimalActions,
        given.number(STICKY_ACTION_PROB.name()),
        given.flag(DIFFICULTY_RAMPING.name()));
  }
}
