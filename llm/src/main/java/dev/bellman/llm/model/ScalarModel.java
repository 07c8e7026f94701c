package dev.bellman.llm.model;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.Packed;
import dev.bellman.llm.data.TokenBatch;
import dev.bellman.tensor.Lookup;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.List;

/// A transformer with one number for each state in place of a distribution: a value model or a
/// reward model. The head is the parameter `score.weight`, of shape `[D,1]`.
public final class ScalarModel {
  /// The name of the head's parameter, which a language model does not have.
  public static final String HEAD = "score.weight";

  private final Transformer body;
  private final Tensor head;

  private ScalarModel(Transformer body, Tensor head) {
    this.body = body;
    this.head = head;
  }

  /// A model that starts as a copy of a language model, with a head that gives 0.
  ///
  /// @param model whose numbers the copy starts with
  /// @return the model
  public static ScalarModel zero(Transformer model) {
    return withHead(model, new float[model.config().width()]);
  }

  /// A model that starts as a copy of a language model, with a random head of variance
  /// `1 / (D + 1)`.
  ///
  /// @param model whose numbers the copy starts with
  /// @param rng what to draw from
  /// @return the model
  public static ScalarModel random(Transformer model, Rng rng) {
    float[] head = new float[model.config().width()];
    double scale = 1 / Math.sqrt(head.length + 1);
    for (int i = 0; i < head.length; i++) {
      head[i] = (float) (scale * rng.nextGaussian());
    }
    return withHead(model, head);
  }

  private static ScalarModel withHead(Transformer model, float[] head) {
    Transformer body = model.copy();
    return new ScalarModel(body, body.parameters().add(HEAD, head, head.length, 1));
  }

  /// A model over given parameters.
  ///
  /// @param config the transformer's form
  /// @param parameters its parameters and `score.weight`
  /// @return the model
  /// @throws IllegalArgumentException if a parameter is missing or of another shape
  public static ScalarModel over(TransformerConfig config, Parameters parameters) {
    Tensor head = parameters.get(HEAD);
    if (head.size() != config.width()) {
      throw new IllegalArgumentException(
          "parameter '%s': expected shape [%d, 1], got %s"
              .formatted(HEAD, config.width(), head.shape()));
    }
    return new ScalarModel(Transformer.over(config, parameters), head);
  }

  /// A copy that shares nothing.
  ///
  /// @return the copy
  public ScalarModel copy() {
    return over(body.config(), body.parameters().copy());
  }

  /// The transformer's form.
  ///
  /// @return the form
  public TransformerConfig config() {
    return body.config();
  }

  /// All parameters, the head's among them.
  ///
  /// @return the parameters; the same object at each call
  public Parameters parameters() {
    return body.parameters();
  }

  /// The number of the state before each token of completions, which is where a value function
  /// stands.
  ///
  /// @param scope where to compute
  /// @param batch the completions, N tokens
  /// @return shape `[N]`
  public Tensor values(Scope scope, TokenBatch batch) {
    return numbers(body.hidden(scope, batch.input()), batch.places(), batch.size());
  }

  /// The number behind the last token of whole sequences, which is where a reward model stands.
  ///
  /// @param scope where to compute
  /// @param all completions
  /// @param from the first one
  /// @param to the one after the last
  /// @return shape `[to - from]`
  public Tensor scores(Scope scope, List<Completion> all, int from, int to) {
    int count = to - from;
    int[] starts = scope.ints(count + 1);
    int[] last = scope.ints(count);
    starts[0] = 0;
    for (int i = 0; i < count; i++) {
      Completion completion = all.get(from + i);
      starts[i + 1] = starts[i] + completion.prompt().length + completion.length();
      last[i] = starts[i + 1] - 1;
    }
    int[] tokens = scope.ints(starts[count]);
    for (int i = 0; i < count; i++) {
      Completion completion = all.get(from + i);
      int[] prompt = completion.prompt();
      System.arraycopy(prompt, 0, tokens, starts[i], prompt.length);
      System.arraycopy(
          completion.tokens(), 0, tokens, starts[i] + prompt.length, completion.length());
    }
    return numbers(body.hidden(scope, new Packed(tokens, starts, count)), last, count);
  }

  private Tensor numbers(Tensor hidden, int[] places, int count) {
    return Lookup.rows(hidden, places, 0, count).matmul(head).squeeze(1);
  }
}
