package dev.bellman.llm.reward;

import dev.bellman.llm.data.Completion;
import java.util.List;

/// A reward that scores many completions at once, as a model does: it is asked once for all of
/// them, on the caller's thread.
public interface BatchReward extends Reward {
  /// Scores completions.
  ///
  /// @param completions what was written, after which prompts
  /// @return one number for each, as [Reward#of] gives it
  double[] ofAll(List<Completion> completions);

  @Override
  default double of(Completion completion) {
    return ofAll(List.of(completion))[0];
  }
}
