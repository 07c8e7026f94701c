package dev.bellman.app.lm;

import dev.bellman.llm.sft.WarmStart;

/// What a configuration says besides the trainer's hyper-parameters.
///
/// @param algorithm the trainer's name
/// @param task the task's name
/// @param updates the budget, at least 1
/// @param seed the run's seed, at least 0
/// @param model the form of a model that starts from nothing
/// @param warmStart the imitation before reinforcement
/// @param given the folder of the model that was given, or an empty string
/// @param rewardModel the folder of a reward model that scores in the verifier's place, or an empty
///   string
/// @param evaluateEvery after how many updates the metrics tell held-out accuracy; 0 for never
public record LmHeader(
    String algorithm,
    String task,
    int updates,
    long seed,
    Form model,
    WarmStart warmStart,
    String given,
    String rewardModel,
    int evaluateEvery) {
  /// The form of a model that starts from nothing.
  ///
  /// @param width D
  /// @param feedForward F
  /// @param layers how many blocks
  /// @param heads H
  public record Form(int width, int feedForward, int layers, int heads) {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if one is below 1, or heads have no even number of their
    ///     own
    public Form {
      if (width < 1 || feedForward < 1 || layers < 1 || heads < 1) {
        throw new IllegalArgumentException(
            "must have at least 1 of each, got width %d, feedForward %d, layers %d, heads %d"
                .formatted(width, feedForward, layers, heads));
      }
      if (width % (2 * heads) != 0) {
        throw new IllegalArgumentException(
            "heads: must divide a width of %d into even numbers, got %d".formatted(width, heads));
      }
    }
  }

  /// Where neither preset nor option says otherwise.
  static final LmHeader DEFAULTS =
      new LmHeader("", "", 500, 1, new Form(32, 64, 2, 4), WarmStart.DEFAULTS, "", "", 20);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public LmHeader {
    if (updates < 1) {
      throw new IllegalArgumentException("updates: must be at least 1, got " + updates);
    }
    if (evaluateEvery < 0) {
      throw new IllegalArgumentException("evaluateEvery: must be at least 0, got " + evaluateEvery);
    }
    if (seed < 0) {
      throw new IllegalArgumentException("seed: must be at least 0, got " + seed);
    }
  }
}
