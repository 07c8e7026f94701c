package dev.bellman.llm.task;

import dev.bellman.llm.data.Completion;
import java.util.function.IntPredicate;

/// What completions of all tasks have in common.
final class Grammar {
  private Grammar() {}

  /// Whether a completion is so many tokens of one kind and then the end token, as a whole.
  static boolean holds(Completion completion, int least, int most, int eos, IntPredicate kind) {
    int[] tokens = completion.tokens();
    int body = tokens.length - 1;
    if (!completion.ended() || body < least || body > most || tokens[body] != eos) {
      return false;
    }
    for (int i = 0; i < body; i++) {
      if (!kind.test(tokens[i])) {
        return false;
      }
    }
    return true;
  }

  /// Refuses a prompt that is not the task's.
  static IllegalArgumentException prompt(Task task, String expected, int[] prompt) {
    return new IllegalArgumentException(
        "%s.prompt: expected %s, got '%s'".formatted(task.name(), expected, shown(task, prompt)));
  }

  private static String shown(Task task, int[] prompt) {
    var text = new StringBuilder();
    for (int token : prompt) {
      boolean known = token >= 0 && token < task.vocabulary().size();
      text.append(text.isEmpty() ? "" : " ")
          .append(known ? task.vocabulary().names().get(token) : "?" + token);
    }
    return text.toString();
  }
}
