package dev.bellman.llm.model;

import dev.bellman.llm.data.Packed;
import dev.bellman.tensor.Attention;
import dev.bellman.tensor.Lookup;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.RmsNorm;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Rotary;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A decoder-only transformer: Llama (Touvron et al. 2023, arXiv:2302.13971), Qwen2 and Qwen3.
///
/// Parameters have Hugging Face's names; projections are stored `[I,O]`, the transpose of what is
/// stored there, the embedding `[V,D]` as there. Each row of a result depends on the tokens of its
/// own sequence up to its own alone, to the bit. Read by any number of threads while nobody changes
/// the parameters.
public final class Transformer {
  private final TransformerConfig config;
  private final Parameters parameters;
  private final Attention.Heads heads;
  private final Rotary rotary;
  private final Tensor embedding;
  private final List<Block> blocks;
  private final Tensor norm;
  private final @Nullable Tensor head;

  private Transformer(TransformerConfig config, Parameters parameters) {
    this.config = config;
    this.parameters = parameters;
    heads = new Attention.Heads(config.heads(), config.keyValueHeads(), config.headSize());
    rotary = new Rotary(config.headSize(), config.ropeTheta());
    embedding = parameters.get("model.embed_tokens.weight");
    blocks =
        IntStream.range(0, config.layers())
            .mapToObj(layer -> Block.of(config, parameters, layer))
            .toList();
    norm = parameters.get("model.norm.weight");
    head = config.tied() ? null : parameters.get("lm_head.weight");
  }

  /// A model with fresh parameters; see [FreshParameters].
  ///
  /// @param config its form
  /// @param rng what to draw from
  /// @return the model
  public static Transformer create(TransformerConfig config, Rng rng) {
    return new Transformer(config, FreshParameters.of(config, rng));
  }

  /// A model over parameters that are there.
  ///
  /// @param config its form
  /// @param parameters all that the form has, by name; not copied
  /// @return the model
  /// @throws IllegalArgumentException if a parameter is missing
  public static Transformer over(TransformerConfig config, Parameters parameters) {
    return new Transformer(config, parameters);
  }

  /// The same model with parameters of its own.
  ///
  /// @return a copy that shares nothing that changes
  public Transformer copy() {
    return new Transformer(config, parameters.copy());
  }

  /// The form.
  ///
  /// @return its numbers
  public TransformerConfig config() {
    return config;
  }

  /// What is learned.
  ///
  /// @return the parameters, not a copy
  public Parameters parameters() {
    return parameters;
  }

  /// The hidden states after the last norm.
  ///
  /// @param scope where they live
  /// @param batch the sequences; its arrays are not to be changed before the scope is closed
  /// @return shape `[N,D]` for N tokens
  /// @throws IllegalArgumentException if a sequence is longer than the context, or a token unknown
  public Tensor hidden(Scope scope, Packed batch) {
    return hidden(scope, batch, (_, q, k, v) -> attend(batch, q, k, v));
  }

  /// See the public form.
  Tensor hidden(Scope scope, Packed batch, Block.Attending attending) {
    int[] positions = scope.ints(batch.size());
    for (int s = 0; s < batch.sequences(); s++) {
      int start = batch.starts()[s];
      int end = batch.starts()[s + 1];
      if (end - start > config.context()) {
        throw new IllegalArgumentException(
            "model: sequence %d must be at most %d tokens long, the context, got %d"
                .formatted(s, config.context(), end - start));
      }
      for (int i = start; i < end; i++) {
        positions[i] = i - start;
      }
    }
    return hidden(scope, batch.tokens(), positions, batch.size(), attending);
  }

  /// The hidden states of tokens at positions.
  Tensor hidden(Scope scope, int[] tokens, int[] positions, int count, Block.Attending attending) {
    Tensor h = Lookup.rows(scope, embedding, tokens, 0, count);
    for (Block block : blocks) {
      h = block.of(h, rotary, positions, attending);
    }
    return RmsNorm.of(h, norm, (float) config.rmsEpsilon());
  }

  /// Attention within the sequences of a batch.
  Tensor attend(Packed batch, Tensor q, Tensor k, Tensor v) {
    return Attention.causal(q, k, v, batch.starts(), batch.sequences(), heads);
  }

  /// The logits of the next token.
  ///
  /// @param hidden hidden states or some rows of them, shape `[rows,D]`
  /// @return shape `[rows,V]`
  public Tensor logits(Tensor hidden) {
    return head == null ? Lookup.scores(hidden, embedding) : hidden.matmul(head);
  }

  /// The output layer's weight as columns, for whoever uses it often: `hidden.matmul` of it gives
  /// the bits of [#logits].
  ///
  /// @param columns row-major values of shape `[D,V]`; modified
  void headColumns(float[] columns) {
    if (head != null) {
      head.copyTo(columns, 0);
      return;
    }
    int rows = config.vocabulary();
    int width = config.width();
    for (int token = 0; token < rows; token++) {
      for (int j = 0; j < width; j++) {
        columns[j * rows + token] = embedding.get(token * width + j);
      }
    }
  }

  Attention.Heads heads() {
    return heads;
  }

  /// The multiply-adds of all projections, the output layer among them, as floating-point
  /// operations, 2 each. A backward pass has twice as many.
  ///
  /// @param tokens how many tokens pass through the model
  /// @return the operations of a forward pass, without attention
  public long flops(long tokens) {
    long queries = (long) config.heads() * config.headSize();
    long keys = (long) config.keyValueHeads() * config.headSize();
    long attention = config.width() * (2 * queries + 2 * keys);
    long feedForward = 3L * config.width() * config.feedForward();
    long output = (long) config.width() * config.vocabulary();
    return 2 * tokens * (config.layers() * (attention + feedForward) + output);
  }

  /// The multiply-adds of attention over one sequence, as floating-point operations, 2 each: each
  /// query with the keys up to its own, and as many values.
  ///
  /// @param length the sequence's tokens
  /// @return the operations of a forward pass
  public long attentionFlops(int length) {
    long pairs = (long) length * (length + 1) / 2;
    return 4 * pairs * config.layers() * config.heads() * config.headSize();
  }
}
