package dev.bellman.llm.reward;

import dev.bellman.llm.data.Completion;

/// Scores completions: a function, a verifier or a model. Called from several threads at once.
@FunctionalInterface
public interface Reward {
  /// Scores one completion.
  ///
  /// @param completion what was written, after which prompt
  /// @return any finite number; greater is better. What is not finite, and what throws, leaves the
  ///   completion unscored
  double of(Completion completion);
}
