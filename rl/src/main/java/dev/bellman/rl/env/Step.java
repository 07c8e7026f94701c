package dev.bellman.rl.env;

import org.jspecify.annotations.Nullable;

/// What one action led to.
///
/// @param observation the observation after the action, also when the episode ended with it
/// @param reward the reward of the action
/// @param terminated whether the task itself ended: nothing can be earned from here on
/// @param truncated whether the episode was cut from outside, by a time limit for instance: more
///   could have been earned
/// @param actionMask one byte for each value of a [Discrete] action space (or of each component
///   of a [MultiDiscrete] one), 0 where the next action is not allowed, or null if all are
/// @param info further values
/// @param <O> the type of observations
public record Step<O>(
    O observation,
    double reward,
    boolean terminated,
    boolean truncated,
    byte @Nullable [] actionMask,
    Info info) {
  /// A step without truncation, mask and info.
  ///
  /// @param observation the observation after the action
  /// @param reward the reward of the action
  /// @param terminated whether the task itself ended
  /// @param <O> the type of observations
  /// @return the step
  public static <O> Step<O> of(O observation, double reward, boolean terminated) {
    return new Step<>(observation, reward, terminated, false, null, Info.NONE);
  }

  /// Whether the episode is over, for either reason.
  ///
  /// @return `terminated || truncated`
  public boolean done() {
    return terminated || truncated;
  }

  /// This step as the last one before a cut from outside; `terminated` stays what it is.
  ///
  /// @return the same step with `truncated` true
  public Step<O> withTruncated() {
    return new Step<>(observation, reward, terminated, true, actionMask, info);
  }

  /// This step with an action mask.
  ///
  /// @param mask the mask, as [#actionMask]
  /// @return the same step with it
  public Step<O> withActionMask(byte[] mask) {
    return new Step<>(observation, reward, terminated, truncated, mask, info);
  }

  /// This step with other info.
  ///
  /// @param replacement the info
  /// @return the same step with it
  public Step<O> withInfo(Info replacement) {
    return new Step<>(observation, reward, terminated, truncated, actionMask, replacement);
  }
}
