package dev.bellman.llm.reward;

import java.util.Optional;

/// What rewards said about completions.
///
/// @param totals the weighted sum for each completion; NaN where it is unscored
/// @param parts what each reward said, `[reward][completion]`, without its weight; NaN where it
///   threw or gave no finite number
/// @param unscored how many completions are without a score
/// @param firstProblem what went wrong with the first of them, or nothing
public record Scores(
    double[] totals, double[][] parts, int unscored, Optional<String> firstProblem) {
  /// A line for whom it concerns.
  ///
  /// @return how many completions are unscored and why the first of them is, or nothing if all are
  ///   scored
  public Optional<String> warning() {
    return firstProblem.map(
        problem ->
            "rewards: expected a finite number for each of %d completions, got none for %d (first: %s)"
                .formatted(totals.length, unscored, problem));
  }

  /// The mean of the scores there are.
  ///
  /// @return the mean, NaN if there is none
  public double mean() {
    double sum = 0;
    for (double total : totals) {
      sum += Double.isNaN(total) ? 0 : total;
    }
    return sum / (totals.length - unscored);
  }
}
