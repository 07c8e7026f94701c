package dev.bellman.llm.model;

import dev.bellman.llm.data.Packed;
import dev.bellman.tensor.KeyValueCache;
import dev.bellman.tensor.Lookup;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;

/// Decodes several sequences side by side, one token of each at a time, with the keys and values of
/// all earlier tokens kept.
///
/// The logits have the bits of [Transformer#hidden] and [Transformer#logits] over the whole
/// sequences, whatever the other sequences are. It takes the parameters as they are at
/// [#begin]; they must not change until the last [#advance]. Confined to one thread.
///
/// ```java
/// decoder.begin(prompts, 8, 12);
/// while (decoder.rows() > 0) {
///   // choose tokens[row] by decoder.logits(), then keep the sequences that go on
///   decoder.retain(unfinished, count);
///   decoder.advance(tokens);
/// }
/// ```
public final class Decoder {
  private final Transformer model;
  private final int vocabulary;
  private final KeyValueCache cache;
  private final Block.Attending attending;
  private final Scope scope = Scope.inference();

  private int rows;
  private int left;
  private final float[] head;
  private float[] logits = {};

  /// A decoder without sequences.
  ///
  /// @param model the model
  public Decoder(Transformer model) {
    this.model = model;
    vocabulary = model.config().vocabulary();
    cache = new KeyValueCache(model.config().layers(), model.heads());
    attending = cache::attend;
    head = new float[model.config().width() * vocabulary];
  }

  /// Starts anew. Each prompt is computed once and continued by several sequences, whose rows are
  /// side by side: `prompt · copies + copy`.
  ///
  /// @param prompts the prompts, each of at least one token
  /// @param copies how many sequences begin with each prompt
  /// @param maxNew how many tokens follow a prompt at most
  /// @throws IllegalArgumentException if a prompt is empty or does not fit the context with its new
  ///   tokens
  public void begin(Packed prompts, int copies, int maxNew) {
    check(prompts, copies, maxNew);
    model.headColumns(head);
    cache.begin(prompts.starts(), prompts.sequences(), copies, maxNew);
    rows = prompts.sequences() * copies;
    left = maxNew;
    logits = logits.length < rows * vocabulary ? new float[rows * vocabulary] : logits;
    try (scope) {
      Tensor hidden =
          model.hidden(
              scope,
              prompts,
              (layer, q, k, v) -> {
                cache.fill(layer, k, v);
                return model.attend(prompts, q, k, v);
              });
      int[] last = scope.ints(rows);
      for (int row = 0; row < rows; row++) {
        last[row] = prompts.starts()[row / copies + 1] - 1;
      }
      score(Lookup.rows(hidden, last, 0, rows));
    }
    cache.share();
  }

  private void check(Packed prompts, int copies, int maxNew) {
    if (copies < 1 || maxNew < 1) {
      throw new IllegalArgumentException(
          "decoder: copies and maxNew must be at least 1, got %d and %d".formatted(copies, maxNew));
    }
    int context = model.config().context();
    for (int i = 0; i < prompts.sequences(); i++) {
      int length = prompts.starts()[i + 1] - prompts.starts()[i];
      if (length < 1 || length > context - maxNew) {
        throw new IllegalArgumentException(
            "decoder: prompt %d must have 1 to %d tokens, since %d new ones are to fit the context of"
                    .formatted(i, context - maxNew, maxNew)
                + " %d, got %d (shorten it or lower maxNew)".formatted(context, length));
      }
    }
  }

  /// How many sequences go on.
  ///
  /// @return the rows
  public int rows() {
    return rows;
  }

  /// The logits of each sequence's next token.
  ///
  /// @return row-major `[rows,V]`, the array perhaps longer; it is written again by the next call
  ///     of [#advance] or [#retain]
  public float[] logits() {
    return logits;
  }

  /// Adds a token to each sequence, so that [#logits] is about the one after it.
  ///
  /// @param tokens a token for each row; not modified
  /// @throws IllegalStateException if `maxNew` tokens were added before
  public void advance(int[] tokens) {
    if (left == 0) {
      throw new IllegalStateException(
          "decoder: all new tokens that there is room for are there (raise maxNew)");
    }
    left--;
    try (scope) {
      int[] positions = scope.ints(rows);
      for (int row = 0; row < rows; row++) {
        positions[row] = cache.length(row);
      }
      score(model.hidden(scope, tokens, positions, rows, attending));
    }
    cache.advance();
  }

  private void score(Tensor hidden) {
    Tensor weight = scope.constant(head, model.config().width(), vocabulary);
    hidden.matmul(weight).copyTo(logits, 0);
  }

  /// Keeps some sequences alone; they move up, and so do their logits.
  ///
  /// @param kept the rows that go on, ascending; not modified
  /// @param count how many they are
  public void retain(int[] kept, int count) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(logits, kept[i] * vocabulary, logits, i * vocabulary, vocabulary);
    }
    cache.retain(kept, count);
    rows = count;
  }
}
