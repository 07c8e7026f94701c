package dev.bellman.llm.train;

import dev.bellman.llm.sample.SamplingConfig;

/// What an online trainer writes before it learns.
///
/// @param prompts how many prompts an update takes
/// @param samples G, how many completions of each prompt
/// @param maxTokens the most tokens of a completion; 0 for what the task's answers need at most
/// @param sampling how tokens are chosen; the whole distribution at some temperature
public record RolloutConfig(int prompts, int samples, int maxTokens, SamplingConfig sampling) {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public RolloutConfig {
    if (prompts < 1) {
      throw new IllegalArgumentException("prompts: must be at least 1, got " + prompts);
    }
    if (samples < 1) {
      throw new IllegalArgumentException("samples: must be at least 1, got " + samples);
    }
    if (maxTokens < 0) {
      throw new IllegalArgumentException("maxTokens: must be at least 0, got " + maxTokens);
    }
    sampling.requireWholeDistribution("sampling");
  }

  /// How many completions an update has.
  ///
  /// @return prompts · samples
  public int completions() {
    return prompts * samples;
  }
}
