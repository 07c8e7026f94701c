package dev.bellman.rl.env;

import dev.bellman.tensor.Scope;

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

  /// Some of these actions, copied side by side into arrays that a scope lends.
  ///
  /// @param scope how long they live
  /// @param rows which ones; not modified
  /// @param from the place of the first one in `rows`
  /// @param to the place after the last one
  /// @param actionSpace the action space of one environment
  /// @return at least `to - from` actions, of which the first ones were chosen
  public Actions select(Scope scope, int[] rows, int from, int to, Space<?> actionSpace) {
    return switch (actionSpace) {
      case Discrete _ -> {
        int[] chosen = scope.ints(to - from);
        for (int i = from; i < to; i++) {
          chosen[i - from] = discrete[rows[i]];
        }
        yield new Actions(chosen, continuous);
      }
      case Box box -> {
        int a = box.flatSize();
        float[] chosen = scope.floats((to - from) * a);
        for (int i = from; i < to; i++) {
          System.arraycopy(continuous, rows[i] * a, chosen, (i - from) * a, a);
        }
        yield new Actions(discrete, chosen);
      }
    };
  }

  /// Copies all of another set to a place in this one.
  ///
  /// @param source the other actions; not modified
  /// @param row where the first one goes
  /// @param actionSpace the action space of one environment
  public void put(Actions source, int row, Space<?> actionSpace) {
    switch (actionSpace) {
      case Discrete _ ->
          System.arraycopy(source.discrete, 0, discrete, row, source.discrete.length);
      case Box box ->
          System.arraycopy(
              source.continuous, 0, continuous, row * box.flatSize(), source.continuous.length);
    }
  }
}
