package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.VecStep;

/// What the actions of N environments led to, for a [RewardMap].
///
/// @param actions the actions that were taken
/// @param step rewards and ends; the rewards of environments are replaced one after the other
/// @param current what environments show now, the next start where an episode ended
/// @param finals what ended episodes led to
public record Outcome(
    Actions actions, VecStep step, ObservationRows current, ObservationRows finals) {
  /// What an action led to.
  ///
  /// @param i the environment
  /// @return the rows in which observation i is the successor, final or not
  public ObservationRows next(int i) {
    return step.done(i) ? finals : current;
  }

  /// The reward that came from inside.
  ///
  /// @param i the environment
  /// @return the reward, until it is replaced
  public double reward(int i) {
    return step.rewards()[i];
  }

  /// Whether the task itself ended.
  ///
  /// @param i the environment
  /// @return true if it did
  public boolean terminated(int i) {
    return step.terminated()[i];
  }
}
