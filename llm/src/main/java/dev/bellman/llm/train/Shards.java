package dev.bellman.llm.train;

import dev.bellman.llm.task.Task;

/// How many sequences are differentiated together.
public final class Shards {
  /// About how many tokens a shard has: enough rows for the matrix products to reach their speed,
  /// few enough for the intermediate numbers of a small model to stay in the cache.
  private static final int TOKENS = 256;

  private Shards() {}

  /// The sequences of a shard. It depends on lengths that are known before the run, not on threads,
  /// so that any number of threads gives the same bits.
  ///
  /// @param task whose sequences they are
  /// @param maxTokens the most tokens of a completion
  /// @return at least 1
  public static int sequences(Task task, int maxTokens) {
    return sequences(task.maxPrompt() + maxTokens);
  }

  /// The sequences of a shard.
  ///
  /// @param longest the most tokens of a sequence
  /// @return at least 1
  public static int sequences(int longest) {
    return Math.max(1, TOKENS / longest);
  }
}
