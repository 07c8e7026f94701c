package dev.bellman.rl.env;

/// One action for each of N environments, owned by the caller and filled again for every step.
///
/// @param discrete `[N]` indices `0..n-1` (not shifted by [Discrete#start]), or empty when actions
///   are continuous
/// @param continuous `[N, A]` coordinates inside the [Box], or empty when actions are discrete
public record Actions(int[] discrete, float[] continuous) {
  /// Allocates actions.
  ///
  /// @param n the number of environments
  /// @param actionSpace the action space of one of them
  /// @return zeros of the fitting shape
  public static Actions of(int n, Space<?> actionSpace) {
    return switch (actionSpace) {
      case Discrete _ -> new Actions(new int[n], new float[0]);
      case Box box -> new Actions(new int[0], new float[Math.multiplyExact(n, box.flatSize())]);
    };
  }
}
