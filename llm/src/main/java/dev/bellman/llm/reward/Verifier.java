package dev.bellman.llm.reward;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.task.Task;

/// The reward that a task's own verifier gives.
///
/// @param task the task that the prompts belong to
public record Verifier(Task task) implements Reward {
  @Override
  public double of(Completion completion) {
    return task.score(completion);
  }
}
