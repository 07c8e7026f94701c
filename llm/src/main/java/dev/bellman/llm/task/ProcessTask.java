package dev.bellman.llm.task;

import dev.bellman.llm.data.Completion;

/// A task that can also reward the steps of an answer, for process supervision. The headline stays
/// the score of the whole.
public interface ProcessTask extends Task {
  /// Scores the steps.
  ///
  /// @param completion the completion
  /// @return the reward of the step that ends at each token, as long as the completion; NaN where
  ///   none ends
  double[] steps(Completion completion);
}
