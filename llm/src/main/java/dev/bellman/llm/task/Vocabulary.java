package dev.bellman.llm.task;

import java.util.List;

/// The tokens of a task: a token is its place in the list.
///
/// @param names each token's text, as `7` or `EOS`
/// @param pad the padding token; never written by a right answer
/// @param bos the token that prompts start with
/// @param eos the end token
public record Vocabulary(List<String> names, int pad, int bos, int eos) {
  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if a special token is not in it
  public Vocabulary {
    names = List.copyOf(names);
    for (int token : new int[] {pad, bos, eos}) {
      if (token < 0 || token >= names.size()) {
        throw new IllegalArgumentException(
            "vocabulary: token must be in [0, %d), got %d".formatted(names.size(), token));
      }
    }
  }

  /// How many tokens there are.
  ///
  /// @return V
  public int size() {
    return names.size();
  }

  /// The token of a text.
  ///
  /// @param name as `7`
  /// @return its place
  /// @throws IllegalArgumentException if there is none
  public int token(String name) {
    int token = names.indexOf(name);
    if (token < 0) {
      throw new IllegalArgumentException(
          "token: expected one of %s, got '%s'".formatted(names, name));
    }
    return token;
  }

  /// Tokens as text.
  ///
  /// @param tokens the tokens
  /// @return their names with blanks between; `<17>` for a token that has no name, which a model
  ///     with a larger vocabulary may write
  public String text(int[] tokens) {
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      text.append(text.isEmpty() ? "" : " ")
          .append(token < names.size() ? names.get(token) : "<%d>".formatted(token));
    }
    return text.toString();
  }

  /// The tokens of a text.
  ///
  /// @param text names with blanks between
  /// @return the tokens
  /// @throws IllegalArgumentException if a name is unknown
  public int[] tokens(String text) {
    String trimmed = text.strip();
    return trimmed.isEmpty()
        ? new int[0]
        : List.of(trimmed.split("\\s+")).stream().mapToInt(this::token).toArray();
  }
}
