package dev.bellman.llm.data;

/// Token sequences one after the other, without padding: sequence i is `tokens[starts[i]]` to
/// `tokens[starts[i + 1] - 1]`. The arrays may be longer than what is used and serve again.
///
/// @param tokens the tokens of all sequences
/// @param starts where each sequence starts, and then where the last one ends
/// @param sequences how many sequences there are
public record Packed(int[] tokens, int[] starts, int sequences) {
  /// How many tokens there are.
  ///
  /// @return the sequences' lengths together
  public int size() {
    return starts[sequences];
  }
}
