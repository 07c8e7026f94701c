package dev.bellman.llm.task;

import dev.bellman.llm.data.PreferencePair;
import dev.bellman.tensor.Rng;

/// A task that can make pairs of a better and a worse answer, for reward models to learn from.
public interface PreferenceTask extends Task {
  /// Makes a pair.
  ///
  /// @param prompt a prompt; not modified
  /// @param rng what to draw from
  /// @return a pair after this prompt, of which the chosen answer has the higher score
  PreferencePair pair(int[] prompt, Rng rng);
}
