package dev.bellman.llm.data;

/// What a model wrote after a prompt.
///
/// The arrays are the record's own by convention: nobody changes them.
///
/// @param prompt the prompt's tokens, at least one
/// @param tokens what was written, at least one token; the last is an end token if `ended`
/// @param logp the log-probability of each token under the distribution it was drawn from, as long
///   as `tokens`
/// @param ended whether an end token was written, rather than the length limit reached
public record Completion(int[] prompt, int[] tokens, float[] logp, boolean ended) {
  /// How many tokens were written, the end token among them.
  ///
  /// @return T, at least 1
  public int length() {
    return tokens.length;
  }
}
