package dev.bellman.llm.data;

import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.List;

/// Some completions laid out for one pass: the sequences without their last token, and where in
/// them each completion's token is predicted. Completion i of the batch has tokens `starts[i]` to
/// `starts[i + 1] - 1` among the batch's N.
///
/// The arrays are lent by a scope, may be longer than what is used, and serve until it closes.
///
/// @param input the sequences
/// @param places the row of the hidden state that predicts each token
/// @param targets the tokens of the completions
/// @param starts where each completion's tokens start, and then N
/// @param completions how many completions there are
public record TokenBatch(Packed input, int[] places, int[] targets, int[] starts, int completions) {
  /// Lays completions out.
  ///
  /// @param scope what lends the arrays
  /// @param all completions
  /// @param order which of them, by their places in `all`
  /// @param from the place of the first one in `order`
  /// @param to the place after the last one
  /// @return the batch
  public static TokenBatch of(Scope scope, List<Completion> all, int[] order, int from, int to) {
    int count = to - from;
    int[] inputStarts = scope.ints(count + 1);
    int[] starts = scope.ints(count + 1);
    inputStarts[0] = 0;
    starts[0] = 0;
    for (int i = 0; i < count; i++) {
      Completion completion = all.get(order[from + i]);
      int written = completion.length();
      starts[i + 1] = starts[i] + written;
      inputStarts[i + 1] = inputStarts[i] + completion.prompt().length + written - 1;
    }
    int[] tokens = scope.ints(inputStarts[count]);
    int[] places = scope.ints(starts[count]);
    int[] targets = scope.ints(starts[count]);
    for (int i = 0; i < count; i++) {
      Completion completion = all.get(order[from + i]);
      int[] prompt = completion.prompt();
      int written = completion.length();
      System.arraycopy(prompt, 0, tokens, inputStarts[i], prompt.length);
      int answer = inputStarts[i] + prompt.length;
      System.arraycopy(completion.tokens(), 0, tokens, answer, written - 1);
      System.arraycopy(completion.tokens(), 0, targets, starts[i], written);
      for (int t = 0; t < written; t++) {
        places[starts[i] + t] = answer - 1 + t;
      }
    }
    return new TokenBatch(new Packed(tokens, inputStarts, count), places, targets, starts, count);
  }

  /// How many tokens the completions have.
  ///
  /// @return N
  public int size() {
    return starts[completions];
  }

  /// The numbers of these tokens in a column of all completions' tokens.
  ///
  /// @param scope where the tensor lives
  /// @param column a number for each token of all completions, in their order
  /// @param offsets where each completion's tokens start in the column
  /// @param order which completions, as in [#of]
  /// @param from the place of the first one in `order`
  /// @return shape `[N]`
  public Tensor pick(Scope scope, float[] column, int[] offsets, int[] order, int from) {
    float[] values = scope.floats(size());
    for (int i = 0; i < completions; i++) {
      System.arraycopy(
          column, offsets[order[from + i]], values, starts[i], starts[i + 1] - starts[i]);
    }
    return scope.constant(values, size());
  }
}
