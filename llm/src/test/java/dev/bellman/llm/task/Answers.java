package dev.bellman.llm.task;

import dev.bellman.llm.data.Completion;

/// Completions in the words of a task.
final class Answers {
  private Answers() {}

  static Completion of(Task task, String prompt, String answer) {
    return of(task, task.vocabulary().tokens(prompt), task.vocabulary().tokens(answer));
  }

  static Completion of(Task task, int[] prompt, int[] tokens) {
    boolean ended = tokens.length > 0 && tokens[tokens.length - 1] == task.vocabulary().eos();
    return new Completion(prompt, tokens, new float[tokens.length], ended);
  }
}
