package dev.bellman.rl.env.minatar;

/// How a game of [MinAtarGame] is played.
///
/// @param minimalActions whether only the actions count that have an effect of their own in the
///   game, as in the ids' version 1, instead of all six
/// @param stickyActionProb the probability that a step repeats the action before it
/// @param difficultyRamping whether Asterix, Seaquest and SpaceInvaders get harder with time; the
///   difficulty of the other two is constant
public record MinAtarOptions(
    boolean minimalActions, double stickyActionProb, boolean difficultyRamping) {
  /// All six actions, sticky with probability 0.1, getting harder.
  public static final MinAtarOptions DEFAULTS = new MinAtarOptions(false, 0.1, true);

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException if the probability is not in [0, 1]
  public MinAtarOptions {
    if (!(stickyActionProb >= 0 && stickyActionProb <= 1)) {
      throw new IllegalArgumentException(
          "environment.sticky_action_prob: must be in [0, 1], got " + stickyActionProb);
    }
  }
}
