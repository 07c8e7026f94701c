package dev.bellman.llm.data;

import java.util.Arrays;
import java.util.List;

/// The completions of one update, whose tokens stand one after the other in columns: completion i
/// has tokens `offsets[i]` to `offsets[i + 1] - 1`.
///
/// @param completions the completions
/// @param offsets where each one's tokens start in a column, and then how many there are
public record Written(List<Completion> completions, int[] offsets) {
  /// Lines completions up.
  ///
  /// @param completions the completions
  /// @return what was written
  public static Written of(List<Completion> completions) {
    int[] offsets = new int[completions.size() + 1];
    for (int i = 0; i < completions.size(); i++) {
      offsets[i + 1] = offsets[i] + completions.get(i).length();
    }
    return new Written(List.copyOf(completions), offsets);
  }

  /// How many completions there are.
  ///
  /// @return the count
  public int size() {
    return completions.size();
  }

  /// How many tokens were written.
  ///
  /// @return the completions' lengths together
  public int tokens() {
    return offsets[completions.size()];
  }

  /// A column of the log-probabilities with which the tokens were drawn.
  ///
  /// @return a number for each token
  public float[] logp() {
    float[] column = new float[tokens()];
    for (int i = 0; i < completions.size(); i++) {
      Completion completion = completions.get(i);
      System.arraycopy(completion.logp(), 0, column, offsets[i], completion.length());
    }
    return column;
  }

  /// A column that repeats a number of each completion over its tokens.
  ///
  /// @param values a number for each completion
  /// @return a number for each token
  public float[] spread(double[] values) {
    float[] column = new float[tokens()];
    for (int i = 0; i < completions.size(); i++) {
      Arrays.fill(column, offsets[i], offsets[i + 1], (float) values[i]);
    }
    return column;
  }

  /// The share of completions that ended by themselves.
  ///
  /// @return 0 to 1
  public double endedShare() {
    return (double) completions.stream().filter(Completion::ended).count() / size();
  }
}
