package dev.bellman.llm.task;

import dev.bellman.llm.data.Completion;
import dev.bellman.tensor.Rng;
import java.util.List;

/// Prompts whose answers can be verified.
public interface Task {
  /// The task's name on the command line.
  ///
  /// @return as `sum-to`
  String name();

  /// The tokens.
  ///
  /// @return their names and special ones
  Vocabulary vocabulary();

  /// The longest prompt.
  ///
  /// @return tokens
  int maxPrompt();

  /// The longest completion that is right, its end token included.
  ///
  /// @return tokens
  int maxCompletion();

  /// Draws a prompt to train on; never one that is held out.
  ///
  /// @param rng what to draw from
  /// @return the tokens
  int[] prompt(Rng rng);

  /// Held-out prompts, all different, the same at each call.
  ///
  /// @param most how many at most; fewer if there are no more
  /// @return the prompts
  List<int[]> heldOut(int most);

  /// What imitation learns from before reinforcement begins.
  ///
  /// @param prompt a prompt
  /// @param rng what to draw from where several are possible
  /// @return a completion with its end token
  int[] demonstration(int[] prompt, Rng rng);

  /// Verifies a completion as a whole: its grammar up to and including the end token, then its
  /// answer.
  ///
  /// @param completion the completion
  /// @return 0 to 1; 1 is a right answer that cannot be better
  double score(Completion completion);

  /// Whether a completion obeys the grammar, right or wrong.
  ///
  /// @param completion the completion
  /// @return true if it does
  boolean wellFormed(Completion completion);
}
