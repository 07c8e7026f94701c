package dev.bellman.llm.loss;

/// What a whole optimiser batch comes to: known before the first backward pass, so that the shards
/// and micro-batches it is cut into add up to the same loss however it is cut.
///
/// @param sequences B, the completions of the batch, those without a token that counts included if
///   a mean over sequences shall count them
/// @param tokens the tokens of all of them that count
public record Totals(long sequences, long tokens) {
  /// Checks the counts.
  ///
  /// @throws IllegalArgumentException if one is below 1
  public Totals {
    if (sequences < 1 || tokens < 1) {
      throw new IllegalArgumentException(
          "totals: must be at least 1 sequence and 1 token, got %d and %d (skip an empty batch)"
              .formatted(sequences, tokens));
    }
  }
}
