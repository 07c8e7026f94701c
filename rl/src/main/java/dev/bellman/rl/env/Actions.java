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

  /// Some of these actions, copied side by side.
  ///
  /// @param rows which ones; not modified
  /// @param from the place of the first one in `rows`
  /// @param to the place after the last one
  /// @param actionSpace the action space of one environment
  /// @return `to - from` actions
  public Actions select(int[] rows, int from, int to, Space<?> actionSpace) {
    Actions chosen = of(to - from, actionSpace);
    for (int i = from; i < to; i++) {
      switch (actionSpace) {
        case Discrete _ -> chosen.discrete[i - from] = discrete[rows[i]];
        case Box box -> {
          int a = box.flatSize();
          System.arraycopy(continuous, rows[i] * a, chosen.continuous, (i - from) * a, a);
        }
      }
    }
    return chosen;
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
