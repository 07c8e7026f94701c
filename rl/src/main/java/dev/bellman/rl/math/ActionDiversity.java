package dev.bellman.rl.math;

/// How varied the actions of a batch are, whatever the states were in which they were taken.
public final class ActionDiversity {
  private ActionDiversity() {}

  /// The entropy `-Σ p log p` of the shares p of each choice, added up over the parts of an action.
  ///
  /// @param actions indices from 0, those of a row side by side; not modified
  /// @param parts how many a row has
  /// @param rows which rows count, at least one; not modified
  /// @return the entropy in nats, at least 0
  public static double entropy(int[] actions, int parts, int[] rows) {
    double entropy = 0;
    for (int k = 0; k < parts; k++) {
      int greatest = 0;
      for (int row : rows) {
        greatest = Math.max(greatest, actions[row * parts + k]);
      }
      int[] counts = new int[greatest + 1];
      for (int row : rows) {
        counts[actions[row * parts + k]]++;
      }
      for (int count : counts) {
        double share = (double) count / rows.length;
        entropy -= count == 0 ? 0 : share * StrictMath.log(share);
      }
    }
    return entropy;
  }

  /// The standard deviation of each coordinate, `√(mean((a - mean(a))²))`, averaged over the
  /// coordinates.
  ///
  /// @param actions coordinates, those of a row side by side; not modified
  /// @param coordinates how many a row has, at least one
  /// @param rows which rows count, at least one; not modified
  /// @return the mean, at least 0
  public static double deviation(float[] actions, int coordinates, int[] rows) {
    double deviations = 0;
    for (int d = 0; d < coordinates; d++) {
      double sum = 0;
      for (int row : rows) {
        sum += actions[row * coordinates + d];
      }
      double mean = sum / rows.length;
      double squares = 0;
      for (int row : rows) {
        double off = actions[row * coordinates + d] - mean;
        squares += off * off;
      }
      deviations += Math.sqrt(squares / rows.length);
    }
    return deviations / coordinates;
  }
}
