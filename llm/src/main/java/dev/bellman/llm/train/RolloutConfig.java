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

  /// What an update writes and how it is gone through.
  ///
  /// @param minibatches gradient steps of an epoch
  /// @param epochs how often the rollout is gone through
  /// @param together how many completions stay in one minibatch: those of a group, or 1
  /// @return one line, for a person
  public String plan(int minibatches, int epochs, int together) {
    int steps = minibatches * epochs;
    String onPolicy =
        steps == 1
            ? "on-policy: yes, so every ratio is 1 and nothing is ever clipped"
            : "on-policy: the first of %d steps alone, where every ratio is 1".formatted(steps);
    return "%d prompts x %d = %d completions; %d minibatches of %s, %d epoch%s: %d gradient step%s an update; %s"
        .formatted(
            prompts,
            samples,
            completions(),
            minibatches,
            minibatch(minibatches, together),
            epochs,
            epochs == 1 ? "" : "s",
            steps,
            steps == 1 ? "" : "s",
            onPolicy);
  }

  /// How many completions a minibatch has.
  private String minibatch(int minibatches, int together) {
    int units = completions() / together;
    int least = units / minibatches * together;
    return units % minibatches == 0
        ? Integer.toString(least)
        : "%d or %d".formatted(least, least + together);
  }

  /// Refuses completions that a model has no room for.
  ///
  /// @param context the model's longest sequence, in tokens
  /// @param maxPrompt the task's longest prompt, in tokens
  /// @param maxCompletion the longest completion, in tokens
  /// @throws IllegalArgumentException if they do not fit
  public void requireRoom(int context, int maxPrompt, int maxCompletion) {
    if (maxCompletion > context - maxPrompt) {
      throw new IllegalArgumentException(
          "rollout.maxTokens: must be at most %d, since a prompt of %d is to fit the model's context of %d too, got %d"
              .formatted(context - maxPrompt, maxPrompt, context, maxCompletion));
    }
  }

  /// How many completions an update has.
  ///
  /// @return prompts · samples
  public int completions() {
    return prompts * samples;
  }
}
